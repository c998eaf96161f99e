using System.Collections.Immutable;

namespace Tollgate.Storage.Tests.Contract;

public abstract partial class StoreContract
{
    [Fact]
    public async Task What_was_charged_is_summed_up_by_match_and_time_of_recording()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var customers = await MakeAsync("a", "b");
        var (uses, audits, _) = Story(random, customers[0]);
        var others = Story(random, customers[1]);
        await CommitAsync(changes =>
        {
            changes.Heads.AddRange(customers.Select(customer => Rows.Head(customer, 300)));
            changes.Events.AddRange([.. uses, .. others.Uses]);
            changes.Audits.AddRange([.. audits, .. others.Audits]);
        });
        for (var i = 0; i < 20; i++)
        {
            var from = random.Next(-5, 160);
            var query = new ChargeQuery(
                customers[0], random.Next(3) == 0 ? Eur : Usd, StoryTime(from), StoryTime(from + random.Next(80)),
                [
                    Part(1, null, ("model", "a")), Part(1, "site", ("model", "1.50")), Part(1, "", ("model", "1.50")),
                    Part(2, null), Part(3, "site", ("model", """["x",{"y":1}]"""), ("size", "1")),
                    Part(3, "", ("model", "b é 🚪"), ("size", "1")), Part(1, null, ("other", "a")),
                ]);
            var wanted = Wanting([customers[0]]);
            wanted.Charged.Add(query);
            var loaded = await LoadAsync(wanted);

            var expected = Expected(query, uses);
            var found = Assert.Single(loaded.Charged);
            Assert.True(
                expected.SequenceEqual(found.Sums),
                $"seed {seed}, {query}:\n{string.Join(' ', expected)}\nbut\n{string.Join(' ', found.Sums)}");
            Assert.Same(query, found.Query);
        }
    }

    [Fact]
    public async Task What_has_lost_its_properties_is_told_where_a_match_goes_by_them()
    {
        var customer = (await MakeAsync("a"))[0];
        var use = Rows.Event(customer, 1, Rows.Noon) with
        {
            Feature = 1,
            Namespace = "site",
            RecordedAt = StoryTime(1),
            Properties = Erased.Of("""{"model":"a"}"""),
            Charge = new Charge(Usd, new Amount(7), Exact.Zero, []),
        };
        await CommitAsync(changes =>
        {
            changes.Heads.Add(Rows.Head(customer, 1));
            changes.Events.Add(use);
        });

        Assert.True(await IsErasedAsync(Usd, 2, Part(1, null, ("model", "a"))));
        Assert.True(await IsErasedAsync(Usd, 2, Part(2, null), Part(1, "site", ("other", "a"))));
        Assert.False(await IsErasedAsync(Usd, 2, Part(1, "site")));
        Assert.False(await IsErasedAsync(Usd, 2, Part(2, null, ("model", "a"))));
        Assert.False(await IsErasedAsync(Usd, 2, Part(1, "", ("model", "a"))));
        Assert.False(await IsErasedAsync(Eur, 2, Part(1, null, ("model", "a"))));
        Assert.False(await IsErasedAsync(Usd, 1, Part(1, null, ("model", "a"))));

        async Task<bool> IsErasedAsync(Currency currency, int to, params ChargePart[] parts)
        {
            var wanted = Wanting([customer]);
            wanted.Charged.Add(new ChargeQuery(customer, currency, StoryTime(0), StoryTime(to), parts));
            return Assert.Single((await LoadAsync(wanted)).Charged).IsErased;
        }
    }

    [Fact]
    public async Task What_was_posted_is_found_by_the_time_that_it_shares()
    {
        var customers = await MakeAsync("a", "b");
        await CommitAsync(changes =>
        {
            changes.Posted.Add(Posted(customers[0], 1, 10, 20));
            changes.Posted.Add(Posted(customers[0], 2, 20, 30));
            changes.Posted.Add(Posted(customers[0], 3, 10, 20) with { Currency = Eur });
            changes.Posted.Add(Posted(customers[0], 4, 10, 20) with { Amount = Amount.Zero });
            changes.Posted.Add(Posted(customers[0], 5, 0, 0));
            changes.Posted.Add(Posted(customers[1], 6, 10, 20));
        });

        Assert.Equal("1 5", await FindAsync(0, 20));
        Assert.Equal("1 2 5", await FindAsync(19, 21));
        Assert.Equal("2 5", await FindAsync(20, 21));
        Assert.Equal("5", await FindAsync(30, 40));
        Assert.Equal("5", await FindAsync(0, 10));

        static PostedDifference Posted(CustomerId customer, byte key, int from, int to) => new(
            customer, Rows.Hash(key), Usd, StoryTime(from), StoryTime(to),
            Part(1, null, ("model", "a")).Match, new Amount(1), key);

        async Task<string> FindAsync(int from, int to)
        {
            var wanted = Wanting([customers[0]]);
            wanted.Posted.Add(new PostedPeriod(customers[0], Usd, StoryTime(from), StoryTime(to)));
            return string.Join(' ', (await LoadAsync(wanted)).Posted.Select(one => one.Sequence).Order());
        }
    }

    [Fact]
    public async Task Sums_of_more_events_than_are_allowed_are_left_to_whoever_is_patient()
    {
        var customer = (await MakeAsync("a"))[0];
        await CommitAsync(changes =>
        {
            changes.Heads.Add(Rows.Head(customer, 20));
            changes.Events.AddRange(Enumerable.Range(1, 20).Select(n => Rows.Event(customer, n, Rows.Noon) with
            {
                RecordedAt = StoryTime(n),
                Charge = new Charge(Usd, new Amount(n), Exact.Zero, []),
            }));
        });
        var query = new ChargeQuery(customer, Usd, StoryTime(5), StoryTime(15), [Part(null, null)]);

        Assert.Equal([customer], (await LoadAsync(Wanting(9))).CostlyCharges);
        Assert.Empty((await LoadAsync(Wanting(9))).Charged);
        Assert.Equal([new Amount(95)], Assert.Single((await LoadAsync(Wanting(10))).Charged).Sums);
        Assert.Equal([new Amount(95)], Assert.Single((await LoadAsync(Wanting(null))).Charged).Sums);

        Wanted Wanting(int? most)
        {
            var wanted = StoreContract.Wanting([customer], mostEvents: most);
            wanted.Charged.Add(query);
            return wanted;
        }
    }

    static ChargePart Part(int? feature, string? name, params (string Name, string Value)[] properties) => new(
        feature,
        new ChargeMatch(
            feature is null ? null : $"f{feature}", name,
            properties.ToImmutableSortedDictionary(one => one.Name, one => one.Value, StringComparer.Ordinal)),
        Rows.Hash(feature ?? 0));

    // The plain way, one part after another.
    static Amount[] Expected(ChargeQuery query, List<UsageEvent> uses) => [.. query.Parts.Select(part => SumOf(uses
        .Where(use => use.Line == 0 && use.Charge?.Currency == query.Currency
            && use.RecordedAt >= query.From && use.RecordedAt < query.To
            && (part.Feature is null || part.Feature == use.Feature)
            && (part.Match.Namespace is null || part.Match.Namespace == use.Namespace)
            && part.Match.Properties.All(pair => PropertyOf(use, pair.Key) == pair.Value))
        .Select(use => use.Charge!.Amount)))];
}
