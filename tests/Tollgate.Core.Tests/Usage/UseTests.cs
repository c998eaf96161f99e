using NodaTime;
using Tollgate.Core.Usage;
using Xunit;

namespace Tollgate.Core.Tests.Usage;

public sealed class UseTests
{
    static readonly Use Plain = new("acme", "calls", 4, Id: "a") { Properties = """{"model":"x"}""" };

    public static TheoryData<string, Use, bool> Contents { get; } = new()
    {
        { "a copy", Plain with { }, true },
        { "another id", Plain with { Id = "b" }, true },
        { "another mode", Plain with { Mode = UsageMode.Record }, true },
        { "another actor and metadata", Plain with { Actor = "me", Metadata = "{}" }, true },
        { "4.0 for 4", Plain with { Quantity = 4.0m }, true },
        { "another quantity", Plain with { Quantity = 5 }, false },
        { "another feature", Plain with { Feature = "tokens" }, false },
        { "another namespace", Plain with { Namespace = "site" }, false },
        { "a time", Plain with { At = Instant.FromUtc(2026, 1, 15, 12, 0) }, false },
        { "other properties", Plain with { Properties = null }, false },
    };

    [Theory]
    [MemberData(nameof(Contents), DisableDiscoveryEnumeration = true)]
    public void Content_is_what_was_used_though_another_use_was_hashed_before(string other, Use use, bool isSame)
    {
        var first = Plain.Content;
        Assert.True(first == use.Content == isSame, other);
    }

    public static TheoryData<Rule> Copies { get; } = Rule.Table(
        new Rule("Two copies of a use are recorded as two", desk =>
        {
            desk.On((10, "day"));
            var use = new Use("acme", "calls");
            desk.Do(use);
            return Desk.Show(desk.Do(use with { Quantity = 2 }));
        }, "allowed q=2 in=2 over=0 3/10 left 7 per day 2026-01-15T00:00:00Z..2026-01-16T00:00:00Z flags= seq=4"),
        new("A use without id that is asked for again is another use", desk =>
        {
            desk.On((10, "day"));
            var use = new Use("acme", "calls");
            desk.Do(use);
            return Desk.Show(desk.Do(use));
        }, "allowed q=1 in=1 over=0 2/10 left 8 per day 2026-01-15T00:00:00Z..2026-01-16T00:00:00Z flags= seq=4"));

    [Theory]
    [MemberData(nameof(Copies), DisableDiscoveryEnumeration = true)]
    public void Each_use_counts_once(Rule rule) => rule.Holds();
}
