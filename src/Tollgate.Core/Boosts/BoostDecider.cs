using System.Text.Json;

namespace Tollgate.Core.Boosts;

/// <summary>Decides the commands about boosts.</summary>
public static class BoostDecider
{
    /// <summary>The most boosts of a customer that are not over.</summary>
    public const int MostAtOnce = 1_000;

    /// <summary>
    /// The most boosts that a customer ever has. The sum of so many is still one that a counter holds.
    /// </summary>
    public const int MostEver = 3_000;

    /// <summary>Gives a customer a boost.</summary>
    public static Outcome Decide(Draft draft, ProvisionBoost command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return CustomerDecider.NotFound;
        if (Repeated(customer.Terms, command) is { } answer) return answer;
        if (command.Namespace is not null && customer.Terms.Namespace(command.Namespace) is null)
            return Rejected.Invalid("namespace", "unknown_namespace", $"There is no namespace {command.Namespace}.");
        if (draft.Account.Catalog.Feature(command.Feature) is not { } feature)
            return Rejected.Invalid("feature", "unknown_feature", $"There is no feature {command.Feature}.");
        if (feature.ArchivedAt is not null)
            return Rejected.Invalid("feature", "archived_feature", $"The feature {command.Feature} is archived.");
        if ((command.Type == BoostType.Enable) != (feature.Type == FeatureType.Switch))
            return Rejected.Invalid(
                "type", "not_allowed", $"enable is for switches, and {feature.Code} is {feature.Type}.");
        if (feature.Type == FeatureType.Gauge && MisfitOfGauge(command, feature) is { } misfit) return misfit;
        if (!Quantities.TryScale(command.Quantity ?? 0, feature.Scale, out var quantity))
            return Quantities.Misfit("quantity", command.Quantity!.Value, feature);

        var now = draft.TimeOf(customer);
        if (IsFull(customer.Terms, now))
            return new Rejected(Rejection.TooManyBoosts,
                $"A customer has at most {MostAtOnce:N0} boosts at once, and {MostEver:N0} ever.");
        var startsAt = command.StartsAt ?? now;
        var scope = command.Namespace ?? "";
        var endsAt = command.Until.CycleEnd
            ? Cycles.InForce(customer.Terms, draft.Account.Catalog, scope, now).At(Instant.Max(now, startsAt)).End
            : command.Until.Time;
        if (endsAt <= Instant.Max(now, startsAt))
            return Rejected.Invalid("until", "out_of_range", "until must be after starts_at, and in the future.");

        var boost = new Boost(
            customer.Head.Customer, customer.NextSequence, feature.Id, command.Type, quantity,
            command.Per is null ? null : Per.Parse(command.Per).Text, scope, startsAt, endsAt, null, command.ExternalId,
            command.Content, command.Metadata, now);
        var terms = customer.Terms;
        customer.Put(boost);
        // From here on nothing has to be summed to know what it has left.
        if (boost.Type == BoostType.TopUp)
            customer.Put(new Counter(KeptWindows.Pot(terms.Profile!, feature.Id, boost.Pot), 0, 0, null));
        return Store(draft, customer, terms, command, "boost.created", null, boost);
    }

    /// <summary>Ends a boost.</summary>
    public static Outcome Decide(Draft draft, CancelBoost command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return NotFound;
        if (customer.Terms.Boosts.FirstOrDefault(one => one.Id == command.Id) is not { } before) return NotFound;
        if (before.CanceledAt is not null) return new Put<Boost>(before, before, false);
        var now = draft.TimeOf(customer);
        if (before.IsOver(now)) return new Rejected(Rejection.BoostEnded, "The boost has ended already.");

        var after = before with { CanceledAt = now };
        var terms = customer.Terms;
        customer.Put(after);
        return Store(draft, customer, terms, command, "boost.canceled", before, after);
    }

    static Rejected NotFound { get; } = new(Rejection.BoostNotFound, "There is no such boost.");

    static Outcome? Repeated(Terms terms, ProvisionBoost command)
    {
        if (command.ExternalId is null) return null;
        if (terms.Boosts.FirstOrDefault(one => one.ExternalId == command.ExternalId) is not { } first) return null;
        if (first.Content == command.Content) return new Put<Boost>(first, first, false);
        return new Rejected(
            Rejection.ExternalIdConflict, $"external_id {command.ExternalId} was used before with other content.");
    }

    static Rejected? MisfitOfGauge(ProvisionBoost command, Feature gauge)
    {
        if (command.Type == BoostType.TopUp)
            return Rejected.Invalid("type", "not_allowed", $"{gauge.Code} is a gauge: it takes no top_up.");
        if (command.Per is not null && command.Per != Per.Forever.Text)
            return Rejected.Invalid("per", "invalid_per", $"{gauge.Code} is a gauge: per must be forever.");
        return null;
    }

    static bool IsFull(Terms terms, Instant now) =>
        terms.Boosts.Count >= MostEver || terms.Boosts.Count(one => !one.IsOver(now)) >= MostAtOnce;

    static Put<Boost> Store(
        Draft draft, CustomerState customer, Terms terms, Command command, string action, Boost? before, Boost after)
    {
        var profile = customer.Terms.Profile!;
        customer.Put(KeptWindows.WithEpoch(customer, terms, draft.Account.Catalog, profile, draft.TimeOf(customer)));
        var feature = draft.Account.Catalog.Feature(after.Feature)!;
        draft.Audit(customer, command.By, action, BoostId.Format(profile.Key, after.Id), View(before, feature), View(
            after, feature));
        return new Put<Boost>(after, before, true);
    }

    internal static string? View(Boost? boost, Feature feature) => boost is null ? null : CoreJson.Write(new BoostView(
        feature.Code, JsonNamingPolicy.SnakeCaseLower.ConvertName($"{boost.Type}"),
        boost.Quantity == 0 ? null : Quantities.Unscale(boost.Quantity, feature.Scale),
        boost.Per,
        boost.Namespace.Length == 0 ? null : boost.Namespace, CoreJson.Time(boost.StartsAt),
        CoreJson.Time(boost.EndsAt),
        CoreJson.Time(boost.CanceledAt), boost.ExternalId, boost.Metadata));
}

/// <summary>A boost as the audit shows it.</summary>
public sealed record BoostView(
    string Feature, string Type, decimal? Quantity, string? Per, string? Namespace, string StartsAt, string? EndsAt,
    string? CanceledAt, string? ExternalId, string? Metadata);
