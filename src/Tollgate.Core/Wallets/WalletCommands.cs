using System.Globalization;
using System.Text;

namespace Tollgate.Core.Wallets;

/// <summary>Makes a wallet, or says how it is to be used. Its money stays as it is.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Currency">What it is counted in.</param>
/// <param name="HardStop">Whether a use that it cannot pay is refused before it is recorded.</param>
/// <param name="OverdraftLimit">How far below zero a use may take it, at least 0.</param>
/// <param name="LowBalance">Below which it is told to be low, at least 0; null: never.</param>
public sealed record PutWallet(
    string Customer, Currency Currency, bool HardStop = true, Amount OverdraftLimit = default,
    Amount? LowBalance = null) : Command(Customer)
{
    /// <summary>
    /// When it is recharged by itself; null: never. Kept where nobody collects payments, and then nothing opens.
    /// </summary>
    public RechargeRule? Recharge { get; init; }

    /// <inheritdoc/>
    public override void Validate(FieldErrors errors)
    {
        errors.Id("customer", Customer);
        if (OverdraftLimit < Amount.Zero)
            errors.Add("overdraft_limit", "out_of_range", "overdraft_limit must be at least 0.");
        if (LowBalance < Amount.Zero) errors.Add("low_balance", "out_of_range", "low_balance must be at least 0.");
        Recharge?.Validate(errors);
    }
}

/// <summary>Adds credit to a wallet, and makes the wallet where there is none.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Currency">Of which wallet.</param>
/// <param name="Amount">How much, above 0.</param>
/// <param name="Kind">Paid for (<see cref="CreditKind.TopUp"/>) or given (<see cref="CreditKind.Grant"/>).</param>
/// <param name="Priority">Lower is spent first; 0 to 1000.</param>
/// <param name="ExpiresAt">From then on what is left is gone; null: never. Must be in the future.</param>
/// <param name="ExternalId">The caller's id of it, unique per customer for ever. Of what was paid: the payment.</param>
/// <param name="Reason">For people; at most 500 characters.</param>
public sealed record GrantCredit(
    string Customer, Currency Currency, Amount Amount, CreditKind Kind, int Priority = CreditGrant.UsualPriority,
    Instant? ExpiresAt = null, string? ExternalId = null, string? Reason = null) : Command(Customer)
{
    /// <summary>
    /// Whether the money is here already: then no bound of how many grants there are, or of how much a wallet is to
    /// hold, refuses it.
    /// </summary>
    internal bool IsCollected { get; init; }

    /// <summary>When it expires, cut to microseconds.</summary>
    public Instant? ExpiresAt { get; init; } = ExpiresAt?.Cut();

    /// <summary>Hash of everything that was asked. Computed at each call.</summary>
    public Hash Content => Hash.Over(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
        $"{Currency}\n{Amount}\n{Kind}\n{Priority}\n{ExpiresAt?.ToMicroseconds()}\n{Reason}")));

    /// <inheritdoc/>
    public override void Validate(FieldErrors errors)
    {
        errors.Id("customer", Customer);
        errors.Id("external_id", ExternalId, optional: true);
        errors.Erasable("reason", Reason, Most.Reason);
        errors.Time("expires_at", ExpiresAt);
        if (Amount <= Amount.Zero) errors.Add("amount", "out_of_range", "amount must be above 0.");
        if (Kind is not (CreditKind.TopUp or CreditKind.Grant))
            errors.Add("kind", "invalid_value", "kind must be top_up or grant.");
        if (Priority is < 0 or > 1000) errors.Add("priority", "out_of_range", "priority must be 0 to 1000.");
    }
}

/// <summary>Corrects the balance of a wallet; below zero takes credit away, and may leave debt.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Currency">Of which wallet; it must be there.</param>
/// <param name="Amount">By how much, not 0.</param>
/// <param name="Reason">Why, for people; at most 500 characters.</param>
/// <param name="ExternalId">The caller's id of it, unique per customer for ever.</param>
public sealed record AdjustWallet(
    string Customer, Currency Currency, Amount Amount, string Reason, string? ExternalId = null) : Command(Customer)
{
    /// <inheritdoc cref="GrantCredit.Content"/>
    public Hash Content => Hash.Over(Encoding.UTF8.GetBytes($"{Currency}\n{Amount}\n{Reason}"));

    /// <inheritdoc/>
    public override void Validate(FieldErrors errors)
    {
        errors.Id("customer", Customer);
        errors.Id("external_id", ExternalId, optional: true);
        errors.Erasable("reason", Reason, Most.Reason, optional: false);
        if (Amount == Amount.Zero) errors.Add("amount", "out_of_range", "amount must not be 0.");
    }
}

/// <summary>Reads a customer's wallets, each with every grant that anything remains of.</summary>
public sealed record ShowWallets(string Customer) : Command(Customer)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors) => errors.Id("customer", Customer);
}

/// <summary>The most of what callers say.</summary>
static class Most
{
    /// <summary>Characters of a reason.</summary>
    public const int Reason = 500;

    /// <summary>Characters of what another calls a thing.</summary>
    public const int Reference = 256;
}
