using System.Net;

namespace Tollgate.Server.Tests.Http;

/// <summary>Prices of what passes the limits: stated, answered, and never taken if they are bad.</summary>
public sealed class PriceTests(TollgateHost host) : IClassFixture<TollgateHost>
{
    public static TheoryData<string, string?> Prices => new()
    {
        { """{"model":"unit","amount":"0.0000000000000000000000000000000000000000000000000000000005"}""", null },
        { """{"model":"unit","amount":"1.50","currency":"CREDITS"}""",
            """{"model":"unit","amount":"1.5","currency":"CREDITS"}""" },
        { """{"model":"package","amount":"5","size":1000,"round":"prorate"}""", null },
        { """{"model":"package","size":12,"amount":"5.00","round":"up"}""",
            """{"model":"package","amount":"5","size":12,"round":"up","by":"event"}""" },
        { """{"model":"package","amount":"5","size":12,"round":"up","by":"cycle"}""", null },
        { """{"model":"graduated","tiers":[{"up_to":5000,"amount":"25"},{"up_to":null,"amount":"22"}]}""",
            """
            {"model":"graduated","by":"event","tiers":[{"up_to":5000,"amount":"25"},{"up_to":null,"amount":"22"}]}
            """ },
        { """{"model":"volume","by":"request","tiers":[{"up_to":null,"amount":"0"}],"currency":"EUR"}""", null },
        { """{"model":"property","name":"cost"}""", null },
    };

    [Theory]
    [MemberData(nameof(Prices))]
    public async Task A_price_is_answered_as_it_was_stated(string stated, string? answered)
    {
        var (feature, plan) = await FeatureAsync();
        var answer = await PutAsync(plan, feature, stated);
        Assert.Equal(HttpStatusCode.Created, answer.Status);
        var given = answer.Json.GetProperty("features").GetProperty(feature);
        Assert.Equal(
            ("charge", (answered ?? stated).ReplaceLineEndings("")),
            (given.GetProperty("overage").GetString(), given.GetProperty("price").GetRawText()));
        Assert.Equal(answer.Text, (await host.GetAsync($"/v1/plans/{plan}")).Text);
    }

    [Theory]
    [InlineData("""{"model":"unit"}""", "amount required")]
    [InlineData("""{"model":"unit","amount":0.01}""", "amount invalid_type")]
    [InlineData("""{"model":"unit","amount":"1e3"}""", "amount invalid_value")]
    [InlineData("""{"model":"unit","amount":"0.00000000000000000000000000000000000000000000000000000000005"}""",
        "amount invalid_value")]
    [InlineData("""{"model":"unit","amount":"-1"}""", "amount out_of_range")]
    [InlineData("""{"model":"unit","amount":"1","by":"cycle"}""", "by not_allowed")]
    [InlineData("""{"model":"unit","amount":"1","size":5,"tiers":[]}""", "size not_allowed, tiers not_allowed")]
    [InlineData("""{"model":"unit","amount":"1","currency":"usd"}""", "currency invalid_currency")]
    [InlineData("""{"model":"unit","amount":"1","rate":5}""", "rate unknown_field")]
    [InlineData("""{"model":"package"}""", "amount required, round required, size required")]
    [InlineData("""{"model":"package","amount":"1","size":1.5,"round":"down"}""",
        "round invalid_value, size invalid_value")]
    [InlineData("""{"model":"package","amount":"1","size":12,"round":"prorate"}""", "size out_of_range")]
    [InlineData("""{"model":"package","amount":"1","size":10,"round":"prorate","by":"cycle"}""", "by not_allowed")]
    [InlineData("""{"model":"volume"}""", "tiers required")]
    [InlineData("""{"model":"volume","tiers":[{"amount":"1"}]}""", "tiers[0].up_to required")]
    [InlineData("""{"model":"volume","tiers":[{"up_to":null}]}""", "tiers[0].amount required")]
    [InlineData("""
        {"model":"volume","tiers":[{"up_to":5,"amount":"1"},{"up_to":4,"amount":"x"},{"up_to":9,"amount":"1"}]}
        """,
        "tiers[1].amount invalid_value, tiers[1].up_to out_of_range, tiers[2].up_to not_allowed")]
    [InlineData("""{"model":"volume","tiers":[{"up_to":5.5,"amount":"1"},{"up_to":null,"amount":"1"}]}""",
        "tiers[0].up_to too_precise")]
    [InlineData("""{"model":"property"}""", "name required")]
    [InlineData("""{"model":"rate_card","card":"no_such"}""", "card unknown_rate_card")]
    [InlineData("""{"model":"flat","amount":"1"}""", "model invalid_value")]
    [InlineData("""{"amount":"1"}""", "model required")]
    public async Task A_bad_price_is_named_in_plans_and_in_overrides(string price, string expected)
    {
        var (customer, feature, plan) = await host.CustomerWithAsync();
        var named = expected.Split(", ").Select(one => $"features.{feature}.price.{one}");

        var put = await PutAsync(plan, feature, price);
        Assert.Equal((HttpStatusCode.BadRequest, string.Join(", ", named)),
            (put.Status, string.Join(", ", put.Errors)));
        var overridden = await host.PostAsync(
            $"/v1/customers/{customer}/subscriptions",
            $$$"""{"plan":"{{{plan}}}","overrides":{{{Features(feature, price)}}}}""");
        Assert.Equal(string.Join(", ", named.Select(one => $"overrides.{one}")), string.Join(", ", overridden.Errors));
        Assert.Equal(1, (await host.Admin.GetPlanAsync(plan)).Version);
    }

