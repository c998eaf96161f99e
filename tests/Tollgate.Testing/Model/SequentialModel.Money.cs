using NodaTime;

namespace Tollgate.Testing.Model;

public sealed partial class SequentialModel
{
    /// <summary>Makes a wallet, or says how it is to be used.</summary>
    public ModelChange PutWallet(string customerId, string currency, ModelWalletUse rules)
    {
        if (Customer(customerId) is not { } customer)
            return new("customer_not_found");
        var isNew = !customer.Wallets.ContainsKey(currency);
        var wallet = WalletOf(customer, currency);
        if (!isNew && wallet.Rules == rules)
            return Shown("unchanged", customer, wallet);
        wallet.Rules = rules;
        customer.Sequence++;
        return Shown(isNew ? "created" : "changed", customer, wallet);

        static ModelChange Shown(string outcome, ModelCustomer customer, ModelWallet wallet) =>
            new(outcome, wallet.Currency, Sequence: customer.Sequence)
            {
                Shown = ViewOf(customer, wallet).Describe(),
            };
    }

    /// <summary>Adds credit, and makes the wallet where there is none. What is owed is paid from it.</summary>
    public ModelChange Grant(string customerId, ModelCredit asked, Instant now)
    {
        if (Customer(customerId) is not { } customer)
            return new("customer_not_found");
        if (AnsweredBefore(customer, asked.ExternalId, asked) is { } known)
            return known;
        if (asked.ExpiresAt <= now)
            return new("invalid");
        var (wallet, number) = (WalletOf(customer, asked.Currency), ++customer.Sequence);
        var grant = new ModelGrant(number, asked);
        wallet.Grants.Add(grant);
        var parts = wallet.Spread(asked.Amount, [new(number, asked.Amount)]);
        wallet.Entries.Add(new(number, asked.Kind, parts, asked.ExternalId, asked.Reason));
        var view = ViewOf(customer, wallet, grant);
        return Kept(customer, asked.ExternalId, asked, new("created", view.Id, Sequence: number)
        {
            Shown = view.Describe(),
        });
    }

    /// <summary>Corrects a balance: what comes is of no grant, what goes may leave debt.</summary>
    public ModelChange Adjust(string customerId, ModelAdjustment asked, Instant now)
    {
        if (Customer(customerId) is not { } customer)
            return new("customer_not_found");
        if (AnsweredBefore(customer, asked.ExternalId, asked) is { } known)
            return known;
        if (!customer.Wallets.TryGetValue(asked.Currency, out var wallet))
            return new("wallet_not_found");
        var number = ++customer.Sequence;
        List<ModelPart> parts = asked.Amount > 0
            ? [new(0, asked.Amount)]
            : wallet.Find(-asked.Amount, now).ConvertAll(Gone);
        wallet.Entries.Add(new(number, "adjustment", parts, asked.ExternalId, asked.Reason));
        var view = Ledger(customer, wallet)[^1];
        return Kept(customer, asked.ExternalId, asked, new("created", Sequence: number) { Shown = view.Describe() });
    }

    /// <summary>Every wallet as it stands.</summary>
    public ModelChange ShowWallets(string customerId) => Customer(customerId) is { } customer
        ? new("shown", customerId) { Shown = WalletsOf(customer) }
        : new("customer_not_found");

    /// <summary>Every wallet of a customer on a line of its own.</summary>
    public static string WalletsOf(ModelCustomer customer) => string.Join(
        '\n', customer.Wallets.Values.Select(wallet => ViewOf(customer, wallet).Describe()));

    /// <summary>Every movement of a wallet with the balance after it.</summary>
    public static List<ModelEntryView> Ledger(ModelCustomer customer, ModelWallet wallet)
    {
        List<ModelEntryView> views = [];
        var balance = 0m;
        foreach (var entry in wallet.Entries)
        {
            balance += entry.Amount;
            views.Add(new(
                views.Count + 1, entry.Sequence, entry.Kind, entry.Amount, balance, entry.Reference, entry.Reason,
                [.. entry.Parts.Select(part => (part.Grant == 0 ? null : IdOf(customer, part.Grant), part.Amount))]));
        }

        return views;
    }

    // Each under a number of its own, whenever it is written, unless something else freed it; the soonest first.
    static void ExpireCredit(ModelCustomer customer, Func<Instant, bool> isOver, long? number = null)
    {
        foreach (var (wallet, grant) in customer.Wallets.Values
            .SelectMany(wallet => wallet.Grants.Select(grant => (Wallet: wallet, Grant: grant)))
            .Where(one => one.Grant.Asked.ExpiresAt is { } at && isOver(at))
            .OrderBy(one => one.Grant.Asked.ExpiresAt).ThenBy(one => one.Grant.Number).ToList())
        {
            if (wallet.FreeOf(grant) == 0 || customer.Broken == "expired credit is spent")
                continue;
            if (number is null)
                customer.Lapses.Add(++customer.Sequence);
            wallet.Entries.Add(new(customer.Sequence, "expiry", wallet.Lost(grant)));
        }
    }

    static ModelWallet WalletOf(ModelCustomer customer, string currency)
    {
        if (!customer.Wallets.TryGetValue(currency, out var wallet))
            customer.Wallets.Add(currency, wallet = new(customer, currency));
        return wallet;
    }

    // An id means one grant, and one adjustment, for ever.
    static ModelChange? AnsweredBefore(ModelCustomer customer, string? id, object asked)
    {
        if (id is null || !customer.Remembered.TryGetValue((asked.GetType(), id), out var first))
            return null;
        return first.Asked.Equals(asked)
            ? first.Answer with { Outcome = "existing" }
            : new("external_id_conflict", Sequence: customer.Sequence);
    }

    static ModelChange Kept(ModelCustomer customer, string? id, object asked, ModelChange answer)
    {
        if (id is not null)
            customer.Remembered.Add((asked.GetType(), id), (asked, answer));
        return answer;
    }

    static ModelWalletView ViewOf(ModelCustomer customer, ModelWallet wallet) => new(
        wallet.Currency, wallet.Rules, wallet.Balance, wallet.Held, wallet.Available,
        [.. wallet.InOrder.Where(grant => wallet.RemainingOf(grant) > 0)
            .Select(grant => ViewOf(customer, wallet, grant))]);

    static ModelGrantView ViewOf(ModelCustomer customer, ModelWallet wallet, ModelGrant grant) => new(
        IdOf(customer, grant.Number), grant.Asked.Kind, grant.Asked.Amount, wallet.RemainingOf(grant),
        wallet.HeldOf(grant), grant.Asked.Priority, grant.Asked.ExpiresAt, grant.Asked.ExternalId);

    static string IdOf(ModelCustomer customer, long grant) => $"grt_{customer.Id}_{grant}";

    static ModelPart Gone(ModelPart part) => part with { Amount = -part.Amount };
}
