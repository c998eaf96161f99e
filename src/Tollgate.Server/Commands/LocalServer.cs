using Tollgate.Client;
using ApiKey = Tollgate.Client.ApiKey;

namespace Tollgate.Server.Commands;

/// <summary>
/// A server in this process, on a free port that only this machine reaches, for as long as one command takes. It has an
/// administrator's key of its own, revoked at the end. Where the process is killed before, the key ends by itself, so
/// that a server's first start still finds that nobody holds one.
/// </summary>
sealed class LocalServer
{
    // Longer than any one command should take.
    static readonly TimeSpan KeyLifetime = TimeSpan.FromHours(24);

    readonly WebApplication server;

    LocalServer(WebApplication server, string key)
    {
        this.server = server;
        Key = key;
    }

    /// <summary>Its key.</summary>
    public string Key { get; }

    /// <summary>Where it listens.</summary>
    public string Address => server.Urls.First();

    public static async Task<LocalServer> StartAsync(string database, CancellationToken stop)
    {
        var key = KeySecret.Draw();
        var settings = new ServerSettings
        {
            Database = database,
            Urls = "http://127.0.0.1:0",
            AdminKey = key,
            AdminKeyLifetime = KeyLifetime,
            LedgerKey = Connection.LedgerKey,
            LogLevel = LogLevel.Critical,
        };
        return new LocalServer(await ServerStart.StartAsync(settings, stop), key);
    }

    /// <summary>Revokes the key and drains.</summary>
    public async ValueTask DisposeAsync(TollgateClient client)
    {
        try
        {
            await RevokeAsync(client);
        }
        finally
        {
            await server.StopAsync();
            await server.DisposeAsync();
        }
    }

    /// <summary>Whether a key is this server's own, which nobody else has.</summary>
    public bool Owns(ApiKey key) =>
        key.RevokedAt is null && Key.StartsWith(key.Prefix, StringComparison.Ordinal);

    // Another key may begin alike; its own is the younger one.
    async Task RevokeAsync(TollgateClient client)
    {
        var own = await client.ListApiKeysAsync().Where(Owns).MaxByAsync(key => key.CreatedAt);
        if (own is not null) await client.RevokeApiKeyAsync(own.Id);
    }
}
