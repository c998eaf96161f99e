using Tollgate.Client;

namespace Tollgate.Server.Commands;

/// <summary>The demo: a catalogue and two customers, which may be put in any number of times.</summary>
static class Demonstration
{
    const string Resource = "demo.yaml";

    // What tiny still has of its tokens once the demo is in.
    const decimal Left = 40;

    /// <summary>Puts it in and says what changed in the catalogue.</summary>
    public static async Task<IReadOnlyList<string>> ApplyAsync(TollgateClient client, CancellationToken stop)
    {
        var catalog = await client.ApplyCatalogAsync(Catalog(), cancellation: stop);
        await client.PutCustomerAsync("acme", new CustomerRequest { Name = "Acme", TimeZone = "Europe/Berlin" }, stop);
        await SubscribeAsync(client, "acme", "pro", stop);
        await SubscribeAsync(client, "acme", "extra-tokens", stop);
        await client.PutCustomerAsync("tiny", new CustomerRequest { Name = "Tiny" }, stop);
        await SubscribeAsync(client, "tiny", "free", stop);
        await NearlyExhaustAsync(client, stop);
        return
        [
            .. CatalogDifference.Lines(catalog.Changes),
            "acme is on pro with extra-tokens, tiny on free with next to nothing left.",
        ];
    }

    /// <summary>Prints requests that work when pasted as they are.</summary>
    public static void PrintRequests(Terminal terminal, string address, string key)
    {
        var post = $"curl -s -H 'Authorization: Bearer {key}' -H 'Content-Type: application/json' {address}";
        terminal.Say("");
        terminal.Say("May tiny use 100 more tokens? Let acme use 1,500. What has acme left?");
        terminal.Say("");
        terminal.Say($$"""{{post}}/v1/check -d '{"customer":"tiny","feature":"ai.tokens","quantity":100}'""");
        terminal.Say($$"""{{post}}/v1/usage -d '{"customer":"acme","feature":"ai.tokens","quantity":1500}'""");
        terminal.Say($"curl -s -H 'Authorization: Bearer {key}' {address}/v1/customers/acme/entitlements");
        terminal.Say("");
    }

    static string Catalog()
    {
        using var stream = typeof(Demonstration).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    static Task SubscribeAsync(TollgateClient client, string customer, string plan, CancellationToken stop) =>
        client.CreateSubscriptionAsync(
            customer, new SubscriptionRequest { Plan = plan, ExternalId = $"demo:{plan}" }, cancellation: stop);

    // Anew in each cycle, once: the id names the cycle.
    static async Task NearlyExhaustAsync(TollgateClient client, CancellationToken stop)
    {
        var entitlements = await client.GetEntitlementsAsync("tiny", cancellation: stop);
        var tokens = entitlements.Data.Single(one => one.Feature == "ai.tokens");
        var limit = tokens.Limits.Single(one => one.Per == "cycle");
        if (limit.Remaining <= Left || limit.StartsAt is not { } cycle) return;
        await client.UseAsync(
            new UsageRequest
            {
                Customer = "tiny",
                Feature = "ai.tokens",
                Quantity = limit.Remaining - Left,
                Id = $"demo:{WireTime.Write(cycle)}",
            },
            stop);
    }
}
