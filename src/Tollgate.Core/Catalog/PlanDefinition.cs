namespace Tollgate.Core.Catalog;

/// <summary>Whether a plan stands alone in a scope or is added to it.</summary>
public enum PlanKind
{
    /// <summary>One per scope; a new one replaces the old one.</summary>
    Base,
    /// <summary>Any number beside the base plan.</summary>
    AddOn,
}

/// <summary>What happens to the part of a use that no limit has room for.</summary>
public enum OverageMode
{
    /// <summary>The use is refused.</summary>
    Deny,
    /// <summary>It is recorded and flagged, up to the overage limit if there is one.</summary>
    Allow,
    /// <summary>The same, and it is charged to the wallet by its price.</summary>
    Charge,
}

/// <summary>What one version of a plan states. Immutable once stored: a changed plan is a new version.</summary>
/// <param name="Name">For people; at most 200 characters.</param>
/// <param name="Kind">Cannot change between versions.</param>
/// <param name="Stackable">Whether an add-on may be held more than once at a time.</param>
/// <param name="Cycle">Length of the cycle that a base plan gives to its scope.</param>
/// <param name="TrialDays">Days of 24 hours, 0 to 3650; one trial per customer and plan.</param>
/// <param name="Public">Whether it is offered to everybody.</param>
/// <param name="Features">By feature code, in ordinal order.</param>
public sealed record PlanDefinition(
    string Name, PlanKind Kind, bool Stackable, CycleLength Cycle, int TrialDays, bool Public,
    SortedDictionary<string, PlanFeature> Features)
{
    /// <summary>What it costs, one price per currency and period; null: nothing.</summary>
    public IReadOnlyList<PlanPrice>? Prices { get; init; }

    /// <summary>What it costs once, at the start; null: nothing.</summary>
    public PlanFee? SetupFee { get; init; }

    /// <summary>The money it comes with, one credit per currency and <c>per</c>; null: none.</summary>
    public IReadOnlyList<PlanCredit>? Credit { get; init; }

    /// <summary>The part of a receipt that is kept of it, in per cent: 0 to 100; null: that of the settings.</summary>
    public Exact? ReceiptFeePercent { get; init; }

    /// <summary>The fewest seats of a subscription, 2 and up; null: one.</summary>
    public int? MinQuantity { get; init; }

    /// <summary>What payment providers call its prices, by provider; null: none does.</summary>
    public SortedDictionary<string, ProviderPrices>? Providers { get; init; }
}

/// <summary>What a payment provider calls the prices of a plan.</summary>
/// <param name="Prices">Its ids of them, 1 to 100.</param>
public sealed record ProviderPrices(IReadOnlyList<string> Prices);

/// <summary>How often a price is due.</summary>
public enum PricePer
{
    /// <summary>Every month.</summary>
    Month,
    /// <summary>Every year.</summary>
    Year,
}

/// <summary>A price of a plan for one seat.</summary>
/// <param name="Amount">At least 0, exact, at most 12 decimal places.</param>
/// <param name="Currency">See <see cref="Money.Currency"/>.</param>
/// <param name="Per">How often it is due.</param>
public sealed record PlanPrice(decimal Amount, string Currency, PricePer Per);

/// <summary>An amount of a currency, due once.</summary>
/// <param name="Amount">At least 0, exact, at most 12 decimal places.</param>
/// <param name="Currency">See <see cref="Money.Currency"/>.</param>
public sealed record PlanFee(decimal Amount, string Currency);

/// <summary>How often a plan gives its credit.</summary>
public enum CreditPer
{
    /// <summary>In each cycle.</summary>
    Cycle,
    /// <summary>At the start, and never again.</summary>
    Once,
}

/// <summary>Money that a plan includes.</summary>
/// <param name="Amount">Above 0.</param>
/// <param name="Currency">Of the wallet that it goes to.</param>
/// <param name="Per">How often.</param>
/// <param name="RolloverCap">
/// The most that is left of it from one cycle to the next, at least 0; null: nothing. Only of one per cycle.
/// </param>
public sealed record PlanCredit(Amount Amount, Currency Currency, CreditPer Per, Amount? RolloverCap = null);

/// <summary>What a plan includes of one feature. For a switch all that matters is that it is there.</summary>
/// <param name="Unlimited">No limit at all; then there are none in <paramref name="Limits"/>.</param>
/// <param name="Limits">Each holds; one per <c>per</c>.</param>
/// <param name="Overage">What happens past a limit.</param>
/// <param name="OverageLimit">The most past any limit, in the feature's units; null: no end.</param>
/// <param name="Billable">Whether overage is to be billed.</param>
public sealed record PlanFeature(
    bool Unlimited, IReadOnlyList<PlanLimit> Limits, OverageMode Overage, decimal? OverageLimit, bool Billable)
{
    /// <summary>What overage costs, where it is charged.</summary>
    public Price? Price { get; init; }

    /// <summary>A switch that is on.</summary>
    public static PlanFeature Enabled { get; } = new(false, [], OverageMode.Deny, null, false);
}

/// <summary>A limit as written.</summary>
/// <param name="Quantity">In the feature's units, at least 0.</param>
/// <param name="Per">See <see cref="Time.Per"/>.</param>
/// <param name="PerNamespace">The most of it that one namespace may take; null: all of it.</param>
public sealed record PlanLimit(decimal Quantity, string Per, decimal? PerNamespace = null);
