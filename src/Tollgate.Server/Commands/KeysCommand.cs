using System.CommandLine;
using Spectre.Console;
using Tollgate.Client;
using ApiKey = Tollgate.Client.ApiKey;
using Command = System.CommandLine.Command;

namespace Tollgate.Server.Commands;

/// <summary><c>tollgate keys</c>: API keys.</summary>
static class KeysCommand
{
    static readonly Argument<string> Name = new("name") { Description = "For people, and for the audit." };

    static readonly Argument<string> Id = new("id") { Description = "The key's id, as 'keys list' shows it." };

    static readonly Option<string[]> Scope = new("--scope")
    {
        Description = "What it may do: catalog:read, catalog:write, customers:read, customers:write, usage:read, "
            + "usage:write or admin; as often as needed.",
        Required = true,
        HelpName = "scope",
    };

    static readonly Option<DateTimeOffset?> Expires = new("--expires")
    {
        Description = "When it ends, as 2027-01-01T00:00:00Z. Never unless given.",
        CustomParser = UseWords.ParseTime,
        HelpName = "time",
    };

    static readonly Option<string?> Customer = new("--customer")
    {
        Description = "The one customer it may act on. All, and the account, unless given.",
        HelpName = "customer",
    };

    static readonly Option<int?> Overlap = new("--overlap-seconds")
    {
        Description = "For how long the old key still holds: 0 to 2592000. A day unless given.",
        HelpName = "seconds",
    };

    static readonly Option<bool> All = new("--all") { Description = "Lists those that were revoked too." };

    public static Command Create(Terminal terminal)
    {
        var create = new Command("create", "Makes a key and prints it, this once.") { Name, Scope, Expires, Customer };
        create.SetAction((words, stop) => CreateAsync(terminal, words, stop));
        var list = new Command("list", "Lists the keys, without their secrets.") { All };
        list.SetAction((words, stop) => ListAsync(terminal, words, stop));
        var revoke = new Command("revoke", "Ends a key at once.") { Id };
        revoke.SetAction((words, stop) => RevokeAsync(terminal, words, stop));

        var rotate = new Command("rotate", "Makes a key in the place of another, prints it, and ends the other.")
        {
            Id, Overlap,
        };
        rotate.SetAction((words, stop) => RotateAsync(terminal, words, stop));

        var command = new Command("keys", "Makes, lists, rotates and revokes API keys.");
        foreach (var verb in new[] { create, list, rotate, revoke })
        {
            Connection.AddTo(verb);
            command.Add(verb);
        }
        return command;
    }

    static async Task<int> CreateAsync(Terminal terminal, ParseResult words, CancellationToken stop)
    {
        var request = new ApiKeyRequest
        {
            Name = words.GetRequiredValue(Name),
            Scopes = words.GetRequiredValue(Scope),
            ExpiresAt = words.GetValue(Expires),
            Customer = words.GetValue(Customer),
        };
        await using var session = await Connection.OpenAsync(words, stop);
        var created = await session.Client.CreateApiKeyAsync(request, cancellation: stop);
        return Show(terminal, created);
    }

    static async Task<int> RotateAsync(Terminal terminal, ParseResult words, CancellationToken stop)
    {
        var request = new RotateKeyRequest { OverlapSeconds = words.GetValue(Overlap) };
        await using var session = await Connection.OpenAsync(words, stop);
        return Show(terminal, await session.Client.RotateApiKeyAsync(
            words.GetRequiredValue(Id), request, cancellation: stop));
    }

    static int Show(Terminal terminal, ApiKeyCreated created)
    {
        // A replay does not have it: the answer that did was lost on the way.
        terminal.Say(created.Key ?? throw CommandException.Fault(
            $"Key {created.Id} was made, but the answer with its secret was lost: revoke it and make another."));
        terminal.Note($"Key {created.Id} ({created.Name}). Keep it now: it is shown this once.");
        return ExitCode.Done;
    }

    static async Task<int> ListAsync(Terminal terminal, ParseResult words, CancellationToken stop)
    {
        await using var session = await Connection.OpenAsync(words, stop);
        var table = new Table { Border = TableBorder.None };
        table.AddColumns("ID", "NAME", "KEY", "SCOPES", "CREATED", "ENDS", "LAST USED");
        await foreach (var key in session.Client.ListApiKeysAsync(stop))
        {
            if (session.Owns(key) || key.RevokedAt is not null && !words.GetValue(All)) continue;
            string[] cells =
            [
                key.Id,
                key.Name,
                $"{key.Prefix}...",
                string.Join(' ', key.Scopes),
                WireTime.Write(key.CreatedAt),
                End(key),
                key.LastUsedAt is { } used ? WireTime.Write(used) : "",
            ];
            table.AddRow([.. cells.Select(Markup.Escape)]);
        }
        terminal.Table.Write(table);
        return ExitCode.Done;
    }

    static async Task<int> RevokeAsync(Terminal terminal, ParseResult words, CancellationToken stop)
    {
        await using var session = await Connection.OpenAsync(words, stop);
        var key = await session.Client.RevokeApiKeyAsync(words.GetRequiredValue(Id), cancellation: stop);
        terminal.Say($"Key {key.Id} ({key.Name}) is revoked.");
        return ExitCode.Done;
    }

    static string End(ApiKey key)
    {
        if (key.RevokedAt is { } revoked) return $"revoked {WireTime.Write(revoked)}";
        return key.ExpiresAt is { } expires ? WireTime.Write(expires) : "";
    }
}
