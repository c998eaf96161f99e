namespace Tollgate.Core.Catalog;

/// <summary>Decides the commands about the catalogue.</summary>
public static class CatalogDecider
{
    /// <summary>Makes or changes a feature.</summary>
    public static Outcome Decide(Draft draft, PutFeature command)
    {
        var account = draft.AccountState;
        var before = draft.Account.Catalog.Feature(command.Code);
        if (before?.Definition == command.Definition) return new Put<Feature>(before, before, false);
        if (before is not null && (before.Type, before.Scale) != (command.Definition.Type, command.Definition.Scale))
            return new Rejected(Rejection.FeatureInUse, $"Type and scale of {command.Code} cannot change.");

        if (before?.ArchivedAt is not null) return ArchiveDecider.Archived(before);
        if (before is null && draft.Account.Catalog.FeatureCount >= Catalog.MostFeatures)
            return new Rejected(Rejection.CatalogFull, $"There are at most {Catalog.MostFeatures:N0} features.");
        var after = new Feature(before?.Id ?? checked((int)account.NextSequence), command.Code, command.Definition);
        if (Pools.Misfit(draft.Account.Catalog, after) is { } misfit) return misfit;
        if (after.Definition.Pool is { } pool && pool != before?.Definition.Pool
            && draft.Account.Catalog.Feature(pool)!.ArchivedAt is not null)
            return Rejected.Invalid("pool", "archived_feature", $"The feature {pool} is archived.");
        account.Put(after);
        draft.Account = draft.Account with { Catalog = draft.Account.Catalog.With(after) };
        draft.Audit(
            account, command.By, Action("feature", before), after.Code,
            Json(before?.Definition), Json(after.Definition));
        return new Put<Feature>(after, before, true);
    }

    /// <summary>Makes a plan or its next version.</summary>
    public static Outcome Decide(Draft draft, PutPlan command)
    {
        var account = draft.AccountState;
        var catalog = draft.Account.Catalog;
        var before = catalog.Plan(command.Code)?.Row;
        if (before is not null && Canonical(before.Definition) == Canonical(command.Definition))
            return new Put<PlanVersion>(before, before, false);
        if (before?.ArchivedAt is not null) return ArchiveDecider.Archived(before);
        if (Unresolved(catalog, command.Definition.Features) is { Count: > 0 } errors)
            return new Rejected(Rejection.Invalid, "The plan does not fit the catalogue.", errors);
        if (before is not null && before.Definition.Kind != command.Definition.Kind)
            return new Rejected(Rejection.PlanKindFixed, $"The kind of plan {command.Code} cannot change.");

        if (catalog.PlanVersions >= Catalog.MostPlanVersions)
            return new Rejected(
                Rejection.CatalogFull, $"There are at most {Catalog.MostPlanVersions:N0} plan versions.");
        var after = new PlanVersion(
            checked((int)account.NextSequence), command.Code, (before?.Version ?? 0) + 1, command.Definition);
        account.Put(after);
        draft.Account = draft.Account with { Catalog = catalog.With(after) };
        draft.Audit(
            account, command.By, Action("plan", before), after.Code,
            before is null ? null : CoreJson.Write(before.Definition), CoreJson.Write(after.Definition));
        return new Put<PlanVersion>(after, before, true);
    }

    /// <summary>Changes the settings.</summary>
    public static Outcome Decide(Draft draft, PutSettings command)
    {
        var account = draft.AccountState;
        var before = draft.Account.Catalog.Settings;
        var after = command.Stated.Over(command.Keeps ? before : Settings.Default);
        if (before == after) return new Put<Settings>(before, before, false);
        if (after.CloudEvents.Misfits(draft.Account.Catalog, "cloud_events.types") is { Count: > 0 } misfits)
            return new Rejected(Rejection.Invalid, "The settings do not fit the catalogue.", misfits);
        if (PlanErrors(after, draft.Account.Catalog) is { Count: > 0 } strangers)
            return new Rejected(Rejection.Invalid, "The settings do not fit the catalogue.", strangers);
        var (old, now) = (SettingsCodec.Write(before), SettingsCodec.Write(after));
        foreach (var row in now) account.Put(row);
        draft.Account = draft.Account with { Catalog = draft.Account.Catalog.With(after) };
        draft.Audit(account, command.By, "settings.updated", "settings", Json(old), Json(now));
        return new Put<Settings>(after, before, true);
    }

    static IReadOnlyList<FieldError> PlanErrors(Settings settings, Catalog catalog)
    {
        var errors = new FieldErrors();
        if (settings.FreePlan is { } code)
        {
            if (catalog.Plan(code, null) is not { } free)
                errors.Add("free_plan", "unknown_plan", $"There is no plan {code}.");
            else if (free.IsPriced || free.Definition.Kind != PlanKind.Base)
                errors.Add("free_plan", "not_free", "The free plan is a base plan without a price.");
        }
        foreach (var (target, i) in settings.DowngradeTo.All.Select((one, i) => (one, i)))
            if (catalog.Plan(target, null) is null)
                errors.Add($"downgrade_to[{i}]", "unknown_plan", $"There is no plan {target}.");
        return [.. errors.All];
    }

