using Microsoft.Extensions.Logging;

namespace Tollgate.Server.Tests.Http;

/// <summary>Automatic recharges and the credit of plans over HTTP.</summary>
public sealed class RechargeTests(TollgateHost host) : IClassFixture<TollgateHost>
{
    static readonly RechargeRule Rule = new() { Below = "5", Amount = "20.00", MonthlyCap = "100" };

    [Fact]
    public async Task A_rule_is_kept_and_where_nobody_collects_nothing_opens()
    {
        var customer = await CustomerAsync(host);

        var wallet = await host.Admin.PutWalletAsync(customer, "USD", new WalletRequest { Recharge = Rule });

        Assert.Equal(Rule with { Below = "5.00", MonthlyCap = "100.00" }, wallet.Recharge);
        Assert.Equal(wallet.Recharge, (await host.Admin.ListWalletsAsync(customer).SingleAsync()).Recharge);
        await host.Admin.AdjustWalletAsync(
            customer, "USD", new AdjustmentRequest { Amount = "-1", Reason = "because" });
        Assert.DoesNotContain("recharge", await ActionsAsync(host, customer));
        var without = await host.Admin.PutWalletAsync(customer, "USD", new WalletRequest());
        Assert.Null(without.Recharge);
    }

    [Fact]
    public async Task In_a_sandbox_a_wallet_that_runs_low_is_topped_up_within_seconds()
    {
        await using var sandbox = new TollgateHost
        {
            StandsStill = false,
            Settings = new ServerSettings
            {
                Database = "memory:",
                Urls = "http://127.0.0.1:0",
                AdminKey = TollgateHost.AdminKey,
                LogLevel = LogLevel.None,
                Sandbox = true,
                Recharges = "sandbox",
            },
        };
        await sandbox.InitializeAsync();
        var customer = await CustomerAsync(sandbox);

        await sandbox.Admin.PutWalletAsync(customer, "USD", new WalletRequest { Recharge = Rule });

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((await sandbox.Admin.ListWalletsAsync(customer).SingleAsync()).Balance != "20.00")
            await Task.Delay(50, patience.Token);
        var actions = await ActionsAsync(sandbox, customer);
        Assert.Contains("wallet.recharge_opened", actions);
        Assert.Contains("wallet.recharge_succeeded", actions);
    }

    [Fact]
    public async Task The_credit_of_a_plan_is_in_the_wallet_with_the_subscription()
    {
        var (plan, customer) = (TollgateHost.NewId("plan"), await CustomerAsync(host));
        await host.Admin.PutPlanAsync(plan, new PlanRequest
        {
            Name = plan,
            Kind = PlanKind.Base,
            Credit = [new PlanCredit { Amount = "10.00", Currency = "USD", Per = CreditPer.Cycle }],
            Features = new Dictionary<string, PlanFeature>(),
        });

        var subscription = await host.Admin.CreateSubscriptionAsync(
            customer, new SubscriptionRequest { Plan = plan, Quantity = 3 });

        var wallet = await host.Admin.ListWalletsAsync(customer).SingleAsync();
        var grant = Assert.Single(wallet.Grants);
        Assert.Equal(("30.00", "plan", "30.00"), (wallet.Balance, grant.Kind, grant.Amount));
        Assert.Equal(subscription.Period!.EndsAt, grant.ExpiresAt);
        var entry = await host.Admin.ListLedgerAsync(customer, "USD").SingleAsync();
        Assert.Equal(("grant", $"{subscription.Id} {plan}"), (entry.Kind, entry.Reference));
    }

    static async Task<string> ActionsAsync(TollgateHost host, string customer) => string.Join(
        ' ', await host.Admin.ListHistoryAsync(customer).Select(one => one.Change?.Action).ToListAsync());

    static async Task<string> CustomerAsync(TollgateHost host) =>
        (await host.Admin.PutCustomerAsync(TollgateHost.NewId("customer"), new CustomerRequest())).Id;
}
