using NodaTime;
using Tollgate.Core.History;
using Tollgate.Core.Money;
using Tollgate.Core.Usage;
using Tollgate.Core.Wallets;
using Xunit;

namespace Tollgate.Core.Tests.History;

public sealed class ChainTests
{
    static readonly Instant Noon = Desk.Time("2026-01-15T12:00:00Z");

    static readonly UsageEvent Use = new(
        new CustomerId(1), 7, 0, "a", UsageKind.Use, 3, "", "", 4, Noon, Noon, UsageFlags.None, 3, 0, 1, "me",
        """{"a":1}""", """{"b":2}""", Hash.Empty);

    static readonly AuditEntry Entry = new(
        new CustomerId(1), 7, Noon, "me", "customer.created", "acme", null, """{"id":"acme"}""", Hash.Empty);

    static readonly Charge Charged = new(
        Currency.Parse("USD"), new Amount(7), Exact.Parse("0.0000071"), [new CreditPart(3, new Amount(-7))])
    {
        Cycle = Noon,
    };

    static readonly LedgerEntry Movement = new(
        new CustomerId(1), Currency.Parse("USD"), 2, 7, 0, new Amount(-7), new Amount(3), EntryKind.Debit,
        [new CreditPart(3, new Amount(-7))], "a", "why", "me", Noon, Hash.Empty);

    public static TheoryData<string, UsageEvent> Uses { get; } = new()
    {
        { "customer", Use with { Customer = new CustomerId(2) } },
        { "sequence", Use with { Sequence = 8 } },
        { "line", Use with { Line = 1 } },
        { "id", Use with { Id = "b" } },
        { "kind", Use with { Kind = (UsageKind)1 } },
        { "pot", Use with { Pot = "x" } },
        { "namespace", Use with { Namespace = "x" } },
        { "pot for namespace", Use with { Pot = "x", Namespace = "" } }, { "quantity", Use with { Quantity = 5 } },
        { "at", Use with { At = Noon + Duration.FromTicks(10) } },
        { "recorded at", Use with { RecordedAt = Noon + Duration.FromTicks(10) } },
        { "flags", Use with { Flags = UsageFlags.Overage } },
        { "included", Use with { Included = 4 } },
        { "top-up", Use with { TopUp = 1 } },
        { "overage", Use with { Overage = 2 } },
        { "actor", Use with { Actor = "you" } },
        { "no actor", Use with { Actor = null } },
        { "properties", Use with { Properties = """{"a":2}""" } }, { "metadata", Use with { Metadata = null } },
        { "metadata for properties", Use with { Properties = Use.Metadata, Metadata = Use.Properties } },
    };

    public static TheoryData<string, Charge> Charges { get; } = new()
    {
        { "currency", Charged with { Currency = Currency.Parse("EUR") } },
        { "amount", Charged with { Amount = new Amount(8) } },
        { "cost", Charged with { Cost = Exact.Parse("0.0000075") } },
        { "which grant paid", Charged with { Paid = [new CreditPart(4, new Amount(-7))] } },
        { "how much it paid", Charged with { Paid = [new CreditPart(3, new Amount(-6))] } },
        { "that none paid", Charged with { Paid = [] } },
        { "the cycle", Charged with { Cycle = Noon + Duration.FromTicks(10) } },
        { "no cycle", Charged with { Cycle = null } },
    };

    public static TheoryData<string, LedgerEntry> Movements { get; } = new()
    {
        { "customer", Movement with { Customer = new CustomerId(2) } },
        { "currency", Movement with { Currency = Currency.Parse("EUR") } },
        { "number", Movement with { Number = 3 } }, { "sequence", Movement with { Sequence = 8 } },
        { "line", Movement with { Line = 1 } }, { "amount", Movement with { Amount = new Amount(-6) } },
        { "balance", Movement with { Balance = new Amount(4) } },
        { "kind", Movement with { Kind = EntryKind.Fee } }, { "parts", Movement with { Parts = [] } },
        { "reference", Movement with { Reference = "b" } }, { "reason", Movement with { Reason = "why not" } },
        { "actor", Movement with { Actor = null } },
        { "time", Movement with { CreatedAt = Noon + Duration.FromTicks(10) } },
        { "reason for reference", Movement with { Reference = "why", Reason = "a" } },
    };

