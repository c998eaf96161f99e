using System.Globalization;

namespace Tollgate.Server.Tests.Http;

/// <summary>A gauge that is priced by time, over HTTP, with the test clock of a sandbox.</summary>
public sealed class AccrualTests : IAsyncLifetime
{
    readonly TollgateHost host = TollgateHost.InSandbox();

    public ValueTask InitializeAsync() => host.InitializeAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task What_a_level_costs_is_shown_as_accrued_and_charged_when_the_day_is_over()
    {
        var customer = await StoringAsync();
        var day = (await host.Admin.GetTestClockAsync()).Now.UtcDateTime.Date;
        await MoveToAsync(day.AddDays(1).AddHours(1));
        var level = await host.Admin.SetGaugeAsync("storage", new GaugeRequest { Customer = customer, Value = 34 });
        Assert.Equal((true, null), (level.Allowed, level.Charge));

        await MoveToAsync(day.AddDays(1).AddHours(23));
        var open = await WalletAsync(customer);
        Assert.Equal("100.00", open.Balance);
        // Twenty-two hours, less what it took to ask.
        Assert.InRange(decimal.Parse(open.Accrued, CultureInfo.InvariantCulture), 5.2m, 5.28m);

        await MoveToAsync(day.AddDays(4));
        var closed = await WalletAsync(customer);
        // Whatever is written for a customer, what is due is written first.
        await host.Admin.SetGaugeAsync("storage", new GaugeRequest { Customer = customer, Value = 34 });

        var lines = await host.Admin.ListUsageAsync(customer).Where(one => one.Kind == "accrual").ToListAsync();
        Assert.Equal(3, lines.Count);
        Assert.Equal(["5.76", "5.76"], lines.Take(2).Select(one => one.Charge!.Amount));
        Assert.All(
            lines, one => Assert.Equal(("storage", 0m, "USD"), (one.Feature, one.Quantity, one.Charge!.Currency)));
        Assert.Equal("576", lines[0].Metadata!["unit_hours"].GetString());
        Assert.Equal(
            100m - lines.Sum(one => decimal.Parse(one.Charge!.Amount, CultureInfo.InvariantCulture)),
            decimal.Parse(closed.Balance, CultureInfo.InvariantCulture));
        Assert.InRange(decimal.Parse(closed.Accrued, CultureInfo.InvariantCulture), 0m, 0.05m);
    }

    // With 10 units included, more of it at 0.01 USD per unit and hour, and 100 USD.
    async Task<string> StoringAsync()
    {
        const string Customer = "storing";
        await host.Admin.PutFeatureAsync("storage", new FeatureRequest { Name = "Storage", Type = FeatureType.Gauge });
        var answer = await host.PutAsync("/v1/plans/stored", """
            {"name":"Stored","kind":"base","features":{"storage":{"limits":[{"quantity":10,"per":"forever"}],
             "overage":"charge","price":{"model":"unit","amount":"0.01"}}}}
            """);
        Assert.True(answer.Message.IsSuccessStatusCode, answer.Text);
        await host.Admin.PutCustomerAsync(Customer, new CustomerRequest());
        await host.Admin.CreateSubscriptionAsync(Customer, new SubscriptionRequest { Plan = "stored" });
        await host.Admin.GrantCreditAsync(
            Customer, "USD", new CreditGrantRequest { Amount = "100", Kind = GrantKind.TopUp });
        return Customer;
    }

    Task MoveToAsync(DateTime time) => host.Admin.SetTestClockAsync(new TestClockRequest
    {
        Now = new DateTimeOffset(time, TimeSpan.Zero),
    });

    async Task<Wallet> WalletAsync(string customer) => await host.Admin.ListWalletsAsync(customer).SingleAsync();
}
