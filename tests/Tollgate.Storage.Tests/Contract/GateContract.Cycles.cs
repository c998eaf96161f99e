namespace Tollgate.Storage.Tests.Contract;

public abstract partial class GateContract
{
    [Fact]
    public async Task Another_time_zone_and_a_restart_go_on_in_the_same_cycle_and_reversals_find_it()
    {
        // Of no base plan, so that its cycle is the month, which starts elsewhere in each zone.
        await ChargeAsync(Graduated("1000:3 1"), 0, "9000", PlanKind.AddOn);
        var middle = await MiddleOfMonthAsync();
        Assert.Equal("2400", await PaidAsync(800, "a", middle));

        await First.ApplyAsync<Put<Profile>>(new PutCustomer(Customer, TimeZone: "Asia/Tokyo"), Stop);
        await ReopenAsync();
        Assert.Equal("1200", await PaidAsync(800, "b", middle));
        await First.ApplyAsync<Put<Profile>>(new PutCustomer(Customer, TimeZone: "America/New_York"), Stop);
        Assert.Equal("1", await PaidAsync(1, "c", middle));

        foreach (var id in new[] { "b", "c", "a" }) await DoAsync(First, new ReverseUse(Customer, id));
        await AssertBalanceAsync("9000");
    }

    [Fact]
    public async Task Open_reservations_are_counted_by_those_that_follow_after_a_restart_and_when_they_end_no_more()
    {
        await ChargeAsync(Graduated("5:1 10"), 0, "100");
        Assert.Equal("5", await HeldAsync("a", 5));
        await ReopenAsync();
        Assert.Equal("50", await HeldAsync("b", 5));
        await ReopenAsync();

        Assert.Equal("5", await SettledAsync("b", 5));
        Assert.Equal("50", await SettledAsync("a", 5));
        await AssertBalanceAsync("45");
        Assert.Equal("20", await HeldAsync("c", 2));
        await SettledAsync("c", 0);
        Assert.Equal("10", await HeldAsync("d", 1));
    }

    [Fact]
    public async Task What_a_reversal_gives_back_goes_to_credit_that_was_spent_whole_after_a_restart_too()
    {
        await ChargeAsync(Graduated("5:0 2"), 0, "10");
        await PaidAsync(5, "free");
        await PaidAsync(5, "paid");
        Assert.Empty((await WalletAsync()).Grants);
        await ReopenAsync();

        await DoAsync(First, new ReverseUse(Customer, "free"));

        Assert.Equal("10", $"{Assert.Single((await WalletAsync()).Grants).Remaining}");
        await DoAsync(First, new ReverseUse(Customer, "paid"));
        await AssertBalanceAsync("10");
    }

    [Fact]
    public async Task Whatever_is_reserved_settled_and_used_at_once_in_a_cycle_never_goes_past_the_hard_stop()
    {
        await ChargeAsync(Graduated("5:1 20:3 10"), 0, "60");
        await AtOnceAsync(40, async (gate, i) => (i % 2) switch
        {
            0 => await DoAsync(gate, new Use(Customer, Feature, 1 + (i % 3), Id: $"r{i}")
            {
                HoldFor = Duration.FromHours(1),
            }),
            _ => await DoAsync(gate, new Use(Customer, Feature, 1 + (i % 3))),
        });
        await AtOnceAsync(40, async (gate, i) => (i % 2) switch
        {
            0 => await DoAsync(gate, new SettleReservation(Customer, $"r{i}", 1 + (i % 3))),
            _ => await DoAsync(gate, new Use(Customer, Feature)),
        });

        var wallet = (await WalletAsync()).Wallet;
        Assert.True(wallet.Available >= Amount.Zero, $"{wallet.Available}");
        Assert.Equal(Amount.Zero, wallet.Held);
        Assert.All(await LedgerAsync(), entry => Assert.True(entry.Balance >= Amount.Zero, $"{entry.Balance}"));
        await AssertVerifiedAsync();
    }

    static TieredPrice Graduated(string tiers) => new(false, [.. tiers.Split(' ').Select(tier => tier.Split(':'))
        .Select(parts => parts.Length == 1
            ? new Tier(null, Exact.Parse(parts[0]))
            : new Tier(Exact.Parse(parts[0]), Exact.Parse(parts[1])))])
    { By = RatedBy.Cycle };

    // The last 15th of a month, at noon: in the same month wherever the customer lives.
    async Task<Instant> MiddleOfMonthAsync()
    {
        var now = (await First.ShowAsync<CustomerSnapshot>(new ShowCustomer(Customer), Stop)).Now;
        var date = now.InUtc().Date;
        var middle = Instant.FromUtc(date.Year, date.Month, 15, 12, 0);
        var before = date.PlusMonths(-1);
        return middle <= now ? middle : Instant.FromUtc(before.Year, before.Month, 15, 12, 0);
    }

    async Task<string> PaidAsync(decimal quantity, string id, Instant? at = null) =>
        Charged(await First.UseAsync(new Use(Customer, Feature, quantity, Id: id, At: at), Stop));

    async Task<string> HeldAsync(string id, decimal quantity) => Charged(await First.UseAsync(
        new Use(Customer, Feature, quantity, Id: id) { HoldFor = Duration.FromHours(1) }, Stop));

    async Task<string> SettledAsync(string id, decimal quantity) => Charged((Decision)await DoAsync(
        First, new SettleReservation(Customer, id, quantity)));

    static string Charged(Decision decision) => $"{decision.Charge?.Amount}";
}
