namespace Tollgate.Core.Recharges;

/// <summary>When a wallet is recharged by itself, and by how much.</summary>
/// <param name="Below">Once a change leaves less than this available, at least 0.</param>
/// <param name="Amount">How much is collected at a time, above 0.</param>
/// <param name="MonthlyCap">
/// The most in a calendar month of the customer's zone, at least <paramref name="Amount"/>.
/// </param>
public sealed record RechargeRule(Amount Below, Amount Amount, Amount MonthlyCap)
{
    /// <summary>Adds an error for each field that no state could make valid.</summary>
    public void Validate(FieldErrors errors)
    {
        if (Below.Micros is < 0 or > Amount.MostStated)
            errors.Add("recharge.below", "out_of_range", "below must be 0 to 10^9.");
        if (Amount.Micros is <= 0 or > Amount.MostStated)
            errors.Add("recharge.amount", "out_of_range", "amount must be above 0, and at most 10^9.");
        if (MonthlyCap < Amount || MonthlyCap.Micros > Amount.MostStated)
            errors.Add(
                "recharge.monthly_cap", "out_of_range", "monthly_cap must be at least amount, and at most 10^9.");
    }
}

/// <summary>A recharge that is under way, of which a wallet has at most one.</summary>
/// <param name="Id">The customer's sequence number at which it was opened.</param>
/// <param name="Amount">How much is to be collected, above 0.</param>
/// <param name="OpenedAt">When it was opened: in which month it counts.</param>
/// <param name="Failures">How often it was refused, 0 to 2.</param>
/// <param name="DueAt">Until then nobody is to try it: somebody does, or it failed a moment ago.</param>
public sealed record OpenRecharge(long Id, Amount Amount, Instant OpenedAt, int Failures, Instant DueAt);

/// <summary>The id of a recharge on the wire: <c>rch_&lt;customer&gt;_&lt;sequence&gt;</c>.</summary>
public static class RechargeId
{
    static readonly MadeId Form = new("rch_");

    /// <summary>The wire form.</summary>
    public static string Format(string customer, long id) => Form.Format(customer, id);

    /// <summary>Whether it is the id of a recharge of that customer.</summary>
    public static bool IsOf(string customer, string? id) =>
        id is not null && Form.TryParse(id, out var whose, out var number) && whose == customer
        && Format(customer, number) == id;
}

/// <summary>A recharge as the audit shows it, and as it is told. Amounts are decimals.</summary>
public sealed record RechargeView(string Currency, string Amount, string? Reason)
{
    /// <summary>How the wallet is recharged by then.</summary>
    public RechargeRow? Row { get; init; }
}

/// <summary>How a wallet is recharged, as the audit records it; null where there is none. Amounts are micros.</summary>
public sealed record RechargeRow(
    long? Id, long? Amount, string? OpenedAt, int? Failures, string? DueAt, long Recharged, string? RechargedFrom)
{
    /// <summary>That of a wallet.</summary>
    public static RechargeRow Of(Wallet wallet) => new(
        wallet.Recharging?.Id, wallet.Recharging?.Amount.Micros, CoreJson.Time(wallet.Recharging?.OpenedAt),
        wallet.Recharging?.Failures, CoreJson.Time(wallet.Recharging?.DueAt), wallet.Recharged.Micros,
        CoreJson.Time(wallet.RechargedFrom));
}
