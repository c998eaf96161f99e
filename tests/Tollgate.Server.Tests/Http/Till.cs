namespace Tollgate.Server.Tests.Http;

/// <summary>Customers whose uses cost money.</summary>
static class Till
{
    /// <summary>A customer with credit in USD, whose uses of a new feature all cost what the price says.</summary>
    public static async Task<(string Customer, string Feature)> PayingAsync(
        this TollgateHost host, string price = """{"model":"unit","amount":"0.5"}""", string credit = "1000")
    {
        var (customer, feature, plan) = await host.CustomerWithAsync();
        await host.PriceAsync(plan, feature, price);
        await host.Admin.CreateSubscriptionAsync(customer, new SubscriptionRequest { Plan = plan });
        await host.Admin.GrantCreditAsync(
            customer, "USD", new CreditGrantRequest { Amount = credit, Kind = GrantKind.TopUp });
        return (customer, feature);
    }

    /// <summary>A plan of which every use is charged.</summary>
    public static async Task PriceAsync(this TollgateHost host, string plan, string feature, string price)
    {
        var given = $$$"""{"limits":[{"quantity":0,"per":"cycle"}],"overage":"charge","price":{{{price}}}}""";
        var answer = await host.PutAsync(
            $"/v1/plans/{plan}", $$$"""{"name":"Priced","kind":"base","features":{"{{{feature}}}":{{{given}}}}}""");
        Assert.True(answer.Message.IsSuccessStatusCode, answer.Text);
    }

    /// <summary>A use that is allowed.</summary>
    public static async Task<Decision> PayAsync(
        this TollgateHost host, string customer, string feature, decimal quantity, string? model = null,
        DateTimeOffset? at = null)
    {
        var properties = model is null ? "{}" : $$"""{"model":"{{model}}"}""";
        var decision = await host.Admin.UseAsync(new UsageRequest
        {
            Customer = customer,
            Feature = feature,
            Quantity = quantity,
            At = at,
            Properties = System.Text.Json.JsonSerializer.Deserialize<
                Dictionary<string, System.Text.Json.JsonElement>>(properties),
        });
        Assert.True(decision.Allowed, decision.Message);
        return decision;
    }
}
