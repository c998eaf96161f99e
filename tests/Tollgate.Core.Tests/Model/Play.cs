using NodaTime;
using NodaTime.Text;
using Tollgate.Testing.Model;
using Xunit;

namespace Tollgate.Core.Tests.Model;

/// <summary>One row of a table: a rule, what is played, and the answer computed by hand.</summary>
public sealed record Row(string Rule, Func<Play, string> Played, string Expected)
{
    public override string ToString() => Rule;

    public static TheoryData<Row> Table(params Row[] rows) => [.. rows];
}

/// <summary>A model with three features, at noon of 15 January 2026, and the words to play a row in.</summary>
public sealed class Play
{
    readonly SequentialModel _model = new();

    public Play()
    {
        _model.PutFeature(new("calls", "metered"));
        _model.PutFeature(new("tokens", "metered", 3));
        _model.PutFeature(new("sso", "switch"));
    }

    public Instant Now { get; private set; } = Time("2026-01-15T12:00:00Z");

    public static Instant Time(string text) => InstantPattern.ExtendedIso.Parse(text).GetValueOrThrow();

    public static ModelPlanFeature Calls(params ModelLimit[] limits) => ModelPlanFeature.Limited("calls", limits);

    /// <summary>Acme (1) in UTC on a base plan (2) with limits for calls; its cycle starts now.</summary>
    public Play On(params ModelLimit[] limits) => On(Calls(limits));

    public Play On(params ModelPlanFeature[] features)
    {
        Customer();
        Plan("pro", features);
        Subscribe("pro");
        return this;
    }

    public Play At(string time)
    {
        Now = Time(time);
        return this;
    }

    public Play Customer(string id = "acme", string zone = "UTC", bool waived = false)
    {
        _model.PutCustomer(id, zone, waived);
        return this;
    }

    public Play Plan(string code, params ModelPlanFeature[] features)
    {
        _model.PutPlan(new(code, "base", features));
        return this;
    }

    public Play Plan(ModelPlan plan)
    {
        _model.PutPlan(plan);
        return this;
    }

    public Play AddOn(string code, params ModelPlanFeature[] features)
    {
        _model.PutPlan(new(code, "add_on", features, Stackable: true));
        return this;
    }

    public string Subscribe(string plan, string customer = "acme") => Subscribe(new ModelOrder(plan), customer);

    public string Subscribe(ModelOrder order, string customer = "acme") =>
        Show(_model.Subscribe(customer, order, Now));

    public string Cancel(int created, string at = "now", Instant? time = null) =>
        Show(_model.Cancel("acme", _model.Customer("acme")!.Subscriptions[created].Id, at, time, Now));

    public string Suspend() => Show(_model.Suspend("acme"));

    public string Resume() => Show(_model.Resume("acme"));

    public string PutCustomer(string zone = "UTC", bool waived = false) =>
        Show(_model.PutCustomer("acme", zone, waived));

    public string Use(decimal quantity = 1, string? id = null, string? at = null) =>
        Use(new ModelUse("acme", "calls", quantity, id, at is null ? null : Time(at)));

    public string Record(decimal quantity = 1, string? at = null) =>
        Use(new ModelUse("acme", "calls", quantity, At: at is null ? null : Time(at), Mode: "record"));

    public string Use(ModelUse use, bool backfill = false) =>
        _model.Use([use], atomic: false, backfill, Now)[0].Describe();

    public string Check(decimal quantity = 1) => _model.Check(new("acme", "calls", quantity), Now).Describe();

    public string Batch(bool atomic, params ModelUse[] uses) =>
        string.Join("; ", _model.Use(uses, atomic, backfill: false, Now).Select(decision => decision.Describe()));

    /// <summary>The statuses of all subscriptions in the order of creation.</summary>
    public string Statuses() => string.Join(
        ' ', _model.Customer("acme")!.Subscriptions.Select(known => known.StatusAt(Now)));

    public string Cycle()
    {
        var (start, end) = SequentialModel.CycleOf(_model.Customer("acme")!, Now, Now);
        return $"{InstantPattern.ExtendedIso.Format(start)}..{InstantPattern.ExtendedIso.Format(end)}";
    }

    static string Show(ModelChange change) =>
        $"{change.Outcome}{(change.Version is { } version ? $" v{version}" : "")} seq={change.Sequence}";
}
