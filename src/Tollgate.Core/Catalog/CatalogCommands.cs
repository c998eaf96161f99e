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
        ProviderIds.Check(errors, "providers", Definition.Providers);
        if (Definition.Type != FeatureType.Metered && Definition.Providers is not null)
            errors.Add("providers", "not_allowed", "Only what is metered is counted by a provider's meter.");
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
        ValidateCredit(errors);
        ValidateProviders(errors);
        if (Definition.MinQuantity is < 1 or > Subscribe.MostSeats)
            errors.Add("min_quantity", "out_of_range", "min_quantity must be 1 to 1,000,000.");
        if (Definition.ReceiptFeePercent is { } fee)
            WithdrawalMethods.CheckPercent(errors, "receipt_fee_percent", fee);
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
        errors.Currency($"{path}.currency", currency);
    }

    void ValidateProviders(FieldErrors errors)
    {
        foreach (var (provider, stated) in Definition.Providers ?? [])
        {
            if (!FieldErrors.IsId(provider))
                errors.Add("providers", "invalid_id", "A provider's name must be an id.");
            if (stated.Prices.Count is < 1 or > 100)
                errors.Add($"providers.{provider}.prices", "out_of_range", "prices names 1 to 100 of them.");
            for (var i = 0; i < stated.Prices.Count; i++)
                errors.Text(
                    string.Create(CultureInfo.InvariantCulture, $"providers.{provider}.prices[{i}]"), stated.Prices[i],
                    ProviderIds.MostCharacters, optional: false);
        }
        if (Definition.Providers?.Count > ProviderIds.Most)
            errors.Add("providers", "too_many", $"providers names at most {ProviderIds.Most} providers.");
    }

    void ValidateCredit(FieldErrors errors)
    {
        var credits = Definition.Credit ?? [];
        if (credits.Count > 20) errors.Add("credit", "too_many", "A plan has at most 20 credits.");
        HashSet<(Currency, CreditPer)> seen = [];
        for (var i = 0; i < credits.Count; i++)
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"credit[{i}]");
            var credit = credits[i];
            if (credit.Amount.Micros is <= 0 or > Amount.MostStated)
                errors.Add($"{at}.amount", "out_of_range", "amount must be above 0, and at most 10^9.");
            if (credit.RolloverCap is { Micros: < 0 or > Amount.MostStated })
                errors.Add($"{at}.rollover_cap", "out_of_range", "rollover_cap must be 0 to 10^9.");
            if (credit is { Per: CreditPer.Once, RolloverCap: not null })
                errors.Add($"{at}.rollover_cap", "not_allowed", "rollover_cap goes with per cycle.");
            if (!seen.Add((credit.Currency, credit.Per)))
                errors.Add(at, "duplicate", "A plan has one credit per currency and per.");
        }
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
            errors.Add($"{path}.overage_limit", "not_allowed", "overage_limit needs overage allow or charge.");
        ValidatePrice(errors, $"{path}.price", feature);
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

    static void ValidatePrice(FieldErrors errors, string path, PlanFeature feature)
    {
        if (feature.Price is { } price) PriceRules.Check(errors, path, price);
        if (feature is { Price: not null, Overage: not OverageMode.Charge })
            errors.Add(path, "not_allowed", "A price needs overage charge.");
        if (feature is { Price: null, Overage: OverageMode.Charge })
            errors.Add(path, "required", "overage charge needs a price.");
    }

    static bool IsQuantity(decimal value) => value is >= 0 and <= Quantities.Most;
}

/// <summary>Changes the account's settings.</summary>
/// <param name="Stated">What they are to be.</param>
public sealed record PutSettings(SettingsChange Stated) : Command(CustomerId.AccountKey)
{
    /// <summary>Whether those that are not stated stay as they are; else they return to their defaults.</summary>
    public bool Keeps { get; init; }

    /// <inheritdoc/>
    public override void Validate(FieldErrors errors)
    {
        if (Stated.LateLimit < Duration.Zero || Stated.LateLimit > Duration.FromDays(400))
            errors.Add("late_limit", "out_of_range", "late_limit must be 0 to 400 days.");
        Percentages.Check(errors, "thresholds", Stated.Thresholds);
        Stated.CloudEvents?.Check(errors, "cloud_events.types");
        Stated.WithdrawalMethods?.Check(errors, "withdrawal_methods");
        errors.Id("free_plan", Stated.FreePlan, optional: true);
        Stated.DowngradeTo?.Check(errors, "downgrade_to");
        if (Stated.ReceiptFeePercent is { } fee) WithdrawalMethods.CheckPercent(errors, "receipt_fee_percent", fee);
    }
}

/// <summary>Reads the account: catalogue, settings and keys as they are now.</summary>
public sealed record ShowAccount() : Command(CustomerId.AccountKey)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors) { }
}
