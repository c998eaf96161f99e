namespace Tollgate.Storage.Tests.Contract;

public abstract partial class GateContract
{
    [Fact]
    public async Task An_erased_customers_history_tells_of_no_person_and_its_chain_and_counters_hold()
    {
        await MakeCustomerAsync(limit: 10_000);
        await MakeCustomerAsync(limit: 10_000, customer: "other");
        await First.ApplyAsync<Put<Profile>>(
            new PutCustomer(Customer, "Ann Ünder", "ann@example.com", Metadata: """{"a":"Ann"}"""));
        foreach (var customer in (string[])[Customer, "other"])
            await First.SubmitAsync(new Request([.. Enumerable.Range(0, 1_200).Select(i => new Use(customer, Feature)
            {
                Actor = i % 3 == 0 ? null : i % 3 == 1 ? "Ann Ünder" : "SHA256:Ann",
                Properties = i % 2 == 0 ? null : """{"who":"Ann \u00dc"}""",
                Metadata = i % 5 == 0 ? """{"m":"Ann"}""" : null,
            })]), Stop);
        var before = await Trial.HistoryAsync(First, Customer);
        var others = await Trial.HistoryAsync(First, "other");

        await First.ApplyAsync<Put<Profile>>(new EraseCustomer(Customer), Stop);
        await First.EraseHistoryAsync(Customer, Stop);
        await First.EraseHistoryAsync(Customer, Stop);

        var after = await Trial.HistoryAsync(First, Customer);
        Assert.DoesNotContain(after, change => $"{change}".Contains("Ann", StringComparison.Ordinal));
        Assert.Equal(before.Select(Blank), after.SkipLast(1));
        Assert.Equal("customer.erased", after[^1].Audit!.Action);
        await AssertUsedAsync(1_200);
        Assert.Equal(others, await Trial.HistoryAsync(First, "other"));
        Assert.Equal(1_200, await Trial.AssertWholeAsync(First, "other"));
    }

    [Fact]
    public async Task Erased_an_adjustment_that_is_asked_for_again_tells_of_no_person()
    {
        await FundAsync(100);
        var command = new AdjustWallet(Customer, Usd, Amount.Of(-5), "Ann asked for it", "fix") { By = "Ann" };
        var first = await First.ApplyAsync<Put<LedgerEntryView>>(command, Stop);
        await First.ApplyAsync<Put<Profile>>(new EraseCustomer(Customer), Stop);
        await First.EraseHistoryAsync(Customer, Stop);

        var again = await First.ApplyAsync<Put<LedgerEntryView>>(command, Stop);

        Assert.Equal(("Ann asked for it", "Ann"), (first.Value.Reason, first.Value.Actor));
        Assert.False(again.Changed);
        Assert.Equal(
            first.Value with { Reason = null, Actor = null, Parts = [] }, again.Value with { Parts = [] });
        Assert.Equal(first.Value.Parts, again.Value.Parts);
        await AssertMoneyAsync();
    }

    static Change Blank(Change change) => new(
        change.Event is { } use
            ? use with
            {
                Actor = Erased.Of(use.Actor),
                Properties = Erased.Of(use.Properties),
                Metadata = Erased.Of(use.Metadata),
            }
            : null,
        change.Audit is { } entry
            ? entry with { Before = Erased.Of(entry.Before), After = Erased.Of(entry.After) }
            : null);
}
