using Tollgate.Core.Catalog;
using Tollgate.Core.Subscriptions;
using Tollgate.Core.Usage;
using Xunit;

namespace Tollgate.Core.Tests.Subscriptions;

public sealed class MoveTermsTests
{
    static PutPlan PlanOf(string code, string feature, decimal limit, int? seats = null, decimal price = 0) => new(
        code, new PlanDefinition(code, PlanKind.Base, false, Core.Time.CycleLength.Month, 0, true,
            new SortedDictionary<string, PlanFeature> { [feature] = Desk.Limits((limit, "forever")) })
        {
            MinQuantity = seats,
            Prices = price == 0 ? null : [new PlanPrice(price, "USD", PricePer.Month)],
        });

    [Fact]
    public void A_move_asks_for_as_many_seats_as_a_change_does()
    {
        var desk = new Desk();
        desk.Do(PlanOf("pro", "calls", 5));
        desk.Customer().Subscribe("pro");
        desk.Do(PlanOf("pro", "calls", 5, seats: 3));
        Assert.IsType<Rejected>(desk.Do(new ChangeSubscription("acme", 2, "pro", 2)));
        desk.Do(new MoveSubscriptions("acme", "pro", null, 2, false));
        var one = desk.Rows.Customer("acme")!.Subscriptions.Single();
        Assert.False(desk.Rows.Catalog.Plan(one.Plan).Row.Version == 2 && one.Quantity < 3, "moved with 1 seat of 3");
    }

    [Fact]
    public void A_move_to_a_version_with_a_price_locks_nobody_out_whose_trial_is_over()
    {
        var desk = new Desk();
        desk.Do(PlanOf("pro", "calls", 5));
        desk.Customer();
        desk.Do(new Subscribe("acme", "pro", TrialEndsAt: Desk.Time("2026-01-16T00:00:00Z")));
        desk.At("2026-01-20T00:00:00Z");
        Assert.True(((Decision)desk.Do(new Use("acme", "calls"))).Allowed);
        desk.Do(PlanOf("pro", "calls", 5, price: 1));
        desk.Do(new MoveSubscriptions("acme", "pro", null, 2, false));
        Assert.Equal(Reason.None, ((Decision)desk.Do(new Use("acme", "calls"))).Reason);
    }
}
