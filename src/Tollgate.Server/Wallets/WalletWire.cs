namespace Tollgate.Server;

/// <summary>Wallets, their credit and their ledger between the wire and the engine.</summary>
internal static class WalletWire
{
    /// <summary>The currency of the path. A bad one is noted, and one that is good stands in for it.</summary>
    public static Currency CurrencyOf(this Visit visit) =>
        MoneyWire.Currency((string)visit.Http.Request.RouteValues["currency"]!, "currency", visit.Errors);

    public static PutWallet Command(string customer, Currency currency, Wire.WalletRequest body, FieldErrors errors) =>
        new(
            customer, currency, body.HardStop ?? true,
            body.OverdraftLimit is { } limit ? MoneyWire.Amount(limit, "overdraft_limit", errors) : default,
            body.LowBalance is { } low ? MoneyWire.Amount(low, "low_balance", errors) : null)
        {
            Recharge = body.Recharge is { } recharge ? Rule(recharge, errors) : null,
        };

    // What cannot be read is named as that, and not as out of range too.
    static RechargeRule? Rule(Wire.RechargeRule stated, FieldErrors errors)
    {
        var before = errors.All.Count;
        var rule = new RechargeRule(
            MoneyWire.Amount(stated.Below, "recharge.below", errors),
            MoneyWire.Amount(stated.Amount, "recharge.amount", errors),
            MoneyWire.Amount(stated.MonthlyCap, "recharge.monthly_cap", errors));
        return errors.All.Count == before ? rule : null;
    }

    static Wire.RechargeRule? Of(RechargeRule? rule, Currency currency) => rule is null ? null : new()
    {
        Below = rule.Below.ToString(currency),
        Amount = rule.Amount.ToString(currency),
        MonthlyCap = rule.MonthlyCap.ToString(currency),
    };

    public static GrantCredit Command(
        string customer, Currency currency, Wire.CreditGrantRequest body, FieldErrors errors) => new(
        customer, currency, MoneyWire.Amount(body.Amount, "amount", errors),
        body.Kind == Wire.GrantKind.TopUp ? CreditKind.TopUp : CreditKind.Grant,
        body.Priority ?? CreditGrant.UsualPriority, Times.Read(body.ExpiresAt), body.ExternalId, body.Reason);

    public static Wire.Wallet Of(string customer, WalletState state)
    {
        var (wallet, currency) = (state.Wallet, state.Wallet.Currency);
        return new Wire.Wallet
        {
            Currency = currency.Code,
            Balance = wallet.Balance.ToString(currency),
            Held = wallet.Held.ToString(currency),
            Available = wallet.Available.ToString(currency),
            Accrued = state.Accrued.ToString(currency),
            OverdraftLimit = wallet.OverdraftLimit.ToString(currency),
            HardStop = wallet.HardStop,
            LowBalance = wallet.LowBalance?.ToString(currency),
            Recharge = Of(wallet.Recharge, currency),
            Grants = [.. state.Grants.Select(grant => Of(CreditGrantView.Of(customer, grant)))],
        };
    }

    public static Wire.CreditGrant Of(CreditGrantView grant) => new()
    {
        Id = grant.Id,
        Currency = grant.Currency,
        Kind = grant.Kind,
        Amount = grant.Amount,
        Remaining = grant.Remaining,
        Held = grant.Held,
        Priority = grant.Priority,
        ExpiresAt = grant.ExpiresAt is { } end ? Time(end) : null,
        ExternalId = grant.ExternalId,
        Subscription = grant.Subscription,
        CreatedAt = Time(grant.CreatedAt),
    };

    public static Wire.LedgerEntry Of(LedgerEntryView entry) => new()
    {
        Id = entry.Id,
        Currency = entry.Currency,
        Sequence = entry.Sequence,
        Amount = entry.Amount,
        BalanceAfter = entry.BalanceAfter,
        Kind = entry.Kind,
        Reference = entry.Reference,
        Reason = entry.Reason,
        Actor = entry.Actor,
        CreatedAt = Time(entry.CreatedAt),
        Hash = entry.Hash,
        Parts = [.. entry.Parts.Select(part => new Wire.LedgerPart { Grant = part.Grant, Amount = part.Amount })],
    };

    /// <summary>A time of a view, which was written by the engine.</summary>
    public static DateTimeOffset Time(string text) => Wire.WireTime.TryRead(text, out var time)
        ? time
        : throw new FormatException($"No time: {text}.");
}
