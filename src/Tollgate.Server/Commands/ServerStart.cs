using System.Net.Sockets;

namespace Tollgate.Server.Commands;

/// <summary>Starts a server and says in plain words why it does not start.</summary>
static class ServerStart
{
    /// <summary>Builds a server.</summary>
    /// <exception cref="CommandException">A setting cannot be understood.</exception>
    public static WebApplication Build(ServerSettings settings)
    {
        try
        {
            return TollgateServer.Build(settings);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            throw CommandException.WrongWords(exception.Message);
        }
    }

    /// <summary>Builds a server and starts it.</summary>
    /// <exception cref="CommandException">
    /// A setting cannot be understood; the database or the address is taken or cannot be reached.
    /// </exception>
    public static async Task<WebApplication> StartAsync(ServerSettings settings, CancellationToken stop)
    {
        var server = Build(settings);
        try
        {
            await ExplainAsync(server.StartAsync(stop), settings.Database);
            return server;
        }
        catch
        {
            await server.StopAsync(CancellationToken.None);
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Brings the schema up to date.</summary>
    /// <exception cref="CommandException">The database is taken or cannot be reached.</exception>
    public static Task MigrateAsync(IStore store, string database, CancellationToken stop) =>
        ExplainAsync(store.MigrateAsync(stop).AsTask(), database);

    static async Task ExplainAsync(Task start, string database)
    {
        try
        {
            await start;
        }
        catch (FormatException wrong)
        {
            throw CommandException.WrongWords(wrong.Message);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw CommandException.Fault(Explain(exception, database), exception);
        }
    }

    static string Explain(Exception exception, string database)
    {
        if (exception.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
            return $"{exception.Message} Pass another with --urls.";
        if (exception is SocketException or { InnerException: SocketException })
            return $"{Databases.Describe(database)} cannot be reached: {exception.Message}";
        if (exception is IOException)
            return $"{exception.Message} If a server runs on it, pass --url and --key to talk to that one.";
        return $"{Databases.Describe(database)} cannot be opened: {exception.Message}";
    }
}
