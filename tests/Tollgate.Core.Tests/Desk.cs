using NodaTime;
using NodaTime.Text;
using Tollgate.Core.Boosts;
using Tollgate.Core.Catalog;
using Tollgate.Core.Customers;
using Tollgate.Core.Subscriptions;
using Tollgate.Core.Tests.Comparison;
using Tollgate.Core.Time;
using Tollgate.Core.Usage;
using Xunit;

namespace Tollgate.Core.Tests;

/// <summary>One row of a table: a rule, what is done at the desk, and the answer worked out by hand.</summary>
public sealed record Rule(string Name, Func<Desk, string> Done, string Expected)
{
    public override string ToString() => Name;

    public static TheoryData<Rule> Table(params Rule[] rules) => [.. rules];

    public void Holds() => Assert.Equal(Expected, Done(new Desk()));
}

/// <summary>
/// Rows kept by hand, with three features, at noon of 15 January 2026, and the words to fill a table with.
/// </summary>
public sealed class Desk
{
    public Desk()
    {
        Do(new PutFeature("calls", new FeatureDefinition("Calls", FeatureType.Metered)));
        Do(new PutFeature("tokens", new FeatureDefinition("Tokens", FeatureType.Metered, Scale: 3)));
        Do(new PutFeature("sso", new FeatureDefinition("SSO", FeatureType.Switch)));
    }

    public HandRows Rows { get; } = new();

    public Instant Now { get; private set; } = Time("2026-01-15T12:00:00Z");

    public static Instant Time(string text) => InstantPattern.ExtendedIso.Parse(text).GetValueOrThrow();

    public static PlanFeature Limits(params (decimal Quantity, string Per)[] limits) =>
        new(false, [.. limits.Select(limit => new PlanLimit(limit.Quantity, limit.Per))], OverageMode.Deny, null,
            false);

    public static PlanFeature Unlimited { get; } = new(true, [], OverageMode.Deny, null, false);

    /// <summary>Acme (1) in UTC on the base plan "pro" (2), which gives calls.</summary>
    public Desk On(params (decimal Quantity, string Per)[] limits) => On(Limits(limits));

    public Desk On(PlanFeature calls)
    {
        Customer().Plan("pro", calls).Subscribe("pro");
        return this;
    }

    public Desk At(string time)
    {
        Now = Time(time);
        return this;
    }

    public Desk Customer(string zone = "UTC", bool waived = false)
    {
        Do(new PutCustomer("acme", TimeZone: zone, Waived: waived));
        return this;
    }

    public Desk Plan(
        string code, PlanFeature? calls, PlanKind kind = PlanKind.Base, CycleLength cycle = CycleLength.Month,
        int trialDays = 0, bool stackable = false, bool sso = false, decimal price = 0)
    {
        SortedDictionary<string, PlanFeature> features = new(StringComparer.Ordinal);
        if (calls is not null) features.Add("calls", calls);
        if (sso) features.Add("sso", PlanFeature.Enabled);
        Do(new PutPlan(code, new PlanDefinition(code, kind, stackable, cycle, trialDays, true, features)
        {
            Prices = price == 0 ? null : [new PlanPrice(price, "USD", PricePer.Month)],
        }));
        return this;
    }

    public string Subscribe(string plan) => Show(Do(new Subscribe("acme", plan)));

    public string Subscribe(Subscribe command) => Show(Do(command));

    public string Cancel(long id, CancelWhen when = CancelWhen.Now, string? at = null) =>
        Show(Do(new CancelSubscription("acme", id, when, at is null ? null : Time(at))));

    public Desk Namespace(string key)
    {
        Do(new PutNamespace("acme", key));
        return this;
    }

    public string SubscribeIn(string name, string plan) => Show(Do(new Subscribe("acme", plan, Namespace: name)));

    public string Boost(
        BoostType type, decimal? quantity = null, string? per = null, string? until = null, string? startsAt = null,
        string? name = null, string? externalId = null, string feature = "calls") =>
        Show(Do(new ProvisionBoost(
            "acme", feature, type,
            until is null ? BoostEnd.Never : until == "cycle" ? BoostEnd.OfCycle : BoostEnd.At(Time(until)),
            quantity, per, startsAt is null ? null : Time(startsAt), name, externalId)));

    public string CancelBoost(long id) => Show(Do(new CancelBoost("acme", id)));

    public string UseIn(string name, decimal quantity = 1) => Show(Do(new Use("acme", "calls", quantity, name)));

    /// <summary>How a use divides, and what is left: <c>3+2+0 7/10 top-ups 5</c>.</summary>
    public string Divide(decimal quantity, string? name = null)
    {
        var decision = (Decision)Do(new Use("acme", "calls", quantity, name));
        var figures = decision.Figures is { } limit
            ? $"{limit.Used}/{limit.Limit} {limit.Per.Text} {limit.Scope.ToString().ToLowerInvariant()}" : "none";
        var parts = decision.Allowed ? $"{decision.Included}+{decision.TopUp}+{decision.Overage}"
            : $"{decision.Reason}";
        return $"{parts} {figures} top-ups {decision.TopUpRemaining}";
    }

    public string Suspend() => Show(Do(new SuspendCustomer("acme")));

    public string Use(decimal quantity = 1, string? at = null, string? id = null, bool record = false) =>
        Show(Do(new Use(
            "acme", "calls", quantity, Id: id, At: at is null ? null : Time(at),
            Mode: record ? UsageMode.Record : UsageMode.Enforce)));

    public string Check(decimal quantity = 1) => Show(Do(new Use("acme", "calls", quantity) { CheckOnly = true }));

    public Outcome Do(Command command)
    {
        var errors = new FieldErrors();
        command.Validate(errors);
        Assert.Empty(errors.All);
        return Do([command])[0];
    }

    public IReadOnlyList<Outcome> Do(IReadOnlyList<Command> commands, bool atomic = false) =>
        Rows.Decide(commands, atomic, Now);

    /// <summary>The statuses of all subscriptions in the order in which they were made.</summary>
    public string Statuses() => string.Join(
        ' ', Rows.Customer("acme")!.Subscriptions.Select(
            one => one.StatusAt(Now, Rows.Catalog).ToString().ToLowerInvariant()));

    /// <inheritdoc cref="CustomerRows.WrongCounters"/>
    public string WrongCounters() => Rows.Customer("acme")!.WrongCounters(Rows.Catalog, Now);

    public static string Show(Outcome outcome) => outcome switch
    {
        Decision decision => Translation.Decision(decision).Describe(),
        Rejected rejected =>
            $"rejected {rejected.Code}"
            + string.Concat(rejected.Errors.Select(error => $" {error.Field}:{error.Code}")),
        Put<Subscription> put => $"{Word(put)} {put.Value.Id}",
        Put<Profile> put => Word(put),
        Put<Boost> put => $"{Word(put)} {put.Value.Id}",
        _ => outcome.ToString(),
    };

    static string Word<T>(Put<T> put) where T : class =>
        put.Created ? "created" : put.Changed ? "changed" : "unchanged";
}
