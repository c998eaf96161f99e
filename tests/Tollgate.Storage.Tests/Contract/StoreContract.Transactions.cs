namespace Tollgate.Storage.Tests.Contract;

public abstract partial class StoreContract
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_transaction_that_is_rolled_back_or_left_lying_leaves_no_trace_and_holds_nothing(bool rollback)
    {
        var customer = (await MakeAsync("a"))[0];
        var session = await OpenAsync();
        await session.BeginAsync(Wanting([customer]), wait: true, Stop);
        await session.LoadAsync(Wanting(counters: [Rows.Key(customer, "forever")]), Stop);

        if (rollback) await session.RollbackAsync(Stop);
        await session.DisposeAsync();

        var read = await LoadAsync(Wanting([customer], terms: true));
        Assert.Equal(Head.New(customer), read.Heads[customer]);
        Assert.Empty(await Store.Queries.CountersAsync(customer, Stop));
        Assert.Empty(await Store.Queries.HistoryAsync(customer, 0, 10, Stop));
    }

    [Fact]
    public async Task One_session_settles_one_batch_after_another()
    {
        var customer = (await MakeAsync("a"))[0];
        await using var session = await OpenAsync();
        for (var n = 1; n <= 20; n++)
        {
            var loaded = await session.BeginAsync(Wanting([customer]), wait: false, Stop);
            Assert.Equal(n - 1, loaded.Heads[customer].Sequence);
            var changes = new ChangeSet();
            changes.Heads.Add(Rows.Head(customer, n));
            changes.Events.Add(Rows.Event(customer, n, Rows.Noon));
            await session.CommitAsync(changes, Stop);
        }
    }

    [Fact]
    public async Task What_was_committed_is_there_after_the_store_was_opened_anew()
    {
        var customer = (await MakeAsync("a"))[0];
        await CommitAsync(changes => changes.Heads.Add(Rows.Head(customer, 5)));
        await ReopenAsync();

        Assert.Equal(5, (await LoadAsync(Wanting([customer]))).Heads[customer].Sequence);
        Assert.Equal(customer, (await MakeAsync("a"))[0]);
    }

    [Fact]
    public async Task An_attempt_in_doubt_is_found_by_its_first_change_and_by_its_hash()
    {
        var customer = (await MakeAsync("a"))[0];
        var use = Rows.Event(customer, 1, Rows.Noon);
        var audit = Rows.Audit(customer, 2);
        await CommitAsync(changes =>
        {
            changes.Events.Add(use);
            changes.Audits.Add(audit);
        });

        await using var session = await OpenAsync();

        Assert.True(await session.WasCommittedAsync(new Attempt(use, null), Stop));
        Assert.True(await session.WasCommittedAsync(new Attempt(null, audit), Stop));
        Assert.False(await session.WasCommittedAsync(new Attempt(use with { Hash = Rows.Hash(99) }, null), Stop));
        Assert.False(await session.WasCommittedAsync(new Attempt(null, audit with { Hash = Rows.Hash(99) }), Stop));
        Assert.False(await session.WasCommittedAsync(new Attempt(use with { Sequence = 3 }, null), Stop));
        Assert.False(await session.WasCommittedAsync(new Attempt(null, audit with { Sequence = 3 }), Stop));
    }

    [Fact]
    public async Task Migrating_twice_changes_nothing()
    {
        var customer = (await MakeAsync("a"))[0];

        await Store.MigrateAsync(Stop);

        Assert.Equal([customer], (await LoadAsync(Wanting([customer]))).Heads.Keys);
    }

    private protected async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        store = Here.NewStore();
        await store.MigrateAsync(Stop);
    }
}
