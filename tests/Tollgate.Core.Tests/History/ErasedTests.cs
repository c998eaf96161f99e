using NodaTime;
using Tollgate.Core.History;
using Tollgate.Core.Keys;
using Tollgate.Core.Money;
using Tollgate.Core.Usage;
using Tollgate.Core.Wallets;
using Xunit;

namespace Tollgate.Core.Tests.History;

public sealed class ErasedTests
{
    static readonly Currency Usd = Currency.Parse("USD");

    static readonly Instant Noon = Desk.Time("2026-01-15T12:00:00Z");

    static readonly UsageEvent Use = new(
        new CustomerId(1), 7, 0, "a", UsageKind.Use, 3, "", "", 4, Noon, Noon, UsageFlags.None, 3, 0, 1, "me",
        """{"a":1}""", """{"b":2}""", Hash.Empty);

    static readonly AuditEntry Entry = new(
        new CustomerId(1), 7, Noon, "me", "customer.created", "acme", """{"id":"a"}""", """{"id":"b"}""", Hash.Empty);

    // printf '%s' me | sha256sum
    [Fact]
    public void What_is_erased_leaves_its_hash() => Assert.Equal(
        "sha256:2744ccd10c7533bd736ad890f9dd5cab2adb27b07d500b9493f29cdc420cb2e0", Erased.Of("me"));

    [Fact]
    public void What_is_erased_once_or_never_was_stays_as_it_is()
    {
        Assert.Equal(Erased.Of("me"), Erased.Of(Erased.Of("me")));
        Assert.Null(Erased.Of(null));
        Assert.Null(Erased.Shown(Erased.Of("me")));
        Assert.Equal("me", Erased.Shown("me"));
    }

    [Fact]
    public void The_link_of_an_erased_change_is_what_it_was()
    {
        var use = Use with
        {
            Actor = Erased.Of(Use.Actor),
            Properties = Erased.Of(Use.Properties),
            Metadata = Erased.Of(Use.Metadata),
        };
        var entry = Entry with { Before = Erased.Of(Entry.Before), After = Erased.Of(Entry.After) };

        Assert.Equal(Chain.Next(Hash.Empty, Use, "calls"), Chain.Next(Hash.Empty, use, "calls"));
        Assert.Equal(Chain.Next(Hash.Empty, Entry), Chain.Next(Hash.Empty, entry));
        Assert.NotEqual(
            Chain.Next(Hash.Empty, Use, "calls"),
            Chain.Next(Hash.Empty, use with { Actor = Erased.Of("you") }, "calls"));
    }

    [Theory]
    [InlineData("sha256:")]
    [InlineData("sha256:2744ccd10c7533bd736ad890f9dd5cab2adb27b07d500b9493f29cdc420cb2e0")]
    public void Nobody_can_name_themselves_like_one_who_was_erased(string name)
    {
        Assert.Equal(["actor"], Bad(new Use("acme", "calls") { Actor = name }));
        Assert.Equal(["name"], Bad(new CreateApiKey(Hash.Empty, "tg", name, [Scope.Admin], null)));
        Assert.Empty(Bad(new Use("acme", "calls") { Actor = $" {name}" }));
    }

    [Fact]
    public void No_reason_that_is_erased_in_its_place_can_look_erased()
    {
        var reason = Erased.Of("me")!;
        Assert.Equal(["reason"], Bad(new AdjustWallet("acme", Usd, Amount.Of(1), reason)));
        Assert.Equal(["reason"], Bad(new GrantCredit("acme", Usd, Amount.Of(1), CreditKind.Grant, Reason: reason)));
        Assert.Equal(["reason"], Bad(new ReverseUse("acme", "a", reason)));
    }

    [Fact]
    public void A_reference_that_looks_erased_is_shown_and_is_not_taken_for_another()
    {
        var entry = new LedgerEntry(
            new CustomerId(1), Usd, 1, 7, 0, Amount.Of(-1), Amount.Of(2), EntryKind.Debit, [], "me", null, null, Noon,
            Hash.Empty);
        var other = entry with { Reference = Erased.Of("me") };

        Assert.Equal(Erased.Of("me"), LedgerEntryView.Of("acme", other).Reference);
        Assert.NotEqual(Chain.Next(Hash.Empty, entry), Chain.Next(Hash.Empty, other));
    }

    static IEnumerable<string> Bad(Command command)
    {
        var errors = new FieldErrors();
        command.Validate(errors);
        return errors.All.Select(error => error.Field);
    }
}