    public static TheoryData<string, AuditEntry> Entries { get; } = new()
    {
        { "customer", Entry with { Customer = new CustomerId(2) } },
        { "sequence", Entry with { Sequence = 8 } }, { "at", Entry with { At = Noon + Duration.FromTicks(10) } },
        { "actor", Entry with { Actor = "you" } }, { "action", Entry with { Action = "customer.updated" } },
        { "subject", Entry with { Subject = "bolt" } }, { "before", Entry with { Before = "{}" } },
        { "after", Entry with { After = null } },
        { "before for after", Entry with { Before = Entry.After, After = null } },
    };

    [Theory]
    [MemberData(nameof(Uses), DisableDiscoveryEnumeration = true)]
    public void A_change_of_any_field_of_a_use_changes_its_hash(string field, UsageEvent other) =>
        Assert.True(Chain.Next(Hash.Empty, Use, "calls") != Chain.Next(Hash.Empty, other, "calls"), field);

    [Theory]
    [MemberData(nameof(Entries), DisableDiscoveryEnumeration = true)]
    public void A_change_of_any_field_of_an_entry_changes_its_hash(string field, AuditEntry other) =>
        Assert.True(Chain.Next(Hash.Empty, Entry) != Chain.Next(Hash.Empty, other), field);

    [Theory]
    [MemberData(nameof(Charges), DisableDiscoveryEnumeration = true)]
    public void A_change_of_any_field_of_a_charge_changes_its_hash(string field, Charge other)
    {
        var hash = Chain.Next(Hash.Empty, Use with { Charge = Charged }, "calls");
        Assert.True(hash != Chain.Next(Hash.Empty, Use with { Charge = other }, "calls"), field);
        Assert.True(hash != Chain.Next(Hash.Empty, Use, "calls"), field);
    }

    [Theory]
    [MemberData(nameof(Movements), DisableDiscoveryEnumeration = true)]
    public void A_change_of_any_field_of_a_movement_changes_its_hash(string field, LedgerEntry other) =>
        Assert.True(Chain.Next(Hash.Empty, Movement) != Chain.Next(Hash.Empty, other), field);

    [Fact]
    public void It_covers_the_change_before_and_the_features_code()
    {
        var hash = Chain.Next(Hash.Empty, Use, "calls");
        var key = new ChainKey("sixteen or more of them");
        Assert.NotEqual(hash, Chain.Next(Hash.Empty, Use, "calls", key));
        Assert.NotEqual(Chain.Next(Hash.Empty, Entry), Chain.Next(Hash.Empty, Entry, key));
        Assert.NotEqual(
            Chain.Next(Hash.Empty, Use, "calls", key),
            Chain.Next(Hash.Empty, Use, "calls", new ChainKey("another of these keys")));
        Assert.NotEqual(hash, Chain.Next(hash, Use, "calls"));
        Assert.NotEqual(hash, Chain.Next(Hash.Empty, Use, "tokens"));
        Assert.NotEqual(hash, Chain.Next(Hash.Empty, Use with { Id = "ac" }, "alls"));
        Assert.NotEqual(Chain.Next(Hash.Empty, Entry), Chain.Next(hash, Entry));
    }

    [Fact]
    public void Neither_its_own_hash_nor_the_features_number_is_part_of_it() => Assert.Equal(
        Chain.Next(Hash.Empty, Use, "calls"),
        Chain.Next(Hash.Empty, Use with { Hash = Hash.Over([1]), Feature = 9 }, "calls"));

    [Fact]
    public void The_longest_fields_there_may_be_fit()
    {
        var longest = new string('a', 128);
        var text = new string('x', CanonicalJson.MostCharacters);
        var use = Use with
        {
            Id = longest,
            Pot = longest,
            Namespace = longest,
            Actor = text,
            Properties = text,
            Metadata = text,
        };
        Assert.NotEqual(Hash.Empty, Chain.Next(Hash.Over([1]), use, longest));
        var entry = Entry with
        {
            Actor = text,
            Action = longest,
            Subject = $"sub_{longest}_{long.MaxValue}",
            Before = text,
            After = text,
        };
        Assert.NotEqual(Hash.Empty, Chain.Next(Hash.Over([1]), entry));
    }
}