    static string Json(IEnumerable<Setting> rows) => CanonicalJson.Of(rows.ToDictionary(
        row => row.Key, row => System.Text.Json.JsonSerializer.SerializeToElement(row.Value)))!;

    /// <summary>One text for equal definitions: 10.0 of something is 10 of it.</summary>
    internal static string Canonical<T>(T definition)
    {
        using var parsed = System.Text.Json.JsonDocument.Parse(CoreJson.Write(definition));
        return CanonicalJson.Of(parsed.RootElement);
    }

    static string Action(string what, object? before) => before is null ? $"{what}.created" : $"{what}.updated";

    static string? Json(FeatureDefinition? definition) => definition is null ? null : CoreJson.Write(definition);

    /// <summary>
    /// What only the catalogue can tell: features that do not exist, quantities finer than their scale.
    /// </summary>
    internal static List<FieldError> Unresolved(
        Catalog catalog, SortedDictionary<string, PlanFeature> features, string prefix = "")
    {
        var errors = new FieldErrors { Prefix = prefix };
        foreach (var (code, stated) in features)
        {
            var path = $"features.{code}";
            if (catalog.Feature(code) is not { } feature)
            {
                errors.Add(path, "unknown_feature", $"There is no feature {code}.");
                continue;
            }
            if (feature.ArchivedAt is not null)
                errors.Add(path, "archived_feature", $"The feature {code} is archived.");
            var qualified = stated.Unlimited || stated.Limits.Count > 0 || stated.Overage != OverageMode.Deny;
            if (stated.Price is { } price && feature.Type != FeatureType.Switch)
                PriceRules.CheckFit(errors, $"{path}.price", price, feature, catalog);
            if (feature.Type == FeatureType.Switch && qualified)
                errors.Add(path, "not_allowed", $"{code} is a switch: it is included with true.");
            if (feature.Type != FeatureType.Switch && !stated.Unlimited && stated.Limits.Count == 0)
                errors.Add(path, "required", $"{code} is measured: it needs limits or unlimited.");
            for (var i = 0; i < stated.Limits.Count; i++)
            {
                if (feature.Type == FeatureType.Gauge && stated.Limits[i].Per != Per.Forever.Text)
                    errors.Add($"{path}.limits[{i}].per", "invalid_per", $"{code} is a gauge: per must be forever.");
                Quantities.Check(errors, $"{path}.limits[{i}].quantity", stated.Limits[i].Quantity, feature);
                Quantities.Check(errors, $"{path}.limits[{i}].per_namespace", stated.Limits[i].PerNamespace, feature);
            }
            Quantities.Check(errors, $"{path}.overage_limit", stated.OverageLimit, feature);
        }
        return [.. errors.All];
    }
}

/// <summary>Settings as rows.</summary>
public static class SettingsCodec
{
    const string LateLimit = "late_limit";
    const string Thresholds = "thresholds";
    const string CloudEvents = "cloud_events";
    const string WithdrawalMethods = "withdrawal_methods";
    const string ReceiptFeePercent = "receipt_fee_percent";
    const string FreePlan = "free_plan";
    const string DowngradeTo = "downgrade_to";

    /// <summary>The rows of the settings.</summary>
    public static IReadOnlyList<Setting> Write(Settings settings) =>
    [
        new(LateLimit, NodaTime.Text.DurationPattern.JsonRoundtrip.Format(settings.LateLimit)),
        new(Thresholds, string.Join(' ', settings.Thresholds)),
        new(CloudEvents, settings.CloudEvents.Text),
        new(WithdrawalMethods, settings.WithdrawalMethods.Text),
        new(ReceiptFeePercent, settings.ReceiptFeePercent.ToString()),
        new(FreePlan, settings.FreePlan ?? ""),
        new(DowngradeTo, settings.DowngradeTo.Text),
    ];

    /// <summary>The settings that the stored rows make; what no row sets has its default.</summary>
    public static Settings Read(IEnumerable<Setting> rows)
    {
        var settings = Settings.Default;
        foreach (var row in rows)
        {
            settings = row.Key switch
            {
                LateLimit => settings with
                {
                    LateLimit = NodaTime.Text.DurationPattern.JsonRoundtrip.Parse(row.Value).Value,
                },
                Thresholds => settings with { Thresholds = Numbers(row.Value) },
                CloudEvents => settings with { CloudEvents = CloudEventTypes.Read(row.Value) },
                WithdrawalMethods => settings with
                {
                    WithdrawalMethods = Core.Catalog.WithdrawalMethods.Read(row.Value),
                },
                ReceiptFeePercent => settings with { ReceiptFeePercent = Exact.Parse(row.Value) },
                FreePlan => settings with { FreePlan = row.Value.Length == 0 ? null : row.Value },
                DowngradeTo => settings with { DowngradeTo = PlanCodes.Read(row.Value) },
                _ => settings,
            };
        }
        return settings;
    }

    static Percentages Numbers(string text) => Percentages.Of(
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(one => int.Parse(one, System.Globalization.CultureInfo.InvariantCulture)));
}
