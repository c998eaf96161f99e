namespace Tollgate.Storage.Tests.Lanes;

public sealed class BatchTests
{
    static readonly CustomerId Acme = new(1);

    [Fact]
    public void A_guess_on_terms_that_another_lane_has_just_learned_rests_on_their_catalogue()
    {
        var memory = new Memory(TimeProvider.System);
        memory.Remember("acme", Acme);
        var batch = new Batch([new Request([new Use("acme", "calls")])], memory, null);
        batch.Unresolved();

        var (account, terms) = Learned();
        memory.Remember(account);
        memory.Remember(terms);

        Assert.Single(batch.Guess().Counters);
    }

    static (Account, Terms) Learned()
    {
        SortedDictionary<string, PlanFeature> features = new()
        {
            ["calls"] = new PlanFeature(false, [new PlanLimit(10, "forever")], OverageMode.Deny, null, false),
        };
        var feature = new Feature(1, "calls", new FeatureDefinition("Calls", FeatureType.Metered));
        var plan = new PlanVersion(
            2, "pro", 1, new PlanDefinition("Pro", PlanKind.Base, false, CycleLength.Month, 0, true, features));
        var profile = new Profile(Acme, "acme", null, null, "UTC", "USD", false, null, null, null, Instant.MinValue, 0);
        var subscription = new Subscription(
            Acme, 2, 2, true, "", Instant.MinValue, null, null, Instant.MinValue, null, null, null, null, default,
            null, Instant.MinValue);
        var catalog = new Catalog([feature], [plan], Settings.Default);
        return (new Account(1, catalog, KeyRing.Empty), new Terms(
            Acme, 1, profile, [subscription], [], Terms.NoNamespaces));
    }
}
