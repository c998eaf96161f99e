namespace Tollgate.Storage.Tests.Contract;

public abstract partial class StoreContract
{
    [Fact]
    public async Task A_key_gets_its_number_once_and_for_ever()
    {
        await using var session = await OpenAsync();

        var first = await session.ResolveAsync(["a", "b"], ["a", "b"], Stop);
        var second = await session.ResolveAsync(["b", "a", "c"], ["a", "b", "c"], Stop);

        Assert.NotEqual(first["a"], first["b"]);
        Assert.Equal((first["a"], first["b"]), (second["a"], second["b"]));
        Assert.Equal(3, second.Values.Distinct().Count());
        Assert.DoesNotContain(CustomerId.Account, second.Values);
    }

    [Fact]
    public async Task An_unknown_key_that_is_not_to_be_made_is_left_out()
    {
        await using var session = await OpenAsync();

        var found = await session.ResolveAsync(["a", "b", "B"], ["b"], Stop);

        Assert.Equal(["b"], found.Keys);
        Assert.Null(await Store.Queries.FindCustomerAsync("a", Stop));
        Assert.Equal(found["b"], await Store.Queries.FindCustomerAsync("b", Stop));
    }

    [Fact]
    public async Task The_account_is_customer_0_and_always_there()
    {
        var loaded = await LoadAsync(Wanting(customers: [CustomerId.Account]));

        Assert.Equal(Head.New(CustomerId.Account), loaded.Heads[CustomerId.Account]);
        Assert.Equal(0, loaded.AccountRevision);
        Assert.Equal(CustomerId.Account, await Store.Queries.FindCustomerAsync(CustomerId.AccountKey, Stop));
    }

    [Fact]
    public async Task A_new_key_has_a_head_that_nothing_has_happened_to()
    {
        var customers = await MakeAsync("a", "b");

        var loaded = await LoadAsync(Wanting(customers, terms: true));

        Assert.Equal(customers.Select(Head.New), loaded.Heads.Values.OrderBy(head => head.Customer.Value));
        Assert.Empty(loaded.Profiles);
        Assert.Equal(customers, loaded.Asked);
    }

    [Fact]
    public async Task Twenty_sessions_that_make_the_same_keys_at_once_get_the_same_numbers()
    {
        string[] keys = [.. Enumerable.Range(0, 30).Select(n => $"key-{n}")];
        var sessions = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => OpenAsync()));

        var found = await Task.WhenAll(sessions.Select((session, i) =>
            Task.Run(() => session.ResolveAsync(keys, Shuffled(keys, seed: i), Stop).AsTask(), Stop)));

        foreach (var session in sessions) await session.DisposeAsync();
        Assert.Equal(keys.Length, found[0].Values.Distinct().Count());
        Assert.All(found, one => Assert.Equal(found[0], one));
        var heads = (await LoadAsync(Wanting([.. found[0].Values]))).Heads;
        Assert.Equal(keys.Length, heads.Count);
    }

    // Each revision writes its number into three tables; whoever reads them without the lock must find one number.
    [Fact]
    public async Task Terms_of_who_is_not_locked_are_of_the_revision_that_is_read_with_them()
    {
        var customers = await MakeAsync("a", "b");
        var (reader, owner) = (customers[0], customers[1]);
        await CommitAsync(changes => AddRevision(changes, owner, 1));
        var writing = Task.Run(WriteAsync, Stop);
        var settled = 0;
        await using var session = await OpenAsync();
        while (!writing.IsCompleted || settled == 0)
        {
            var wanted = Wanting([reader]);
            wanted.Others.Add(owner);
            wanted.Terms.Add(owner);
            var loaded = await session.BeginAsync(wanted, wait: true, Stop);
            await session.RollbackAsync(Stop);
            if (loaded.Moving.Contains(owner)) continue;
            var number = $"{loaded.Others[owner].Revision}";
            string?[] found =
                [loaded.Profiles.Single().Name, loaded.Boosts.Single().Metadata, loaded.Namespaces.Single().Name];
            Assert.All(found, one => Assert.Equal(number, one));
            settled++;
        }
        await writing;

        async Task WriteAsync()
        {
            for (var n = 2; n <= 400; n++) await CommitAsync(changes => AddRevision(changes, owner, n));
        }

        static void AddRevision(ChangeSet changes, CustomerId owner, int n)
        {
            changes.Heads.Add(new Head(owner, n, n, Rows.Noon, null, Rows.Hash(n)));
            changes.Profiles.Add(Rows.Profile(owner, "b", name: $"{n}"));
            changes.Boosts.Add(new Boost(
                owner, 1, 1, BoostType.Unlimited, 0, null, "", Rows.Noon, null, null, null, Rows.Hash(1), $"{n}",
                Rows.Noon));
            changes.Namespaces.Add(new Namespace(owner, "ns", $"{n}", Rows.Noon));
        }
    }

    static string[] Shuffled(string[] keys, int seed)
    {
        string[] shuffled = [.. keys];
        new Random(seed).Shuffle(shuffled);
        return shuffled;
    }
}
