using System.CommandLine;
using System.CommandLine.Parsing;
using Tollgate.Client;
using ApiKey = Tollgate.Client.ApiKey;
using Command = System.CommandLine.Command;

namespace Tollgate.Server.Commands;

/// <summary>Which server a command talks to. Options are shared by all commands that talk to one.</summary>
static class Connection
{
    /// <summary>Where everything is kept unless said otherwise.</summary>
    public const string DefaultDatabase = "sqlite:tollgate.db";

    public const string Details =
        """
        Every command but 'serve' and 'migrate' talks to a server: to a running one with --url and --key, or else to one
        of its own that it starts on --database for as long as it takes. Without --url 'verify', 'checkpoint'
        and 'export' read the database itself, whether or not a server runs on it.

        Exit codes: 0 done, 1 fault, 2 wrong words, 3 refused or diverging.

        Environment: TOLLGATE_DATABASE, TOLLGATE_URL, TOLLGATE_KEY, TOLLGATE_ADMIN_KEY, TOLLGATE_SANDBOX,
        TOLLGATE_LEDGER_HMAC_KEY, OTEL_EXPORTER_OTLP_ENDPOINT.
        """;

    const int Retries = 8;
    static readonly TimeSpan OneTry = TimeSpan.FromSeconds(60);

    public static readonly Option<string?> Database = new("--database")
    {
        Description = "sqlite:PATH, an Npgsql connection string, a postgres:// URL, or memory: for a trial. "
            + $"TOLLGATE_DATABASE, or else {DefaultDatabase}, unless given.",
        HelpName = "database",
    };

    static readonly Option<string?> Url = new("--url")
    {
        Description = "The address of a running server. TOLLGATE_URL unless given; without either, a server is started "
            + "on the database for this command alone.",
        HelpName = "address",
    };

    static readonly Option<string?> Key = new("--key")
    {
        Description = "The API key for --url. TOLLGATE_KEY or TOLLGATE_ADMIN_KEY unless given.",
        HelpName = "key",
    };

    /// <summary>Adds the options to a command.</summary>
    public static void AddTo(Command command)
    {
        command.Add(Url);
        command.Add(Key);
        command.Add(Database);
        command.Validators.Add(result =>
        {
            if (result.GetValue(Url) is not null && result.GetValue(Database) is not null)
                result.AddError("--url names a server, which has a database of its own: leave --database out.");
        });
    }

    /// <summary>The database that was named, or the default.</summary>
    public static string DatabaseOf(ParseResult words) =>
        words.GetValue(Database) ?? Variable("TOLLGATE_DATABASE") ?? DefaultDatabase;

    /// <summary>Connects to the server that was named, or starts one.</summary>
    public static async Task<Session> OpenAsync(
        ParseResult words, CancellationToken stop, TimeSpan? patience = null)
    {
        if (UrlOf(words) is { } url) return new Session(Client(url, KeyOf(words), patience), null);

        var local = await LocalServer.StartAsync(DatabaseOf(words), stop);
        return new Session(Client(local.Address, local.Key), local);
    }

    /// <summary>The key of the hash chains, or null.</summary>
    public static string? LedgerKey => Variable("TOLLGATE_LEDGER_HMAC_KEY");

    /// <summary>Whether the words name a running server.</summary>
    public static bool NamesServer(SymbolResult words) => words.GetValue(Url) is not null;

    /// <summary>The running server that was named, or null.</summary>
    public static string? UrlOf(ParseResult words)
    {
        var url = words.GetValue(Url);
        return url is null && words.GetValue(Database) is null ? Variable("TOLLGATE_URL") : url;
    }

    /// <summary>The value of an environment variable; an empty one counts as none.</summary>
    public static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    /// <summary>A client of the server at an address.</summary>
    public static TollgateClient Client(string address, string key, TimeSpan? patience = null)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            throw CommandException.WrongWords($"'{address}' is no address; one looks like http://127.0.0.1:8080.");
        var http = new HttpClient { BaseAddress = uri, Timeout = patience ?? OneTry };
        return new TollgateClient(http, new TollgateClientOptions { ApiKey = key, MaxRetries = Retries });
    }

    static string KeyOf(ParseResult words) =>
        words.GetValue(Key) ?? Variable("TOLLGATE_KEY") ?? Variable("TOLLGATE_ADMIN_KEY")
        ?? throw CommandException.WrongWords("A server at --url wants an API key: pass --key, or set TOLLGATE_KEY.");
}

/// <summary>A connection for one command; ends the server that was started for it.</summary>
sealed class Session(TollgateClient client, LocalServer? local) : IAsyncDisposable
{
    public TollgateClient Client => client;

    /// <summary>Whether the server is of this process and ends with the command.</summary>
    public bool IsLocal => local is not null;

    /// <summary>Whether a key was made for this command alone.</summary>
    public bool Owns(ApiKey key) => local?.Owns(key) == true;

    public async ValueTask DisposeAsync()
    {
        if (local is not null) await local.DisposeAsync(client);
        client.Dispose();
    }
}
