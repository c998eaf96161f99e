using System.Globalization;
using Npgsql;

namespace Tollgate.Testing;

/// <summary>
/// A PostgreSQL cluster of its own, on a free port of 127.0.0.1, in a temporary folder. It keeps what was committed
/// (<c>fsync</c> is on), and neither server nor folder outlives this process, however it ends. Thread safe.
/// </summary>
public sealed class PrivatePostgres : IAsyncDisposable, IDisposable
{
    readonly PostgresSupervisor _supervisor;
    int _databases;

    PrivatePostgres(PostgresSupervisor supervisor, int port)
    {
        _supervisor = supervisor;
        Port = port;
    }

    /// <summary>The TCP port; it stays the same over stop and start.</summary>
    public int Port { get; }

    /// <summary>The folder with the data, <c>server.log</c> and the Unix socket.</summary>
    public string Folder => _supervisor.Home;

    /// <summary>Starts a new cluster; null when no PostgreSQL is installed.</summary>
    /// <exception cref="InvalidOperationException">There is one, and it does not start.</exception>
    public static async Task<PrivatePostgres?> TryStartAsync()
    {
        if (PostgresBinaries.Find() is not { } bin) return null;

        var supervisor = await PostgresSupervisor.StartAsync(bin);
        try
        {
            await supervisor.CreateAsync();
            // Another process may take the port between looking and starting.
            for (var attempt = 0; attempt < 5; attempt++)
            {
                var port = FreePort.Next();
                if (await supervisor.TryStartServerAsync(port)) return new PrivatePostgres(supervisor, port);
            }

            throw new InvalidOperationException($"PostgreSQL does not start:\n{supervisor.Logs()}");
        }
        catch
        {
            supervisor.Dispose();
            throw;
        }
    }

    /// <summary>How to reach a database, directly or through a proxy's port.</summary>
    public string ConnectionString(string database, int? port = null) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = port ?? Port,
            Username = "postgres",
            Database = database,
            SslMode = SslMode.Disable,
            GssEncryptionMode = GssEncryptionMode.Disable,
            IncludeErrorDetail = true,
        }.ConnectionString;

    /// <summary>Makes an empty database with a name not used before and returns its connection string.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var number = Interlocked.Increment(ref _databases);
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{number}");
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync();
        // template1 refuses to be copied while anybody is connected to it.
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name} TEMPLATE template0", connection);
        await command.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    /// <summary>A proxy in front of this server that knows when an answer of it is complete.</summary>
    public Task<TcpProxy> StartProxyAsync() => TcpProxy.StartAsync(Port, ProxyProtocol.Postgres);

    /// <summary>
    /// Stops the server as a crash would: every session is dropped, no checkpoint, the next start recovers. Connections
    /// in client pools are dead afterwards.
    /// </summary>
    public async Task StopImmediateAsync()
    {
        await _supervisor.StopServerAsync();
        // Ours to "postgres" only; a caller's pools are the caller's.
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        NpgsqlConnection.ClearPool(connection);
    }

    /// <summary>Starts the stopped server again, on the same port and data.</summary>
    public async Task StartAsync()
    {
        if (await _supervisor.TryStartServerAsync(Port)) return;
        throw new InvalidOperationException($"PostgreSQL does not start again:\n{_supervisor.Logs()}");
    }

    /// <summary>Stops the server and deletes its folder.</summary>
    public void Dispose() => _supervisor.Dispose();

    /// <summary>Stops the server and deletes its folder.</summary>
    public ValueTask DisposeAsync() => new(Task.Run(Dispose));
}
