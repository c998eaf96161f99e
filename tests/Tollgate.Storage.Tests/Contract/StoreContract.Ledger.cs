namespace Tollgate.Storage.Tests.Contract;

public abstract partial class StoreContract
{
    [Fact]
    public async Task A_ledger_is_listed_newest_first_page_by_page_and_is_one_wallets_own()
    {
        var (usd, customers) = (Currency.Parse("USD"), await MakeAsync("a", "b"));
        await CommitAsync(changes =>
        {
            for (var i = 1; i <= 5; i++) changes.Ledger.Add(Rows.Entry(customers[0], i));
            changes.Ledger.Add(Rows.Entry(customers[0], 6) with { Currency = Currency.Parse("EUR") });
            changes.Ledger.Add(Rows.Entry(customers[1], 7));
        });

        var first = await Store.Queries.LedgerAsync(customers[0], usd, null, 2, Stop);
        var rest = await Store.Queries.LedgerAsync(customers[0], usd, first[^1].Number, 10, Stop);

        Assert.Equal([5L, 4L], first.Select(row => row.Number));
        Assert.Equal([3L, 2L, 1L], rest.Select(row => row.Number));
        AssertSame(Tables.Ledger, [Rows.Entry(customers[0], 5)], [first[0]]);
    }
}
