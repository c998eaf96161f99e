using System.Globalization;

namespace Tollgate.Server;

/// <summary>Plans between the wire and the engine.</summary>
internal static class PlanWire
{
    /// <summary>What a request states. What only the wire can get wrong is noted.</summary>
    public static PlanDefinition Definition(Wire.PlanRequest request, FieldErrors errors)
    {
        if (request is { Kind: Wire.PlanKind.AddOn, Cycle: not null })
            errors.Add("cycle", "not_allowed", "An add-on has no cycle of its own.");
        var features = Features(request.Features, "features", errors);
        return new PlanDefinition(
            request.Name, request.Kind == Wire.PlanKind.Base ? PlanKind.Base : PlanKind.AddOn,
            request.Stackable ?? false, Cycle(request.Cycle), request.TrialDays ?? 0, request.Public ?? true, features)
        {
            Prices = request.Prices is { Count: > 0 } prices
                ? [.. prices.Select((price, i) => Price(price, $"prices[{Text(i)}]", errors))] : null,
            SetupFee = request.SetupFee is { } fee
                ? new PlanFee(Amount(fee.Amount, "setup_fee", errors), fee.Currency) : null,
            Credit = request.Credit is { Count: > 0 } credit
                ? [.. credit.Select((one, i) => Credit(one, $"credit[{Text(i)}]", errors))] : null,
            ReceiptFeePercent = request.ReceiptFeePercent is { } part
                ? MoneyWire.Exact(part.Text, "receipt_fee_percent", errors) : null,
            MinQuantity = request.MinQuantity is 1 ? null : request.MinQuantity,
            Providers = request.Providers is { Count: > 0 } providers
                ? new SortedDictionary<string, ProviderPrices>(
                    providers.ToDictionary(one => one.Key, one => new ProviderPrices(one.Value.Prices)),
                    StringComparer.Ordinal)
                : null,
        };
    }

    public static Wire.Plan Of(PlanVersion plan) => new()
    {
        Code = plan.Code,
        Version = plan.Version,
        Name = plan.Definition.Name,
        Kind = plan.Definition.Kind == PlanKind.Base ? Wire.PlanKind.Base : Wire.PlanKind.AddOn,
        Stackable = plan.Definition.Stackable,
        Cycle = plan.Definition.Kind == PlanKind.Base ? Cycle(plan.Definition.Cycle) : null,
        TrialDays = plan.Definition.TrialDays,
        Public = plan.Definition.Public,
        Prices = [.. (plan.Definition.Prices ?? []).Select(Of)],
        SetupFee = plan.Definition.SetupFee is { } fee
            ? new Wire.PlanFee { Amount = Text(fee.Amount), Currency = fee.Currency } : null,
        Credit = [.. (plan.Definition.Credit ?? []).Select(Of)],
        ReceiptFeePercent = plan.Definition.ReceiptFeePercent is { } part ? new Wire.Percent(part.ToString()) : null,
        MinQuantity = plan.Definition.MinQuantity ?? 1,
        Providers = (plan.Definition.Providers ?? []).ToDictionary(
            one => one.Key, one => new Wire.PlanProvider { Prices = one.Value.Prices }),
        ArchivedAt = Times.Write(plan.ArchivedAt),
        Features = Of(plan.Definition.Features),
    };

    /// <summary>What a request states of features, in a field of that name.</summary>
    public static SortedDictionary<string, PlanFeature> Features(
        IReadOnlyDictionary<string, Wire.PlanFeature> stated, string field, FieldErrors errors)
    {
        var features = new SortedDictionary<string, PlanFeature>(StringComparer.Ordinal);
        foreach (var (code, feature) in stated)
            features[code] = Feature($"{field}.{StorableText.Shorten(code)}", feature, errors);
        return features;
    }

    /// <summary>Features as they are answered.</summary>
    public static Dictionary<string, Wire.PlanFeature> Of(IEnumerable<KeyValuePair<string, PlanFeature>> features) =>
        features.ToDictionary(one => one.Key, one => Of(one.Value), StringComparer.Ordinal);

