namespace Tollgate.Storage.Tests.Contract;

public abstract partial class StoreContract
{
    static readonly Currency Usd = Currency.Parse("USD");
    static readonly Currency Eur = Currency.Parse("EUR");

    [Fact]
    public async Task A_statement_is_what_the_changes_of_its_period_moved_and_agrees_with_itself()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var customers = await MakeAsync("a", "b");
        var (uses, audits, ledger) = Story(random, customers[0]);
        var others = Story(random, customers[1]);
        await CommitAsync(changes =>
        {
            changes.Features.AddRange([SummaryFeature(1, 0), SummaryFeature(2, 3), SummaryFeature(3, 9)]);
            changes.Events.AddRange([.. uses, .. others.Uses]);
            changes.Audits.AddRange([.. audits, .. others.Audits]);
            changes.Ledger.AddRange([.. ledger, .. others.Ledger]);
            foreach (var wallet in ledger.Concat(others.Ledger).GroupBy(entry => (entry.Customer, entry.Currency)))
                changes.Wallets.Add(Wallet.New(wallet.Key.Customer, wallet.Key.Currency) with
                {
                    Entries = wallet.Count(),
                    Balance = wallet.Last().Balance,
                });
        });
        for (var i = 0; i < 40; i++)
        {
            var currency = random.Next(3) == 0 ? Eur : Usd;
            var last = random.Next(3) == 0 ? random.Next(1, 300) : 300;
            var from = random.Next(-5, 160);
            var statement = NewStatement(
                customers[0], currency, StoryTime(from), StoryTime(from + random.Next(80)), last,
                (SummaryKeys)random.Next(16), random.Next(2) == 0 ? "model" : null);
            await Store.Queries.StateAsync(statement, Stop);

            var expected = ShowExpected(statement, uses, ledger);
            Assert.True(
                expected == Show(statement),
                $"seed {seed}, {statement.Charges.Filter}, {last}:\n{expected}\nbut\n{Show(statement)}");
        }
    }

    [Fact]
    public async Task A_statement_of_a_wallet_that_nothing_moved_is_empty()
    {
        var customer = (await MakeAsync("a"))[0];
        await CommitAsync(changes => changes.Features.Add(SummaryFeature(1, 0)));
        var statement = NewStatement(
            customer, Usd, StoryTime(0), StoryTime(5), 0, SummaryKeys.Feature, null);

        await Store.Queries.StateAsync(statement, Stop);

        Assert.Equal((Amount.Zero, Amount.Zero, true), (statement.Opening, statement.Closing, statement.Agrees));
        Assert.Empty(statement.Entries);
        Assert.Empty(statement.Charges.Groups);
    }

    // Several changes come to the same time.
    static Instant StoryTime(int change) => Rows.Noon + Duration.FromMinutes(change);

    // Changes one by one: uses with a pool's line, reversals and credit, each with the movement that goes with it.
    static (List<UsageEvent> Uses, List<AuditEntry> Audits, List<LedgerEntry> Ledger) Story(
        Random random, CustomerId customer)
    {
        List<UsageEvent> uses = [];
        List<AuditEntry> audits = [];
        List<LedgerEntry> ledger = [];
        for (var n = 1; n <= 300; n++)
        {
            var at = StoryTime(n / 2);
            var currency = random.Next(4) == 0 ? Eur : Usd;
            var amount = new Amount(random.NextInt64(1, 1_000_000));
            if (random.Next(4) == 0)
            {
                audits.Add(Rows.Audit(customer, n) with { At = at });
                if (random.Next(2) == 0) Move(n, at, currency, EntryKind.TopUp, amount);
                continue;
            }
            var isBack = random.Next(5) == 0;
            var charge = random.Next(4) == 0
                ? null
                : new Charge(currency, isBack ? -amount : amount, Exact.Zero, []);
            var use = RandomUse(random, customer, n) with
            {
                RecordedAt = at,
                At = at + Duration.FromMinutes(random.Next(-20, 3)),
                Kind = isBack ? UsageKind.Reversal : UsageKind.Use,
                Charge = charge,
            };
            uses.Add(use);
            if (random.Next(4) == 0) uses.Add(use.Part(1, UsageKind.Pool, 3, "", 1, 0));
            if (charge is not null)
                Move(n, at, currency, isBack ? EntryKind.Reversal : EntryKind.Debit, -charge.Amount);
        }
        return (uses, audits, ledger);

        void Move(int sequence, Instant at, Currency currency, EntryKind kind, Amount amount)
        {
            var before = ledger.FindLast(entry => entry.Currency == currency);
            ledger.Add(Rows.Entry(customer, (before?.Number ?? 0) + 1) with
            {
                Currency = currency,
                Sequence = sequence,
                Amount = amount,
                Balance = (before?.Balance ?? Amount.Zero) + amount,
                Kind = kind,
                CreatedAt = at,
            });
        }
    }

    static Statement NewStatement(
        CustomerId customer, Currency currency, Instant from, Instant to, long last, SummaryKeys by, string? property)
    {
        Feature[] features = [SummaryFeature(1, 0), SummaryFeature(2, 3), SummaryFeature(3, 9)];
        var filter = new SummaryFilter(customer, [1, 2, 3], from, to, by, property)
        {
            Currency = currency,
            Recorded = true,
        };
        var spend = new UsageSummary(filter, new Catalog(features, [], Settings.Default), Berlin, MostGroups);
        return new Statement(spend, last);
    }

    // The plain way, by the times of the rows themselves.
    static string ShowExpected(Statement statement, List<UsageEvent> uses, List<LedgerEntry> ledger)
    {
        var (filter, last) = (statement.Charges.Filter, statement.Last);
        var own = ledger.Where(entry => entry.Currency == filter.Currency && entry.Sequence <= last).ToList();
        var entries = own.Where(entry => entry.CreatedAt >= filter.From && entry.CreatedAt < filter.To).ToList();
        var spent = uses.Where(use => use.Line == 0 && use.Sequence <= last && use.Charge?.Currency == filter.Currency
            && use.RecordedAt >= filter.From && use.RecordedAt < filter.To).ToList();
        var dated = spent.ConvertAll(use => use with { At = use.RecordedAt });
        return $"{BalanceAt(filter.From)} {BalanceAt(filter.To)} "
            + string.Join(' ', entries.GroupBy(entry => entry.Kind).OrderBy(kind => kind.Key)
                .Select(kind => $"{kind.Key} {kind.Count()} {SumOf(kind.Select(entry => entry.Amount))}"))
            + $" {SumOf(spent.Where(use => use.At < filter.From || use.At >= filter.To)
                .Select(use => use.Charge!.Amount))} True\n{string.Join('\n', ExpectedOf(filter, dated))}";

        Amount BalanceAt(Instant time) => own.FindLast(entry => entry.CreatedAt < time)?.Balance ?? Amount.Zero;
    }

    static Amount SumOf(IEnumerable<Amount> amounts) => amounts.Aggregate(Amount.Zero, (sum, one) => sum + one);

    static string[] ExpectedOf(SummaryFilter filter, List<UsageEvent> uses) => Expected(
        filter, uses,
        new Catalog([SummaryFeature(1, 0), SummaryFeature(2, 3), SummaryFeature(3, 9)], [], Settings.Default));

    static string Show(Statement statement) =>
        $"{statement.Opening} {statement.Closing} "
        + string.Join(' ', statement.Entries.Select(kind => $"{kind.Key} {kind.Value.Count} {kind.Value.Amount}"))
        + $" {statement.DatedOutside} {statement.Agrees}\n{string.Join('\n', Show(statement.Charges.Groups))}";
}
