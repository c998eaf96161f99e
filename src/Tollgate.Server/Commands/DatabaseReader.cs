using System.Data.Common;

namespace Tollgate.Server.Commands;

/// <summary>
/// A database that one command reads for itself: no gate is opened on it, nothing is written to it, and a server may
/// run on it meanwhile.
/// </summary>
sealed class DatabaseReader : IAsyncDisposable
{
    readonly WebApplication services;
    readonly string database;

    DatabaseReader(WebApplication services, string database) => (this.services, this.database) = (services, database);

    public IStore Store => services.Services.GetRequiredService<IStore>();

    /// <summary>What its chains are made with, as the environment says; null: no key.</summary>
    public ChainKey? ChainKey { get; } = Connection.LedgerKey is { } text ? new ChainKey(text) : null;

    /// <exception cref="CommandException">A setting cannot be understood.</exception>
    public static DatabaseReader Open(string database) => new(
        ServerStart.Build(new ServerSettings
        {
            Database = database,
            LedgerKey = Connection.LedgerKey,
            LogLevel = LogLevel.Critical,
        }), database);

    /// <summary>Reads, and says in plain words why it cannot.</summary>
    /// <exception cref="CommandException">The database cannot be read.</exception>
    public async Task<T> ReadAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception exception) when (exception is DbException or System.Net.Sockets.SocketException)
        {
            throw CommandException.Fault(
                $"{Databases.Describe(database)} cannot be read: {exception.Message} Is it there, and has 'tollgate "
                + "migrate' brought its schema up to date?", exception);
        }
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();
}
