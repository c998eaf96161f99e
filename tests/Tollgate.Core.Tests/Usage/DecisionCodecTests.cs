using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Tollgate.Core.Entitlements;
using Tollgate.Core.Time;
using Tollgate.Core.Usage;
using Xunit;

namespace Tollgate.Core.Tests.Usage;

public sealed class DecisionCodecTests
{
    static readonly Instant Noon = Desk.Time("2026-01-15T12:00:00Z");

    static readonly Decision Plain = new(Reason.None, "acme", null, "calls", 4, 0)
    {
        Id = "a",
        Sequence = 7,
        Included = 4,
    };

    static readonly Figures Full = new(
        "tokens", 10_000, 12_500, 3, Per.Parse("PT5H"), Noon, Noon + Duration.FromTicks(10), LimitScope.Customer, 2);

    public static TheoryData<string, Decision> Decisions { get; } = new()
    {
        { "a plain one", Plain },
        { "a namespace", Plain with { Namespace = "site" } },
        { "unlimited", Plain with { Unlimited = true } },
        { "thousandths",
            new Decision(Reason.None, "acme", null, "tokens", 1.250m, 3) { Id = "a", Sequence = 1, Included = 1_250 } },
        { "figures", Plain with { Figures = Full } },
        { "a reservation", Plain with { ReservedUntil = Noon } },
        { "figures of all time",
            Plain with { Figures = Full with { Per = Per.Forever, StartsAt = null, ResetsAt = null } } },
        { "figures from before 1970",
            Plain with { Figures = Full with { StartsAt = Instant.FromUtc(1901, 1, 1, 0, 0) } } },
        { "overage and flags",
            Plain with
            {
                Overage = 9,
                Flags = UsageFlags.CustomerSuspended | UsageFlags.Overage | UsageFlags.Billable,
            } },
        { "the most there is",
            Plain with { Included = long.MaxValue, Overage = long.MaxValue, Sequence = long.MaxValue } },
    };

    [Theory]
    [MemberData(nameof(Decisions), DisableDiscoveryEnumeration = true)]
    public void What_is_decoded_is_what_was_encoded_marked_as_replayed(string what, Decision decision) =>
        Assert.True(decision with { Replayed = true } == RoundTrip(decision), what);

    [Fact]
    public void Any_figures_come_back() => Prop.ForAll(Figures().ToArbitrary(), figures =>
        RoundTrip(Plain with { Figures = figures }).Figures == figures).QuickCheckThrowOnFailure();

    [Fact]
    public void A_form_that_is_not_known_is_no_decision()
    {
        var bytes = DecisionCodec.Encode(Plain);
        bytes[0] = 99;
        Assert.Throws<InvalidDataException>(
            () => DecisionCodec.Decode(bytes, "a", "acme"));
    }

    static Decision RoundTrip(Decision decision) =>
        DecisionCodec.Decode(DecisionCodec.Encode(decision), decision.Id!, "acme");

    static Gen<Figures> Figures() =>
        from numbers in ArbMap.Default.GeneratorFor<long>().ArrayOf(3)
        from per in Gen.Elements("forever", "minute", "cycle", "PT90M", "P30D")
        from times in ArbMap.Default.GeneratorFor<int?>().ArrayOf(2)
        from scope in Gen.Elements(LimitScope.Customer, LimitScope.Namespace)
        from scale in Gen.Choose(0, 9)
        select new Figures(
            "calls", numbers[0], numbers[1], numbers[2], Per.Parse(per), At(times[0]), At(times[1]), scope, scale);

    static Instant? At(int? microseconds) => microseconds is { } known ? Instants.FromMicroseconds(known) : null;
}
