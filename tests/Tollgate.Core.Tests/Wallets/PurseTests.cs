using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Tollgate.Core.Customers;
using Tollgate.Core.History;
using Tollgate.Core.Money;
using Tollgate.Core.Wallets;
using Xunit;

namespace Tollgate.Core.Tests.Wallets;

/// <summary>What happens to grants (1 of 10 first, 2 of 5 until noon), and what is left in the end.</summary>
public sealed class PurseTests
{
    static readonly Currency Usd = Currency.Parse("USD");
    static readonly Instant Morning = Instant.FromUtc(2026, 1, 15, 8, 0);
    static readonly Instant Noon = Instant.FromUtc(2026, 1, 15, 12, 0);
    static readonly EntryLabel Label = new(EntryKind.Debit, null, null, null);

    public static TheoryData<string, string> Rows => new()
    {
        { "", "balance 0 held 0" },
        { "credit 1 10", "balance 10 held 0 #1 10" },
        { "credit 1 10 credit 2 5 noon debit 6", "balance 9 held 0 #1 9" },
        { "credit 1 10 credit 2 5 noon debit 15", "balance 0 held 0" },
        { "credit 1 10 debit 12", "balance -2 held 0 #0 -2" },
        { "credit 1 10 debit 12 credit 2 5", "balance 3 held 0 #2 3" },
        { "credit 1 10 debit 12 credit 2 5 restore", "balance 15 held 0 #1 10 #2 3 #0 2" },
        { "credit 1 10 debit 12 restore", "balance 10 held 0 #1 10" },
        { "credit 1 10 credit 2 5 noon later", "balance 10 held 0 #1 10" },
        { "credit 1 10 credit 2 5 noon debit 4 later restore", "balance 10 held 0 #1 10" },
        { "credit 2 5 noon hold 3 later", "balance 3 held 3 #2 3/3" },
        { "credit 2 5 noon hold 3 later free", "balance 0 held 0" },
        { "credit 1 10 credit 2 5 noon hold 3 later free-debit 2", "balance 10 held 0 #1 10" },
        { "credit 1 10 credit 2 5 noon hold 3 later free-debit 4", "balance 9 held 0 #1 9" },
        { "credit 1 10 hold 10 debit 4", "balance 6 held 10 #1 10/10 #0 -4" },
        { "credit 1 10 hold 10 debit 4 free", "balance 6 held 0 #1 10 #0 -4" },
        { "credit 2 5 noon hold 5 debit 3 free later", "balance 0 held 0" },
        { "credit 2 5 noon hold 5 debit 7 free later", "balance -2 held 0 #0 -2" },
        { "debit 4 add 10", "balance 6 held 0 #0 6" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Credit_is_spent_held_and_expires(string done, string expected)
    {
        var play = new Play();
        play.Do(done);
        Assert.Equal(expected, play.Describe());
    }

    [Fact]
    public void Whatever_is_done_the_balance_is_the_sum_of_the_entries_and_what_remains_less_the_debt() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(2_000), Prop.ForAll<byte[]>(bytes =>
    {
        string[] steps = ["credit", "credit noon", "debit", "restore", "hold", "free", "free-debit", "later", "add"];
        var play = new Play();
        foreach (var one in bytes)
        {
            var step = steps[one % steps.Length];
            play.Do(step.StartsWith("credit", StringComparison.Ordinal)
                ? $"credit {play.Next} {(one % 7) + 1}{step[6..]}"
                : step is "debit" or "hold" or "add" or "free-debit" ? $"{step} {(one % 11) + 1}" : step);
            play.AssertEven();
        }
    }));

    static readonly HeldCredit Nothing = new(Usd, Amount.Zero, []);

    // Grants 1 and 2 carry the numbers that the row gives them; what is of none is shown as #0.
    sealed class Play
    {
        readonly CustomerState customer = new(Head.New(new CustomerId(7)), Terms.None(new CustomerId(7)));
        IReadOnlyList<CreditPart> paid = [];
        HeldCredit held = Nothing;
        Instant now = Morning;
        Amount spent;

        public Play()
        {
            customer.HasMoney = true;
            customer.Put(Wallet.New(new CustomerId(7), Usd));
        }

        public long Next { get; private set; } = 1;

        Purse Purse => new(customer, Usd, now);

        public void Do(string done)
        {
            var words = new Queue<string>(done.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            while (words.TryDequeue(out var word)) Do(word, words);
        }

        public string Describe()
        {
            var grants = CreditGrant.InOrder(customer.Grants.Where(grant => grant.Remaining > Amount.Zero))
                .Select(grant => $" #{grant.Id} {grant.Remaining}"
                    + (grant.Held > Amount.Zero ? $"/{grant.Held}" : "")).ToList();
            if (Loose != 0) grants.Add($" #0 {new Amount(Loose)}");
            return $"balance {Purse.Wallet.Balance} held {Purse.Wallet.Held}{string.Concat(grants)}";
        }

        long Loose => Purse.Wallet.Balance.Micros - customer.Grants.Sum(grant => grant.Remaining.Micros);

        public void AssertEven()
        {
            var wallet = Purse.Wallet;
            var entries = customer.Changes.Ledger;
            Assert.Equal(wallet.Balance.Micros, entries.Sum(entry => entry.Amount.Micros));
            Assert.Equal(wallet.Held.Micros, held.Parts.Sum(part => part.Amount.Micros));
            var parts = entries.SelectMany(entry => entry.Parts)
                .ToLookup(part => part.Grant, part => part.Amount.Micros);
            Assert.All(customer.Grants, grant =>
            {
                Assert.True(grant.Held >= Amount.Zero && grant.Free >= Amount.Zero);
                Assert.True(grant.Remaining <= grant.Amount);
                Assert.Equal(grant.Remaining.Micros, parts[grant.Id].Sum());
                Assert.False(grant.IsExpired(now) && grant.Free > Amount.Zero);
            });
            Assert.Equal(Loose, parts[0].Sum());
            for (var i = 0; i < entries.Count; i++)
            {
                var before = i == 0 ? Amount.Zero : entries[i - 1].Balance;
                Assert.Equal(before + entries[i].Amount, entries[i].Balance);
                Assert.Equal(i + 1, entries[i].Number);
                Assert.Equal(entries[i].Amount.Micros, entries[i].Parts.Sum(part => part.Amount.Micros));
            }
        }

        void Do(string word, Queue<string> rest)
        {
            // Each step is a change of its own.
            customer.Record(new AuditEntry(
                customer.Head.Customer, customer.NextSequence + 1000, now, "test", word, "", null, null, Hash.Empty));
            switch (word)
            {
                case "credit":
                    Credit(rest);
                    break;
                case "add":
                    Purse.Add(Take(rest), Label);
                    break;
                case "debit":
                    spent = Take(rest);
                    paid = Purse.Debit(spent, Label).Parts;
                    break;
                case "restore":
                    if (spent > Amount.Zero) Purse.Restore(spent, paid, Label);
                    (spent, paid) = (Amount.Zero, []);
                    break;
                case "hold":
                    Purse.Free(held);
                    held = Purse.Hold(Take(rest));
                    Purse.Expire();
                    break;
                case "free":
                    Purse.Free(held);
                    held = Nothing;
                    Purse.Expire();
                    break;
                case "free-debit":
                    Purse.Free(held);
                    spent = Take(rest);
                    paid = Purse.Debit(spent, Label, held.Parts).Parts;
                    held = Nothing;
                    Purse.Expire();
                    break;
                case "later":
                    now = Noon;
                    Purse.Expire();
                    break;
                default:
                    throw new ArgumentException(word);
            }
        }

        void Credit(Queue<string> rest)
        {
            var (id, amount) = (long.Parse(rest.Dequeue(), null), Take(rest));
            var expires = rest.TryPeek(out var next) && next == "noon" ? Noon : (Instant?)null;
            if (expires is not null) rest.Dequeue();
            Next = id + 1;
            Purse.Credit(
                new CreditGrant(
                    new CustomerId(7), id, Usd, CreditKind.Grant, 100, expires, amount, amount, Amount.Zero, null,
                    Hash.Empty, now),
                Label);
            if (now == Noon) Purse.Expire();
        }

        static Amount Take(Queue<string> rest) => Amount.Of(long.Parse(rest.Dequeue(), null));
    }
}
