namespace Tollgate.Core.Wallets;

/// <summary>Decides the commands about wallets and their credit.</summary>
public static class WalletDecider
{
    /// <summary>The most wallets of a customer.</summary>
    public const int MostWallets = 32;

    /// <summary>The most grants of a customer that anything remains of: a use that costs reads them all.</summary>
    public const int MostGrants = 500;

    // What the answers are remembered by.
    internal const string OfGrant = "grant";
    internal const string OfAdjustment = "adjustment";

    /// <summary>Makes a wallet, or changes how it is used.</summary>
    public static Outcome Decide(Draft draft, PutWallet command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return CustomerDecider.NotFound;
        var before = customer.Wallet(command.Currency);
        var after = (before ?? Wallet.New(customer.Head.Customer, command.Currency)) with
        {
            HardStop = command.HardStop,
            OverdraftLimit = command.OverdraftLimit,
            LowBalance = command.LowBalance,
            Recharge = command.Recharge,
        };
        if (after == before)
        {
            var same = State(draft, customer, before);
            return new Put<WalletState>(same, same, false);
        }
        if (before is null && IsFull(customer) is { } full) return full;
        var watched = WalletWatch.Watch(draft, customer);
        customer.Put(after);
        draft.Audit(
            customer, command.By, before is null ? "wallet.created" : "wallet.updated", after.Currency.Code,
            before is null ? null : CoreJson.Write(WalletView.Of(before)), CoreJson.Write(WalletView.Of(after)));
        WalletWatch.Tell(draft, customer, watched);
        return new Put<WalletState>(
            State(draft, customer, after), before is null ? null : State(draft, customer, before), true);
    }

    /// <summary>Adds credit.</summary>
    public static Outcome Decide(Draft draft, GrantCredit command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return CustomerDecider.NotFound;
        var content = command.Content;
        if (Remembered.Find<CreditGrantView>(customer, "external_id", OfGrant, command.ExternalId, content) is { } done)
            return done;
        var now = draft.TimeOf(customer);
        if (command.ExpiresAt <= now)
            return Rejected.Invalid("expires_at", "out_of_range", "expires_at must be in the future.");
        if (!command.IsCollected && customer.Grants.Count(grant => grant.Remaining > Amount.Zero) >= MostGrants)
            return new Rejected(Rejection.TooManyGrants, $"A customer has at most {MostGrants:N0} live grants.");
        if (Open(customer, command.Currency) is { } full) return full;
        var wallet = customer.Wallet(command.Currency)!;
        if (command.IsCollected ? wallet.Bursts(command.Amount) : wallet.Overflows(command.Amount)) return TooMuch;
        var grant = new CreditGrant(
            customer.Head.Customer, customer.NextSequence, command.Currency, command.Kind, command.Priority,
            command.ExpiresAt, command.Amount, command.Amount, Amount.Zero, command.ExternalId, content, now);
        var view = CreditGrantView.Of(command.Customer, grant);
        draft.Audit(
            customer, command.By, "credit.granted", view.Id, null,
            CoreJson.Write(view with { Row = new AskedRow($"{content}") }));
        var kind = command.Kind == CreditKind.TopUp ? EntryKind.TopUp : EntryKind.Grant;
        new Purse(customer, command.Currency, now).Credit(
            grant, new EntryLabel(kind, command.ExternalId, command.Reason, command.By));
        return Remembered.Keep(
            customer, OfGrant, command.ExternalId, content,
            CreditGrantView.Of(command.Customer, customer.Grant(grant.Id)!));
    }