    static PlanFeature Feature(string field, Wire.PlanFeature stated, FieldErrors errors)
    {
        if (stated.IsEnabled) return PlanFeature.Enabled;
        var unlimited = stated.Unlimited ?? false;
        if (!unlimited && stated.Limits is not { Count: > 0 })
            errors.Add(field, "required", "A feature is true, or unlimited, or has limits.");
        var limits = (stated.Limits ?? []).Select(limit => new PlanLimit(
            limit.Quantity, Canonical(limit.Per), limit.PerNamespace));
        return new PlanFeature(
            unlimited, [.. limits], Overage(stated.Overage), stated.OverageLimit, stated.Billable ?? false)
        {
            Price = stated.Price is { } price ? PriceWire.Price(price, $"{field}.price", errors) : null,
        };
    }

    static Wire.PlanFeature Of(PlanFeature feature)
    {
        if (!feature.Unlimited && feature.Limits.Count == 0) return Wire.PlanFeature.Enabled;
        return new Wire.PlanFeature
        {
            Unlimited = feature.Unlimited ? true : null,
            Limits = feature.Unlimited ? null : [.. feature.Limits.Select(Of)],
            Overage = feature.Overage == OverageMode.Deny ? null : (Wire.OverageMode)feature.Overage,
            OverageLimit = feature.OverageLimit,
            Billable = feature.Billable ? true : null,
            Price = feature.Price is { } price ? PriceWire.Of(price) : null,
        };
    }

    static PlanPrice Price(Wire.PlanPrice price, string field, FieldErrors errors) => new(
        Amount(price.Amount, field, errors), price.Currency,
        price.Per == Wire.PricePer.Year ? PricePer.Year : PricePer.Month);

    static Wire.PlanPrice Of(PlanPrice price) => new()
    {
        Amount = Text(price.Amount),
        Currency = price.Currency,
        Per = price.Per == PricePer.Year ? Wire.PricePer.Year : Wire.PricePer.Month,
    };

    // 28 digits are all that a decimal holds exactly; what is longer would be rounded without a word.
    static decimal Amount(string text, string field, FieldErrors errors)
    {
        if (text.Length <= 28 && decimal.TryParse(
            text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)) return amount;
        errors.Add($"{field}.amount", "invalid_value", "amount must be a decimal, such as \"12.50\".");
        return 0;
    }

    static string Text<T>(T value) where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);

    static Wire.PlanLimit Of(PlanLimit limit) =>
        new() { Quantity = limit.Quantity, Per = limit.Per, PerNamespace = limit.PerNamespace };

    // PT60M and PT1H are one window; written in two ways they would make two versions of a plan.
    static string Canonical(string per) => Per.TryParse(per, out var known) ? known.Text : per;

    static PlanCredit Credit(Wire.PlanCredit credit, string field, FieldErrors errors) => new(
        MoneyWire.Amount(credit.Amount, $"{field}.amount", errors),
        MoneyWire.Currency(credit.Currency, $"{field}.currency", errors),
        credit.Per == Wire.CreditPer.Once ? CreditPer.Once : CreditPer.Cycle,
        credit.RolloverCap is { } cap ? MoneyWire.Amount(cap, $"{field}.rollover_cap", errors) : null);

    static Wire.PlanCredit Of(PlanCredit credit) => new()
    {
        Amount = credit.Amount.ToString(credit.Currency),
        Currency = credit.Currency.Code,
        Per = credit.Per == CreditPer.Once ? Wire.CreditPer.Once : Wire.CreditPer.Cycle,
        RolloverCap = credit.RolloverCap?.ToString(credit.Currency),
    };

    // The same names in the same order.
    static OverageMode Overage(Wire.OverageMode? mode) => (OverageMode)(mode ?? Wire.OverageMode.Deny);

    static CycleLength Cycle(Wire.PlanCycle? cycle) => cycle switch
    {
        Wire.PlanCycle.Week => CycleLength.Week,
        Wire.PlanCycle.Quarter => CycleLength.Quarter,
        Wire.PlanCycle.Year => CycleLength.Year,
        _ => CycleLength.Month,
    };

    static Wire.PlanCycle Cycle(CycleLength cycle) => cycle switch
    {
        CycleLength.Week => Wire.PlanCycle.Week,
        CycleLength.Quarter => Wire.PlanCycle.Quarter,
        CycleLength.Year => Wire.PlanCycle.Year,
        _ => Wire.PlanCycle.Month,
    };
}
