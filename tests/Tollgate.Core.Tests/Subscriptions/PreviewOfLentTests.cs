using Tollgate.Core.Customers;
using Tollgate.Core.Subscriptions;
using Tollgate.Core.Usage;
using Xunit;

namespace Tollgate.Core.Tests.Subscriptions;

public sealed class PreviewOfLentTests
{
    [Fact]
    public void A_switch_that_the_owner_lends_is_not_told_as_removed()
    {
        var desk = new Desk();
        desk.Do(new PutCustomer("studio"));
        desk.Plan("all", null, sso: true).Plan("none", Desk.Limits((10, "cycle")));
        desk.Do(new Subscribe("studio", "all"));
        desk.Customer();
        desk.Do(new PutNamespace("acme", "a", Owner: "studio"));
        var id = ((Put<Subscription>)desk.Do(new Subscribe("acme", "all", Namespace: "a"))).Value.Id;
        var preview = ((Shown<ChangePreview>)desk.Do(
            new PreviewChange(new ChangeSubscription("acme", id, "none")))).Value;
        var effect = preview.Lines.Single(one => one.After.Feature.Code == "sso").Effect;
        desk.Do(new ChangeSubscription("acme", id, "none"));
        Assert.True(((Decision)desk.Do(new Use("acme", "sso", 1, "a"))).Allowed);
        Assert.Equal(PreviewEffect.Kept, effect);
    }
}
