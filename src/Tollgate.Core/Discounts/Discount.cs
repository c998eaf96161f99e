namespace Tollgate.Core.Discounts;

/// <summary>
/// What lowers renewals of the subscriptions that it is given to. What it takes off is fixed with its making, so that
/// what a customer was promised stays.
/// </summary>
/// <param name="Id">The account's sequence number at which it was made.</param>
/// <param name="Code">The caller's id of it.</param>
/// <param name="Definition">What it states.</param>
public sealed record Discount(int Id, string Code, DiscountDefinition Definition)
{
    /// <summary>The most discounts of an account: all of them are read after every change of it.</summary>
    public const int Most = 1_000;

    /// <summary>To how many subscriptions it was given, once each; counted where that is limited.</summary>
    public int Uses { get; init; }

    /// <summary>When it was archived, and is given to none any more; null: it was not.</summary>
    public Instant? ArchivedAt { get; init; }

    /// <summary>Whether it is given to as many as it may.</summary>
    public bool IsUsedUp => Uses >= Definition.MaxUses;

    /// <summary>Why a renewal is not lowered; null: it is.</summary>
    /// <param name="plan">The plan that is paid for.</param>
    /// <param name="currency">What its price is counted in.</param>
    /// <param name="dueAt">When the renewal is due.</param>
    /// <param name="lowered">How many renewals of the subscription it has lowered.</param>
    public string? Bar(string plan, Currency currency, Instant dueAt, int lowered)
    {
        if (Definition.ExpiresAt <= dueAt) return DiscountBar.Expired;
        if (lowered >= Definition.Periods) return DiscountBar.UsedUp;
        if (Definition.Plans is { } plans && !plans.Contains(plan)) return DiscountBar.OtherPlan;
        if (Definition.Amount is { } && Definition.Currency != currency) return DiscountBar.OtherCurrency;
        return null;
    }

    /// <summary>What it takes off a price: a part in whole minor units, half up, or its amount; never more.</summary>
    public Amount Off(Amount price, Currency currency)
    {
        var off = Definition.Percent is { } percent ? Fee.Of(price, percent, currency) : Definition.Amount!.Value;
        return off < price ? off : price;
    }
}

/// <summary>What a discount states.</summary>
/// <param name="Percent">The part of the price that it takes off, above 0 and at most 100; null: an amount.</param>
/// <param name="Amount">What it takes off each renewal, above 0; null: a part.</param>
/// <param name="Currency">What that amount is counted in; null where there is none.</param>
/// <param name="Periods">How many renewals of a subscription it lowers, 1 and up; null: all.</param>
/// <param name="ExpiresAt">What is due from then on is not lowered, and it is given to none; null: never.</param>
/// <param name="MaxUses">To how many subscriptions it may be given, 1 and up; null: any number.</param>
/// <param name="Plans">The codes of the plans that it lowers, sorted; null: all.</param>
public sealed record DiscountDefinition(
    Exact? Percent, Amount? Amount, Currency? Currency, int? Periods = null, Instant? ExpiresAt = null,
    int? MaxUses = null, IReadOnlyList<string>? Plans = null)
{
    /// <summary>Whether it takes off the same as another, for as long.</summary>
    public bool IsWorth(DiscountDefinition other) => (Percent, Amount, Currency, Periods)
        == (other.Percent, other.Amount, other.Currency, other.Periods);
}

/// <summary>Why a discount does not lower a renewal, as it is told.</summary>
public static class DiscountBar
{
    /// <summary>Its time is over.</summary>
    public const string Expired = "expired";

    /// <summary>It has lowered as many renewals of the subscription as it does.</summary>
    public const string UsedUp = "used_up";

    /// <summary>It is for other plans.</summary>
    public const string OtherPlan = "other_plan";

    /// <summary>It is an amount of another currency.</summary>
    public const string OtherCurrency = "other_currency";
}
