using Tollgate.Testing.Model;
using Xunit;

namespace Tollgate.Core.Tests.Properties;

/// <summary>
/// The comparison sees a rule that is broken: where the core is told something slightly else than the model, a later
/// answer differs within a few stories.
/// </summary>
public sealed class BrokenRuleTests
{
    const int Seeds = 60;

    public static TheoryData<string> Rules { get; } =
    [
        "the level of a gauge", "a reversal", "a settlement for less", "the time of a reservation", "a pool",
        "a weight", "a change of plan", "the time of a change of plan", "an activation", "a renewal",
        "a change that is taken back",
    ];

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_broken_rule_is_seen(string rule)
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var held = new Dictionary<string, decimal>(StringComparer.Ordinal);
            var commands = Scenarios.Generate(seed, 120).Commands;
            if (DeciderPlay.Difference(commands, (command, answer) => Broken(rule, command, answer, held)) is not null)
                return;
        }
        Assert.Fail($"Nobody saw that {rule} is broken in {Seeds} stories.");
    }

    [Theory]
    [InlineData("expired credit is spent")]
    [InlineData("the oldest credit first")]
    [InlineData("no priority")]
    [InlineData("a refused batch is paid")]
    [InlineData("each charge is rounded")]
    [InlineData("nothing is set aside")]
    [InlineData("reversals go nowhere")]
    [InlineData("credit leaves debt")]
    [InlineData("no totals")]
    public void A_broken_rule_of_money_is_seen(string rule)
    {
        for (var seed = 0; seed < Seeds; seed++)
            if (DeciderPlay.Difference(Scenarios.Generate(seed, 120).Commands, broken: rule) is not null) return;
        Assert.Fail($"Nobody saw that {rule} in {Seeds} stories.");
    }

    // A namespace takes a number as the change would.
    static ModelCommand.PutNamespace? InPlaceOf(ModelCommand command, ModelChange change) =>
        change.Outcome == "changed"
            ? new ModelCommand.PutNamespace(command.Now, change.Id!.Split('_')[1], $"n{change.Sequence}")
            : null;

    static ModelCommand? Broken(
        string rule, ModelCommand command, ModelAnswer answer, Dictionary<string, decimal> held)
    {
        if (command is ModelCommand.Reserve { Asked: { Id: { } id } asked })
            held[$"{asked.Customer} {id}"] = asked.Quantity;
        return (rule, command) switch
        {
            ("the level of a gauge", ModelCommand.Use { Uses: [{ Level: { } level } use] } one) =>
                new ModelCommand.Use(one.Now, [use with { Level = level + 1 }], one.Atomic, one.Backfill),
            // A namespace takes a number as the reversal would.
            ("a reversal", ModelCommand.Reverse one) => answer.Change!.Outcome == "reversed"
                ? new ModelCommand.PutNamespace(one.Now, one.Customer, $"n{answer.Change.Sequence}")
                : null,
            ("a settlement for less", ModelCommand.Settle one)
                when held.TryGetValue($"{one.Customer} {one.Id}", out var all) && one.Quantity < all =>
                new ModelCommand.Settle(one.Now, one.Customer, one.Id, all, one.Properties),
            ("the time of a reservation", ModelCommand.Reserve { Asked: { HeldFor: { } time } use } one) =>
                new ModelCommand.Reserve(one.Now, use with { HeldFor = time / 2 }),
            ("a pool", ModelCommand.PutFeature { Feature: { Pool: not null } feature } one) =>
                new ModelCommand.PutFeature(one.Now, feature with { Pool = null, Weight = 1 }),
            ("a weight", ModelCommand.PutFeature { Feature: { Weight: not 1 } feature } one) =>
                new ModelCommand.PutFeature(one.Now, feature with { Weight = 1 }),
            ("a change of plan", ModelCommand.Change { At: "now" } one) => InPlaceOf(one, answer.Change!),
            ("the time of a change of plan", ModelCommand.Change { At: "period_end" or "time" } one) =>
                answer.Change!.Outcome == "changed"
                    ? new ModelCommand.Change(one.Now, one.Handle, one.Plan, one.Version, "now", null, one.Anchor)
                    : null,
            ("an activation", ModelCommand.Activate one) => InPlaceOf(one, answer.Change!),
            ("a renewal", ModelCommand.Renew one) => InPlaceOf(one, answer.Change!),
            ("a change that is taken back", ModelCommand.TakeBack { Kind: "plan" } one) =>
                InPlaceOf(one, answer.Change!),
            _ => command,
        };
    }
}
