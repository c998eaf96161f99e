using System.Text.Json;

namespace Tollgate.Core.Wallets;

/// <summary>A wallet with what remains in it.</summary>
/// <param name="Wallet">As it stands, with all that has expired posted.</param>
/// <param name="Grants">Those that anything remains of, in the order in which they are spent.</param>
public sealed record WalletState(Wallet Wallet, IReadOnlyList<CreditGrant> Grants)
{
    /// <summary>What the levels of gauges have cost since the last slice was charged; at least 0.</summary>
    public Amount Accrued { get; init; }
}

/// <summary>A wallet as the audit shows it.</summary>
public sealed record WalletView(string Currency, bool HardStop, string OverdraftLimit, string? LowBalance)
{
    /// <summary>When it is recharged by itself.</summary>
    public RechargeRuleView? Recharge { get; init; }

    /// <summary>The view of a wallet.</summary>
    public static WalletView Of(Wallet wallet) => new(
        wallet.Currency.Code, wallet.HardStop, wallet.OverdraftLimit.ToString(wallet.Currency),
        wallet.LowBalance?.ToString(wallet.Currency))
    {
        Recharge = wallet.Recharge is not { } rule ? null : new RechargeRuleView(
            rule.Below.ToString(wallet.Currency), rule.Amount.ToString(wallet.Currency),
            rule.MonthlyCap.ToString(wallet.Currency)),
    };
}

/// <summary>When a wallet is recharged, as the audit shows it. Amounts are decimals.</summary>
public sealed record RechargeRuleView(string Below, string Amount, string MonthlyCap);

/// <summary>A movement of a wallet as the audit shows it. Amounts are decimals.</summary>
/// <param name="Currency">Of which wallet.</param>
/// <param name="Amount">What came, or below zero what went.</param>
/// <param name="Reference">What it is for.</param>
/// <param name="Reason">For people.</param>
public sealed record MovementView(string Currency, string Amount, string? Reference, string? Reason)
{
    /// <summary>What was asked.</summary>
    public AskedRow? Row { get; init; }
}

/// <summary>A credit grant as it is answered, and shown by the audit. Amounts are decimals.</summary>
public sealed record CreditGrantView(
    string Id, string Currency, string Kind, string Amount, string Remaining, string Held, int Priority,
    string? ExpiresAt, string? ExternalId, string CreatedAt)
{
    /// <summary>The id of the subscription whose plan included it.</summary>
    public string? Subscription { get; init; }

    /// <summary>What was asked, as the audit records it; null elsewhere.</summary>
    public AskedRow? Row { get; init; }

    /// <summary>The view of a grant.</summary>
    public static CreditGrantView Of(string customer, CreditGrant grant) => new(
        CreditGrantId.Format(customer, grant.Id), grant.Currency.Code,
        JsonNamingPolicy.SnakeCaseLower.ConvertName($"{grant.Kind}"), grant.Amount.ToString(grant.Currency),
        grant.Remaining.ToString(grant.Currency), grant.Held.ToString(grant.Currency), grant.Priority,
        CoreJson.Time(grant.ExpiresAt), grant.ExternalId, CoreJson.Time(grant.CreatedAt))
    {
        Subscription = grant.Subscription is { } id ? SubscriptionId.Format(customer, id) : null,
    };
}

/// <summary>A movement of a wallet as it is answered. Amounts are decimals.</summary>
public sealed record LedgerEntryView(
    string Id, string Currency, long Sequence, string Amount, string BalanceAfter, string Kind, string? Reference,
    string? Reason, string? Actor, string CreatedAt, string Hash, IReadOnlyList<CreditPartView> Parts)
{
    /// <summary>A kind as it is answered.</summary>
    public static string Show(EntryKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName($"{kind}");

    /// <summary>The view of an entry.</summary>
    public static LedgerEntryView Of(string customer, LedgerEntry entry) => new(
        LedgerEntryId.Format(customer, entry.Currency, entry.Number), entry.Currency.Code, entry.Sequence,
        entry.Amount.ToString(entry.Currency), entry.Balance.ToString(entry.Currency),
        Show(entry.Kind), entry.Reference, Erased.Shown(entry.Reason), Erased.Shown(entry.Actor),
        CoreJson.Time(entry.CreatedAt), entry.Hash.ToString(),
        [.. entry.Parts.Select(part => new CreditPartView(
            part.Grant == 0 ? null : CreditGrantId.Format(customer, part.Grant),
            part.Amount.ToString(entry.Currency)))]);
}

/// <summary>What an entry moved of a grant; of none, where the grant is null.</summary>
public sealed record CreditPartView(string? Grant, string Amount);
