using System.Globalization;

namespace Tollgate.Core.Catalog;

/// <summary>Makes a feature or changes what may be changed of it.</summary>
public sealed record PutFeature(string Code, FeatureDefinition Definition) : Command(CustomerId.AccountKey)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors)
    {
        errors.Id("code", Code);
        errors.Text("name", Definition.Name, 200, optional: false);
        errors.Text("unit", Definition.Unit, 64);
        errors.Text("category", Definition.Category, 128);
        if (Definition.Scale is < 0 or > 9) errors.Add("scale", "out_of_range", "scale must be 0 to 9.");
        else if (Definition is { Type: FeatureType.Switch, Scale: not 0 })
            errors.Add("scale", "out_of_range", "A switch has no scale.");
        errors.Id("pool", Definition.Pool, optional: true);
        if (Definition.Pool is not null && Definition.Type != FeatureType.Metered)
            errors.Add("pool", "not_allowed", "Only metered features draw on a pool.");
        if (Definition is { Pool: null, Weight: not null })
            errors.Add("weight", "not_allowed", "weight goes with pool.");
        if (Definition.Weight is <= 0 or > Pools.MostWeight)
            errors.Add("weight", "out_of_range", "weight must be above 0, and at most 10^9.");
        Percentages.Check(errors, "thresholds", Definition.Thresholds);
        if (Definition is { Type: FeatureType.Switch, Thresholds: not null })
            errors.Add("thresholds", "not_allowed", "A switch has no limits.");
    }
}

/// <summary>Makes a plan, or the next version of one whose content differs.</summary>
public sealed record PutPlan(string Code, PlanDefinition Definition) : Command(CustomerId.AccountKey)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors)
    {
        errors.Id("code", Code);
        errors.Text("name", Definition.Name, 200, optional: false);
        if (Definition.TrialDays is < 0 or > 3650)
            errors.Add("trial_days", "out_of_range", "trial_days must be 0 to 3650.");
        if (Definition.Features.Count > 1000)
            errors.Add("features", "too_many", "A plan includes at most 1,000 features.");
        ValidateFeatures(errors, Definition.Features);
        ValidatePrices(errors);
        if (Definition.MinQuantity is < 1 or > Subscribe.MostSeats)
            errors.Add("min_quantity", "out_of_range", "min_quantity must be 1 to 1,000,000.");
    }

    void ValidatePrices(FieldErrors errors)
    {
        var prices = Definition.Prices ?? [];
        if (prices.Count > 100) errors.Add("prices", "too_many", "A plan has at most 100 prices.");
        HashSet<(string, PricePer)> seen = [];
        for (var i = 0; i < prices.Count; i++)
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"prices[{i}]");
            ValidateMoney(errors, at, prices[i].Amount, prices[i].Currency);
            if (!seen.Add((prices[i].Currency, prices[i].Per)))
                errors.Add(at, "duplicate", "A plan has one price per currency and period.");
        }
        if (Definition.SetupFee is { } fee) ValidateMoney(errors, "setup_fee", fee.Amount, fee.Currency);
    }

    static void ValidateMoney(FieldErrors errors, string path, decimal amount, string currency)
    {
        if (amount is < 0 or > Quantities.Most || amount.Scale > 12)
            errors.Add($"{path}.amount", "out_of_range", "amount must be 0 to 10^15, with at most 12 decimal places.");
        if (currency is not { Length: 3 } || !currency.All(char.IsAsciiLetterUpper))
            errors.Add($"{path}.currency", "invalid_value", "currency must be three capital letters.");
    }

    /// <summary>Adds an error for each field of <c>features</c> that no catalogue could make valid.</summary>
    internal static void ValidateFeatures(FieldErrors errors, SortedDictionary<string, PlanFeature> features)
    {
        foreach (var (code, feature) in features) Validate(errors, code, feature);
    }

    static void Validate(FieldErrors errors, string code, PlanFeature feature)
    {
        var path = $"features.{code}";
        if (!FieldErrors.IsId(code)) errors.Add(path, "invalid_id", "A feature code must be an id.");
        if (feature.Unlimited && feature.Limits.Count > 0)
            errors.Add($"{path}.limits", "not_allowed", "What is unlimited has no limits.");
        if (feature.Limits.Count > 20) errors.Add($"{path}.limits", "too_many", "A feature has at most 20 limits.");
        if (feature.OverageLimit is { } most && !IsQuantity(most))
            errors.Add($"{path}.overage_limit", "out_of_range", "overage_limit must be 0 to 10^15.");
        if (feature.OverageLimit is not null && feature.Overage == OverageMode.Deny)
            errors.Add($"{path}.overage_limit", "not_allowed", "overage_limit needs overage allow.");
        HashSet<string> seen = [];
        for (var i = 0; i < feature.Limits.Count; i++)
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"{path}.limits[{i}]");
            if (!IsQuantity(feature.Limits[i].Quantity))
                errors.Add($"{at}.quantity", "out_of_range", "quantity must be 0 to 10^15.");
            if (feature.Limits[i].PerNamespace is { } cap && !IsQuantity(cap))
                errors.Add($"{at}.per_namespace", "out_of_range", "per_namespace must be 0 to 10^15.");
            if (!Per.TryParse(feature.Limits[i].Per, out var per)) errors.Add($"{at}.per", "invalid_per",
                "per must be forever, minute, hour, day, week, month, cycle, "
                + "or an ISO 8601 duration of at most 400 days.");
            else if (!seen.Add(per.Text)) errors.Add($"{at}.per", "duplicate", $"{per.Text} is limited twice.");
        }
    }

    static bool IsQuantity(decimal value) => value is >= 0 and <= Quantities.Most;
}

/// <summary>Changes the account's settings.</summary>
/// <param name="Settings">As they are to be, but for those that are kept.</param>
public sealed record PutSettings(Settings Settings) : Command(CustomerId.AccountKey)
{
    /// <summary>Whether the late limit stays as it is.</summary>
    public bool KeepsLateLimit { get; init; }

    /// <summary>Whether the thresholds stay as they are.</summary>
    public bool KeepsThresholds { get; init; }

    /// <summary>The same of what types of CloudEvents use.</summary>
    public bool KeepsCloudEvents { get; init; }

    /// <inheritdoc/>
    public override void Validate(FieldErrors errors)
    {
        if (Settings.LateLimit < Duration.Zero || Settings.LateLimit > Duration.FromDays(400))
            errors.Add("late_limit", "out_of_range", "late_limit must be 0 to 400 days.");
        Percentages.Check(errors, "thresholds", Settings.Thresholds);
        Settings.CloudEvents.Check(errors, "cloud_events.types");
    }
}

/// <summary>Reads the account: catalogue, settings and keys as they are now.</summary>
public sealed record ShowAccount() : Command(CustomerId.AccountKey)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors) { }
}
