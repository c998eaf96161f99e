using Tollgate.Core.Boosts;
using Tollgate.Core.Catalog;
using Tollgate.Core.Customers;
using Tollgate.Core.Entitlements;
using Tollgate.Core.Subscriptions;
using Tollgate.Core.Usage;
using Xunit;

namespace Tollgate.Core.Tests.Entitlements;

public sealed class OwnerTests
{
    static readonly PlanFeature Ten = Desk.Limits((10, "cycle"));

    public static TheoryData<Rule> Lending { get; } = Rule.Table(
        new("What the owner's plan includes the namespace has", desk => Sso(Owned(desk)), "allowed"),
        new("A check is told the same", desk => Sso(Owned(desk), check: true), "allowed"),
        new("The customer itself has it not", desk => Sso(Owned(desk), name: null), "NotIncluded"),
        new("Nor a namespace without an owner", desk => Sso(Owned(desk).Namespace("b"), name: "b"), "NotIncluded"),
        new("Nothing metered is lent", desk => $"{((Decision)Owned(desk).Do(
            new Use("acme", "calls", 1, "a"))).Reason}", "NotIncluded"),
        new("What the customer's own terms include needs no owner", desk =>
        {
            Owned(desk).Plan("own", null, sso: true).Subscribe("own");
            desk.Do(new SuspendCustomer("studio"));
            return Sso(desk);
        }, "allowed"),
        new("A cancellation counts at once", desk =>
        {
            Owned(desk).Do(new CancelSubscription("studio", 2));
            return Sso(desk);
        }, "NotIncluded"),
        new("And so does a pause", desk =>
        {
            Owned(desk).Do(new PauseSubscription("studio", 2));
            return Sso(desk);
        }, "NotIncluded"),
        new("A subscription that has not begun lends nothing until it does", desk =>
        {
            Owned(desk).Do(new CancelSubscription("studio", 2));
            desk.Do(new Subscribe("studio", "all", StartsAt: Desk.Time("2026-01-16T00:00:00Z")));
            return $"{Sso(desk)} {Sso(desk.At("2026-01-16T00:00:00Z"))}";
        }, "NotIncluded allowed"),
        new("A suspended owner lends nothing", desk =>
        {
            Owned(desk).Do(new SuspendCustomer("studio"));
            return Sso(desk);
        }, "NotIncluded"),
        new("A suspended customer borrows nothing", desk => { Owned(desk).Suspend(); return Sso(desk); },
            "CustomerSuspended"),
        new("An owner's boost is lent too", desk =>
        {
            Owned(desk).Do(new CancelSubscription("studio", 2));
            desk.Do(new ProvisionBoost("studio", "sso", BoostType.Enable, BoostEnd.Never));
            return Sso(desk);
        }, "allowed"),
        new("A namespace of the owner lends nothing", desk =>
        {
            Owned(desk).Do(new CancelSubscription("studio", 2));
            desk.Do(new PutNamespace("studio", "x"));
            desk.Do(new Subscribe("studio", "all", Namespace: "x"));
            return Sso(desk);
        }, "NotIncluded"),
        new("An owner's owner lends nothing", desk =>
        {
            Owned(desk).Do(new PutCustomer("middle"));
            desk.Do(new PutNamespace("middle", "a", Owner: "studio"));
            desk.Do(new PutNamespace("acme", "a", Owner: "middle"));
            return Sso(desk);
        }, "NotIncluded"),
        new("Without its owner the namespace has it no more", desk =>
        {
            Owned(desk).Do(new PutNamespace("acme", "a"));
            return Sso(desk);
        }, "NotIncluded"),
        new("What was inactive of the customer's own is said where nobody lends it", desk =>
        {
            Owned(desk).Plan("own", null, sso: true).Subscribe("own");
            desk.Do(new PauseSubscription("acme", 3));
            var lent = Sso(desk);
            desk.Do(new SuspendCustomer("studio"));
            return $"{lent} {Sso(desk)}";
        }, "allowed SubscriptionInactive"));

    public static TheoryData<Rule> Putting { get; } = Rule.Table(
        new("An owner is kept with the name", desk => Put(Owned(desk).Do(
            new PutNamespace("acme", "a", "Shop", "studio"))), "changed Shop studio"),
        new("The same again changes nothing", desk => Put(Owned(desk).Do(
            new PutNamespace("acme", "a", Owner: "studio"))), "unchanged  studio"),
        new("Left out it is none", desk => Put(Owned(desk).Do(new PutNamespace("acme", "a"))), "changed  "),
        new("One that nobody made is not found", desk => Put(Owned(desk).Do(
            new PutNamespace("acme", "a", Owner: "nobody"))), "rejected CustomerNotFound owner:unknown_customer"));

    public static TheoryData<Rule> Views { get; } = Rule.Table(
        new("The view names owner and plan", desk => View(Owned(desk)), "sso: studio all"),
        new("Or the boost", desk =>
        {
            Owned(desk).Do(new CancelSubscription("studio", 2));
            desk.Do(new ProvisionBoost("studio", "sso", BoostType.Enable, BoostEnd.Never));
            return View(desk);
        }, "sso: studio 4"),
        new("The customer's own names nobody", desk =>
        {
            Owned(desk).Plan("own", null, sso: true).Subscribe("own");
            return View(desk);
        }, "sso: included"),
        new("What is lent no more is not there", desk =>
        {
            Owned(desk).Do(new SuspendCustomer("studio"));
            return View(desk);
        }, ""));

    [Theory]
    [MemberData(nameof(Lending), DisableDiscoveryEnumeration = true)]
    public void A_namespace_has_the_switches_of_its_owner(Rule rule) => rule.Holds();

    [Theory]
    [MemberData(nameof(Putting), DisableDiscoveryEnumeration = true)]
    public void An_owner_is_another_customer(Rule rule) => rule.Holds();

    [Theory]
    [MemberData(nameof(Views), DisableDiscoveryEnumeration = true)]
    public void The_view_says_through_whom(Rule rule) => rule.Holds();

    [Fact]
    public void A_customer_does_not_own_its_own_namespaces()
    {
        var errors = new FieldErrors();
        new PutNamespace("acme", "a", Owner: "acme").Validate(errors);
        Assert.Equal(("owner", "not_allowed"), (errors.All.Single().Field, errors.All.Single().Code));
    }

    // It would give its customer what another pays for.
    [Fact]
    public void A_key_of_one_customer_names_no_owner()
    {
        Assert.True(new PutNamespace("acme", "a").ActsOnlyOn("acme"));
        Assert.False(new PutNamespace("acme", "a", Owner: "studio").ActsOnlyOn("acme"));
    }

    // Acme with a namespace "a" that studio owns, whose subscription (2) to "all" includes everything.
    static Desk Owned(Desk desk)
    {
        desk.Customer().Plan("all", Ten, sso: true).Do(new PutCustomer("studio"));
        desk.Do(new Subscribe("studio", "all"));
        desk.Do(new PutNamespace("acme", "a", Owner: "studio"));
        return desk;
    }

    static string Sso(Desk desk, string? name = "a", bool check = false)
    {
        var decision = (Decision)desk.Do(new Use("acme", "sso", 1, name) { CheckOnly = check });
        return decision.Allowed ? "allowed" : $"{decision.Reason}";
    }

    static string View(Desk desk)
    {
        var view = ((Shown<EntitlementsView>)desk.Do(new ShowEntitlements("acme", "a"))).Value;
        return string.Join(", ", view.Lines.Select(line => $"{line.Feature.Code}: " + (line.Lent is { } lent
            ? $"{lent.Owner} {lent.Plan}{lent.Boost}" : line.Standing.ToString().ToLowerInvariant())));
    }

    static string Put(Outcome outcome) => outcome is Put<Namespace> put
        ? $"{(put.Changed ? "changed" : "unchanged")} {put.Value.Name} {put.Value.Owner?.Key}"
        : Desk.Show(outcome);
}
