namespace Tollgate.Server;

/// <summary>Discounts between the wire and the engine.</summary>
internal static class DiscountWire
{
    /// <summary>What a request states; what is no number is noted.</summary>
    public static DiscountDefinition Definition(Wire.DiscountRequest request, FieldErrors errors) => new(
        request.Percent is { } percent ? MoneyWire.Exact(percent.Text, "percent", errors) : null,
        request.Amount is { } amount ? MoneyWire.Amount(amount, "amount", errors) : null,
        request.Currency is { } currency ? MoneyWire.Currency(currency, "currency", errors) : null,
        request.Periods, Times.Read(request.ExpiresAt)?.Cut(), request.MaxUses,
        request.Plans is { } plans ? [.. plans.Distinct().Order(StringComparer.Ordinal)] : null);

    public static Wire.Discount Of(Discount one) => new()
    {
        Code = one.Code,
        Percent = one.Definition.Percent is { } percent ? new Wire.Percent(percent.ToString()) : null,
        Amount = one.Definition.Amount?.ToString(one.Definition.Currency!.Value),
        Currency = one.Definition.Currency?.Code,
        Periods = one.Definition.Periods,
        ExpiresAt = Times.Write(one.Definition.ExpiresAt),
        MaxUses = one.Definition.MaxUses,
        Uses = one.Uses,
        Plans = one.Definition.Plans,
        ArchivedAt = Times.Write(one.ArchivedAt),
    };
}