    [Theory]
    [InlineData("""{"limits":[{"quantity":1,"per":"day"}],"overage":"charge"}""", "price required")]
    [InlineData("""{"limits":[{"quantity":1,"per":"day"}],"price":{"model":"unit","amount":"1"}}""",
        "price not_allowed")]
    [InlineData("""
        {"limits":[{"quantity":1,"per":"day"}],"overage":"charge","overage_limit":-1,
         "price":{"model":"unit","amount":"1"}}
        """, "overage_limit out_of_range")]
    public async Task Price_and_charge_go_together(string given, string expected)
    {
        var (feature, plan) = await FeatureAsync();
        var answer = await host.PutAsync(
            $"/v1/plans/{plan}", $$$"""{"name":"n","kind":"base","features":{"{{{feature}}}":{{{given}}}}}""");
        Assert.Equal([$"features.{feature}.{expected}"], answer.Errors);
    }

    [Fact]
    public async Task An_equal_price_makes_no_version_and_another_one_does()
    {
        var (feature, plan) = await FeatureAsync();
        var first = await PutAsync(plan, feature, """{"model":"unit","amount":"1.0"}""");
        var same = await PutAsync(plan, feature, """{"amount":"1","model":"unit"}""");
        var other = await PutAsync(plan, feature, """{"model":"unit","amount":"1.1"}""");
        Assert.Equal(
            [1, 1, 2], new[] { first, same, other }.Select(one => one.Json.GetProperty("version").GetInt32()));
    }

    [Fact]
    public async Task A_customer_sees_that_it_is_charged_by_plan_and_by_override()
    {
        var (customer, feature, plan) = await host.CustomerWithAsync();
        Assert.Equal("deny", (await host.Admin.GetEntitlementsAsync(customer)).Data.Single().Overage);
        var price = new Price { Model = PriceModel.Unit, Amount = "0.05" };
        var given = new PlanFeature
        {
            Limits = [new PlanLimit { Quantity = 5, Per = "day" }],
            Overage = OverageMode.Charge,
            Price = price,
        };
        var made = await host.Admin.CreateSubscriptionAsync(customer, new SubscriptionRequest
        {
            Plan = plan,
            Overrides = new Overrides { Features = new Dictionary<string, PlanFeature> { [feature] = given } },
        });
        Assert.Equal(price, made.Overrides!.Features[feature].Price);
        Assert.Equal("charge", (await host.Admin.GetEntitlementsAsync(customer)).Data.Single().Overage);
        var other = TollgateHost.NewId("plan");
        await host.Admin.PutPlanAsync(other, TollgateHost.PlanOf(feature, 10));
        var preview = await host.Admin.PreviewSubscriptionAsync(made.Id, new PreviewRequest { Plan = other });
        var line = preview.Data.Single();
        Assert.Equal(("charge", "deny"), (line.Before.Overage, line.After.Overage));
    }

    async Task<(string Feature, string Plan)> FeatureAsync()
    {
        var (feature, plan) = (TollgateHost.NewId("feature"), TollgateHost.NewId("plan"));
        await host.Admin.PutFeatureAsync(feature, new FeatureRequest { Name = "n", Type = FeatureType.Metered });
        return (feature, plan);
    }

    Task<RawAnswer> PutAsync(string plan, string feature, string price)
    {
        var features = Features(feature, price)[1..];
        return host.PutAsync($"/v1/plans/{plan}", $$"""{"name":"Priced","kind":"base",{{features}}""");
    }

    static string Features(string feature, string price)
    {
        var given = $$$"""{"limits":[{"quantity":1,"per":"day"}],"overage":"charge","price":{{{price}}}}""";
        return $$$"""{"features":{"{{{feature}}}":{{{given}}}}}""";
    }
}
