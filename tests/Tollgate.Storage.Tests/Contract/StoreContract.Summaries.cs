using System.Text.Json;

namespace Tollgate.Storage.Tests.Contract;

public abstract partial class StoreContract
{
    const int MostGroups = 10_000;

    static readonly DateTimeZone Berlin = DateTimeZoneProviders.Tzdb["Europe/Berlin"];

    static readonly string?[] Properties =
    [
        null, "{}", """{"model":"a"}""", """{"model":"b \u00e9 🚪","size":1}""", """{"model":null}""",
        """{"model":1.50}""", """{"model":1e400}""", """{"model":true}""", """{"model":["x",{"y":1}]}""",
        $$"""{"model":"{{string.Concat(Enumerable.Repeat("🚪", 200))}}"}""",
        """{"other":"a"}""", Erased.Of("""{"model":"a"}"""),
    ];

    [Fact]
    public async Task A_summary_is_what_the_events_sum_to_however_they_are_told_apart()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var customers = await MakeAsync("a", "b");
        Feature[] features = [SummaryFeature(1, 0), SummaryFeature(2, 3), SummaryFeature(3, 9)];
        List<UsageEvent> events =
            [.. Enumerable.Range(1, 400).Select(n => RandomUse(random, customers[n % 5 == 0 ? 1 : 0], n))];
        await CommitAsync(changes =>
        {
            changes.Features.AddRange(features);
            changes.Events.AddRange(events);
            // What a use drew from a top-up is in the use's own line.
            changes.Events.AddRange(events.Take(50).Select(
                use => use with { Line = 1, Kind = UsageKind.TopUp, Pot = "#1" }));
        });
        var catalog = new Catalog(features, [], Settings.Default);
        for (var i = 0; i < 60; i++)
        {
            var filter = new SummaryFilter(
                customers[0], [.. new[] { 1, 2, 3 }.Where(_ => random.Next(4) > 0)],
                Rows.Noon + Duration.FromHours(random.Next(-1000, 0)),
                Rows.Noon + Duration.FromHours(random.Next(1000)),
                (SummaryKeys)random.Next(16), random.Next(3) == 0 ? null : random.Next(3) == 0 ? "si'ze" : "model");
            var summary = new UsageSummary(filter, catalog, Berlin, MostGroups);
            await Store.Queries.SummarizeAsync(summary, Stop);

            var expected = Expected(filter, events, catalog);
            Assert.True(
                expected.SequenceEqual(Show(summary.Groups)),
                $"seed {seed}, {filter}:\n{string.Join('\n', expected)}\nbut\n"
                + string.Join('\n', Show(summary.Groups)));
        }
    }

    [Fact]
    public async Task A_summary_of_more_groups_than_it_takes_says_so()
    {
        var customer = (await MakeAsync("a"))[0];
        Feature[] features = [SummaryFeature(1, 0)];
        await CommitAsync(changes =>
        {
            changes.Features.AddRange(features);
            changes.Events.AddRange(Enumerable.Range(1, 20).Select(
                n => Rows.Event(customer, n, Rows.Noon) with { Actor = $"a{n}" }));
        });
        var filter = new SummaryFilter(
            customer, [1], Rows.Noon, Rows.Noon + Microsecond, SummaryKeys.Actor, null);
        UsageSummary fits = new(filter, new Catalog(features, [], Settings.Default), Berlin, 20);
        UsageSummary bursts = new(filter, new Catalog(features, [], Settings.Default), Berlin, 19);

        await Store.Queries.SummarizeAsync(fits, Stop);
        await Store.Queries.SummarizeAsync(bursts, Stop);

        Assert.Equal((20, false), (fits.Groups.Count, fits.IsTooLarge));
        Assert.True(bursts.IsTooLarge);
    }

    static Feature SummaryFeature(int id, int scale) =>
        new(id, $"f{id}", new FeatureDefinition("F", FeatureType.Metered, Scale: scale));

    static UsageEvent RandomUse(Random random, CustomerId customer, int sequence)
    {
        // The clocks of the zone change on 30 March.
        var at = Rows.Noon + Duration.FromMinutes(random.Next(-1200 * 60, 1200 * 60));
        return Rows.Event(customer, sequence, at, feature: random.Next(1, 4)) with
        {
            Namespace = random.Next(3) == 0 ? "site" : "",
            Actor = random.Next(4) switch { 0 => "ann", 1 => "Bo", 2 => Erased.Of("carl"), _ => null },
            Properties = Properties[random.Next(Properties.Length)],
            Quantity = random.NextInt64(Quantities.Most),
            Included = random.NextInt64(1000),
            TopUp = random.NextInt64(1000),
            Overage = random.NextInt64(1000),
            Charge = random.Next(4) switch
            {
                0 => new Charge(Currency.Parse("USD"), new Amount(random.NextInt64(-5, 1L << 60)), Exact.Zero, []),
                1 => new Charge(Currency.Parse("EUR"), new Amount(random.NextInt64(100)), Exact.Zero, []),
                _ => null,
            },
        };
    }

    // The plain way, by the calendar.
    static string[] Expected(SummaryFilter filter, List<UsageEvent> events, Catalog catalog)
    {
        var counted = events.Where(use => use.Customer == filter.Customer && filter.Features.Contains(use.Feature)
            && use.At >= filter.From && use.At < filter.To);
        var groups = counted.GroupBy(use => new SummaryGroup(
            filter.By.HasFlag(SummaryKeys.Day) ? use.At.InZone(Berlin).Date : null,
            filter.By.HasFlag(SummaryKeys.Feature) ? use.Feature : null,
            filter.By.HasFlag(SummaryKeys.Namespace) && use.Namespace.Length > 0 ? use.Namespace : null,
            filter.By.HasFlag(SummaryKeys.Actor) && use.Actor is "ann" or "Bo" ? use.Actor : null,
            PropertyOf(use, filter.Property)));
        return Show(groups.ToDictionary(group => group.Key, group => new SummarySums(
            Sum(group, use => use.Quantity), Sum(group, use => use.Included), Sum(group, use => use.TopUp),
            Sum(group, use => use.Overage), group.Count(use => use.Kind == UsageKind.Use))
        {
            Charges = group.Select(use => use.Charge).OfType<Charge>().Aggregate(
                CurrencySums.None, (sums, charge) => sums.With(charge.Currency, charge.Amount.Micros)),
        }));

        decimal Sum(IEnumerable<UsageEvent> uses, Func<UsageEvent, long> units) =>
            uses.Sum(use => Quantities.Unscale(units(use), catalog.Feature(use.Feature)!.Scale));
    }

    static string? PropertyOf(UsageEvent use, string? name)
    {
        if (name is null || use.Properties is null || use.Properties[0] != '{') return null;
        var members = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(use.Properties)!;
        if (!members.TryGetValue(name, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        return text.Length > 300 ? text[..256] : text;
    }

    static string[] Show(IReadOnlyDictionary<SummaryGroup, SummarySums> groups) =>
        [.. groups.Select(group => $"{group.Key}: {Show(group.Value)}").Order(StringComparer.Ordinal)];

    static string Show(SummarySums sums) =>
        $"{sums.Quantity:0.#########} {sums.Included:0.#########} {sums.TopUp:0.#########} {sums.Overage:0.#########} "
        + $"{sums.Events} {string.Join(' ', sums.Charges.All)}";
}
