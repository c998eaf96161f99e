using System.Net;

namespace Tollgate.Server.Tests.Http;

/// <summary>Reservations, reversals, gauges and pools over the wire.</summary>
public sealed class ReservationTests(TollgateHost host) : IClassFixture<TollgateHost>
{
    [Fact]
    public async Task A_reservation_is_made_settled_and_reversed()
    {
        var (customer, feature, _) = await host.CustomerWithAsync(limit: 10);
        var reserved = await host.Admin.ReserveAsync(
            new ReservationRequest { Customer = customer, Feature = feature, Quantity = 6, Id = "r" });
        Assert.Equal((true, 6m, 0m), (reserved.Allowed, reserved.Reserved, reserved.Used));
        Assert.Equal("r", reserved.Reservation!.Id);
        var refused = await host.Admin.UseAsync(
            new UsageRequest { Customer = customer, Feature = feature, Quantity = 5 });
        Assert.Equal((Reasons.LimitExceeded, 6m), (refused.Reason, refused.Reserved));

        var settle = new SettleRequest { Customer = customer, Quantity = 4 };
        var settled = await host.Admin.SettleAsync("r", settle);
        Assert.Equal((true, 4m, 0m, "r"), (settled.Allowed, settled.Used, settled.Reserved, settled.Id));
        Assert.True((await host.Admin.SettleAsync("r", settle)).Replayed);
        var other = await Assert.ThrowsAsync<TollgateException>(() => host.Admin.ReleaseAsync("r", customer));
        Assert.Equal("reservation_closed", other.Code);

        var reverse = new ReverseRequest { Customer = customer, Reason = "not sent" };
        Assert.Equal((4m, false), await ReversedAsync("r", reverse));
        Assert.Equal((4m, true), await ReversedAsync("r", reverse));
        var listed = await host.Admin.GetUsagePageAsync(customer);
        Assert.Equal([("reversal", -4m), ("use", 4m)], listed.Data.Select(one => (one.Kind, one.Quantity)));
        var limit = (await host.Admin.GetEntitlementsAsync(customer)).Data[0].Limits[0];
        Assert.Equal((0m, 0m), (limit.Used, limit.Reserved));
    }

    [Theory]
    [InlineData("/v1/reservations/gone/settle", """{"customer":"CUSTOMER","quantity":1}""", "reservation_not_found")]
    [InlineData("/v1/reservations/gone/release", """{"customer":"CUSTOMER"}""", "reservation_not_found")]
    [InlineData("/v1/usage/gone/reverse", """{"customer":"CUSTOMER"}""", "event_not_found")]
    [InlineData(
        "/v1/reservations", """{"customer":"CUSTOMER","feature":"f","quantity":1,"ttl_seconds":0}""", "invalid")]
    [InlineData("/v1/reservations", """{"customer":"CUSTOMER","feature":"f","quantity":0}""", "invalid")]
    public async Task What_is_not_there_or_wrong_is_named(string path, string body, string code)
    {
        var (customer, _, _) = await host.CustomerWithAsync();
        var answer = await host.PostAsync(path, body.Replace("CUSTOMER", customer, StringComparison.Ordinal));
        Assert.Equal(code, answer.Code);
    }

    [Fact]
    public async Task A_gauge_is_set_and_a_pool_is_drawn_on()
    {
        var (seats, credits, model) = (TollgateHost.NewId("seats"), TollgateHost.NewId("cr"), TollgateHost.NewId("m"));
        var plan = TollgateHost.NewId("plan");
        var applied = await host.PostAsync("/v1/catalog", $$"""
            {"features":{"{{model}}":{"name":"M","type":"metered","pool":"{{credits}}","weight":2.5},
            "{{credits}}":{"name":"C","type":"metered","scale":1},"{{seats}}":{"name":"S","type":"gauge"} },
            "plans":{"{{plan}}":{"name":"P","kind":"base","features":{
            "{{seats}}":{"limits":[{"quantity":5,"per":"forever"}]},
            "{{credits}}":{"limits":[{"quantity":10,"per":"cycle"}]} } } } }
            """);
        Assert.Equal(HttpStatusCode.OK, applied.Status);
        var customer = TollgateHost.NewId("c");
        await host.Admin.PutCustomerAsync(customer, new CustomerRequest());
        await host.Admin.CreateSubscriptionAsync(customer, new SubscriptionRequest { Plan = plan });

        var gauge = new GaugeRequest { Customer = customer, Value = 5 };
        Assert.Equal(5m, (await host.Admin.SetGaugeAsync(seats, gauge)).Used);
        var above = await host.Admin.SetGaugeAsync(seats, gauge with { Value = 6 });
        Assert.Equal(Reasons.LimitExceeded, above.Reason);
        var below = await host.Admin.UseAsync(new UsageRequest { Customer = customer, Feature = seats, Quantity = -6 });
        Assert.Equal("below_zero", below.Reason);

        var drawn = await host.Admin.UseAsync(new UsageRequest { Customer = customer, Feature = model, Quantity = 3 });
        Assert.Equal((credits, 10m, 7.5m, 2.5m), (drawn.LimitFeature, drawn.Limit, drawn.Used, drawn.Remaining));
        var line = (await host.Admin.GetEntitlementsAsync(customer)).Data.Single(one => one.Feature == model);
        Assert.True(line.Included);
        Assert.Equal((credits, 7.5m), (line.Limits[0].Feature, line.Limits[0].Used));
    }

    async Task<(decimal, bool)> ReversedAsync(string id, ReverseRequest request)
    {
        var reversal = await host.Admin.ReverseAsync(id, request);
        Assert.True(reversal.Reversed);
        return (reversal.Quantity, reversal.Replayed);
    }
}
