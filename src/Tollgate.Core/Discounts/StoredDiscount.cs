namespace Tollgate.Core.Discounts;

/// <summary>What a discount states, as it is stored.</summary>
public sealed record StoredDiscount(
    Exact? Percent, Amount? Amount, Currency? Currency, int? Periods, string? ExpiresAt, int? MaxUses,
    IReadOnlyList<string>? Plans)
{
    /// <summary>The stored text of one.</summary>
    public static string Write(DiscountDefinition one) => CoreJson.Write(new StoredDiscount(
        one.Percent, one.Amount, one.Currency, one.Periods, CoreJson.Time(one.ExpiresAt), one.MaxUses, one.Plans));

    /// <summary>What a stored text states.</summary>
    public static DiscountDefinition Read(string text)
    {
        var one = CoreJson.Read<StoredDiscount>(text);
        return new DiscountDefinition(
            one.Percent, one.Amount, one.Currency, one.Periods,
            one.ExpiresAt is { } at ? NodaTime.Text.InstantPattern.ExtendedIso.Parse(at).Value : null, one.MaxUses,
            one.Plans);
    }
}