    /// <summary>Corrects a balance.</summary>
    public static Outcome Decide(Draft draft, AdjustWallet command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return CustomerDecider.NotFound;
        var content = command.Content;
        if (Remembered.Find<LedgerEntryView>(
            customer, "external_id", OfAdjustment, command.ExternalId, content) is { } done) return done;
        if (customer.Wallet(command.Currency) is null) return NotFound(command.Currency);
        if (customer.Wallet(command.Currency)!.OverflowsBy(command.Amount)) return TooMuch;
        var watched = WalletWatch.Watch(draft, customer);
        var moved = new MovementView(
            command.Currency.Code, command.Amount.ToString(command.Currency), command.ExternalId, command.Reason)
        {
            Row = new AskedRow($"{content}"),
        };
        draft.Audit(
            customer, command.By, "wallet.adjusted", command.Currency.Code, null, CoreJson.Write(moved));
        var purse = new Purse(customer, command.Currency, draft.TimeOf(customer));
        var label = new EntryLabel(EntryKind.Adjustment, command.ExternalId, command.Reason, command.By);
        var entry = command.Amount < Amount.Zero
            ? purse.Debit(-command.Amount, label)
            : purse.Add(command.Amount, label);
        WalletWatch.Tell(draft, customer, watched);
        return Remembered.Keep(
            customer, OfAdjustment, command.ExternalId, content, LedgerEntryView.Of(command.Customer, entry));
    }

    /// <summary>Reads every wallet.</summary>
    public static Outcome Decide(Draft draft, ShowWallets command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return CustomerDecider.NotFound;
        return new Shown<IReadOnlyList<WalletState>>([.. customer.Wallets.Select(one => State(draft, customer, one))]);
    }

    /// <summary>
    /// Posts what has expired, each grant under a number of its own and in the order of time: when somebody looked
    /// makes no difference to the history.
    /// </summary>
    /// <param name="draft">The first of the batch.</param>
    /// <param name="customer">Of that draft.</param>
    /// <param name="before">Only what expired before this; null: all.</param>
    /// <param name="by">Who posts it.</param>
    public static void Expire(Draft draft, CustomerState customer, Instant? before, string by)
    {
        var now = draft.TimeOf(customer);
        var over = customer.Grants
            .Where(one => one.IsExpired(now) && !(one.ExpiresAt >= before) && one.Free > Amount.Zero)
            .OrderBy(one => one.ExpiresAt).ThenBy(one => one.Id).ToList();
        foreach (var grant in over)
        {
            var key = customer.Terms.Profile!.Key;
            var watched = WalletWatch.Watch(draft, customer);
            draft.Audit(customer, by, "credit.expired", CreditGrantId.Format(key, grant.Id), null, null);
            new Purse(customer, grant.Currency, now).Expire(grant);
            WalletWatch.Tell(draft, customer, watched);
        }
    }

    /// <summary>When the first grant expires that anything free remains of, or null.</summary>
    public static Instant? NextExpiry(CustomerState customer) => customer.Grants
        .Where(grant => grant.Free > Amount.Zero).Min(grant => grant.ExpiresAt);

    /// <summary>What <see cref="Decide(Draft, GrantCredit)"/> and its siblings will read.</summary>
    public static void Need(Needs needs, Command command)
    {
        needs.Money = true;
        if (command is GrantCredit { ExternalId: { } grant }) needs.Ids.Add(Remembered.Name(OfGrant, grant));
        if (command is AdjustWallet { ExternalId: { } one }) needs.Ids.Add(Remembered.Name(OfAdjustment, one));
    }

    /// <summary>The answer where there is no wallet.</summary>
    public static Rejected NotFound(Currency currency) =>
        new(Rejection.WalletNotFound, $"There is no wallet in {currency}.");

    /// <summary>The answer to an amount with which a wallet would hold, or owe, more than it can.</summary>
    internal static Rejected TooMuch { get; } = Rejected.Invalid(
        "amount", "out_of_range", "The wallet would hold, or owe, more than 9 x 10^12.");

    /// <summary>Makes the wallet where there is none, or says why there can be none.</summary>
    internal static Rejected? Open(CustomerState customer, Currency currency)
    {
        if (customer.Wallet(currency) is not null) return null;
        if (IsFull(customer) is { } full) return full;
        customer.Put(Wallet.New(customer.Head.Customer, currency));
        return null;
    }

    static Rejected? IsFull(CustomerState customer) => customer.Wallets.Count() < MostWallets
        ? null
        : new Rejected(Rejection.TooManyWallets, $"A customer has at most {MostWallets} wallets.");

    static WalletState State(Draft draft, CustomerState customer, Wallet wallet) => new(wallet, [.. CreditGrant.InOrder(
        customer.Grants.Where(grant => grant.Currency == wallet.Currency && grant.Remaining > Amount.Zero))])
    {
        Accrued = AccrualDecider.Accrued(draft, customer, wallet.Currency),
    };
}
