using Tollgate.Core.Due;

namespace Tollgate.Storage.Tests.Contract;

public abstract partial class VerifyContract
{
    [Theory]
    [InlineData("renews_at = renewal_anchor", "due_at")]
    [InlineData("renewal_anchor = renews_at", "anchor")]
    [InlineData("renewal_since = renews_at", "since")]
    [InlineData("renewal_failures = 2", "failures")]
    [InlineData("renewed_by = 2", "by")]
    [InlineData("renewal_per = 1", "per")]
    [InlineData("discount = 'E'", "discount")]
    [InlineData("discounted = 0", "discounted")]
    [InlineData("renewed_by = NULL", "renewal")]
    public async Task A_renewal_that_was_changed_by_hand_is_named(string set, string field)
    {
        await RenewAsync();
        await place!.RunAsync($"UPDATE subscription SET {set}");

        await AssertNamedAsync("subscription", "sub_acme", field);
    }

    [Theory]
    [InlineData("UPDATE discount SET uses = uses + 1", "uses")]
    [InlineData("UPDATE discount SET archived_at = NULL", "archived_at")]
    [InlineData("UPDATE discount SET code = 'E'", "row")]
    [InlineData("DELETE FROM discount", "row")]
    public async Task A_discount_that_was_changed_by_hand_is_named(string sql, string field)
    {
        await RenewAsync();
        await place!.RunAsync(sql);

        var divergence = (await VerifyAsync()).Divergence!;
        Assert.Equal(("", "discount"), (divergence.Customer, divergence.Table));
        Assert.Contains(field, $"{divergence.Expected} {divergence.Found}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Renewals_that_were_paid_lowered_and_missed_are_whole()
    {
        await RenewAsync();
        await using (var gate = await Trial.OpenAsync(place!.NewStore()))
        {
            await MoveAsync(gate, 40);
            await gate.ApplyAsync<Shown<Head>>(new SettleDue(Customer), Stop);
        }

        Assert.Null((await VerifyAsync()).Divergence);
    }

    // Acme on a plan of 9 a month, lowered to 4.50 and renewed once; the discount is archived. Nothing of it is wrong.
    async Task RenewAsync()
    {
        await using var gate = await Trial.OpenAsync(place!.NewStore());
        await gate.ApplyAsync<Put<PlanVersion>>(new PutPlan("pro", new PlanDefinition(
            "pro", PlanKind.Base, false, CycleLength.Month, 0, true, [])
        {
            Prices = [new PlanPrice(9, "USD", PricePer.Month)],
        }), Stop);
        await gate.ApplyAsync<Put<Discount>>(
            new PutDiscount("D", new DiscountDefinition(Exact.Of(50), null, null, MaxUses: 5)), Stop);
        await gate.ApplyAsync<Put<Profile>>(new PutCustomer(Customer), Stop);
        await gate.ApplyAsync<Put<CreditGrantView>>(
            new GrantCredit(Customer, Usd, Amount.Of(8), CreditKind.Grant), Stop);
        var given = await gate.SubmitAsync(new Request(
        [
            new Subscribe(Customer, "pro") { Renewal = new RenewalTerms(RenewedBy.Wallet, null, "D") },
            new HoldAccount(),
        ]), Stop);
        Assert.True(given.Outcomes[0].Recorded);
        await gate.ApplyAsync<Put<Discount>>(new ArchiveDiscount("D"), Stop);
        await MoveAsync(gate, 32);
        await gate.ApplyAsync<Shown<Head>>(new SettleDue(Customer), Stop);
    }

    static async Task MoveAsync(Gate gate, int days)
    {
        var clock = await gate.ShowAsync<TestClock>(new ShowTestClock(), Stop);
        await gate.ApplyAsync<Put<TestClock>>(new SetTestClock(clock.Now + Duration.FromDays(days)), Stop);
    }
}
