using NodaTime;
using Tollgate.Testing.Model;
using Xunit;

namespace Tollgate.Core.Tests.Model;

public sealed class ScenarioTests
{
    const int Seeds = 180;

    static readonly string[] Answers =
    [
        "customer_unknown", "id_conflict", "namespace_unknown", "feature_unknown", "at_out_of_range",
        "customer_suspended", "subscription_inactive", "not_included", "limit_exceeded", "batch_refused",
        "flag customer_suspended", "flag subscription_inactive", "flag not_included", "flag limit_exceeded",
        "flag overage", "flag billable", "allowed", "replayed", "unlimited", "per forever", "per minute", "per hour",
        "per day", "per week", "per month", "per cycle", "per PT90M", "per PT5H", "per P1D", "per P7D", "per P30D",
        "used up", "turned day", "turned hour", "created", "changed", "unchanged", "existing",
        "external_id_conflict", "namespace_not_found", "boost_not_found", "boost_ended", "topped up",
        "of namespace", "below_zero", "flag below_zero", "of a pool",
        "reversed", "reversed before", "event_not_found", "not_reversible", "reservation_not_found",
        "reservation_expired", "reservation_closed", "reserved", "settled", "settled for more", "released",
        "scheduled_change_not_found", "activated", "renewed", "changed now", "changed later", "taken back plan",
        "taken back cancel", "taken back start", "used after a change", "used with an unpaid trial",
        "settled again", "reserved shown", "level set", "lowered", "used while paused",
        "subscription_exists", "subscription_not_found", "subscription_ended", "invalid",
        "wallet_not_found", "shown", "entry grant", "entry top_up", "entry adjustment", "entry expiry", "owed",
        "credit pays debt", "spent of several", "spent of none", "spent out of turn", "two currencies",
        "price_unknown", "credit_insufficient", "flag price_unknown", "flag credit_insufficient", "charged",
        "charged in part", "charged after top-ups", "money set aside", "money set aside expired", "entry debit",
        "entry reversal", "parts of a micro", "given back", "given back of a cycle", "priced unit by event",
        "priced package by event", "priced package by request", "priced package by cycle", "priced prorated by event",
        "priced graduated by event", "priced graduated by request", "priced graduated by cycle",
        "priced volume by event", "priced volume by request", "priced volume by cycle", "priced property by event",
        "priced rate_card by event",
    ];

    [Fact]
    public void A_seed_is_a_scenario()
    {
        Assert.Equal(Text(Scenarios.Generate(7)), Text(Scenarios.Generate(7)));
        Assert.NotEqual(Text(Scenarios.Generate(7)), Text(Scenarios.Generate(8)));

        static string Text(Scenario scenario) => string.Join('\n', scenario.Commands.Select(command =>
            command is ModelCommand.Use use ? $"{use.Now} {string.Join(';', use.Uses)}" : $"{command.Now} {command}"));
    }

    [Fact]
    public void Times_increase()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var times = Scenarios.Generate(seed).Commands.Select(command => command.Now).ToList();
            Assert.Equal(times.Distinct().Order(), times);
        }
    }

    [Fact]
    public void Every_answer_is_met()
    {
        var met = Answers.ToDictionary(answer => answer, _ => 0);
        for (var seed = 0; seed < Seeds; seed++)
        {
            var model = new SequentialModel();
            foreach (var command in Scenarios.Generate(seed).Commands)
                foreach (var answer in Met(model, command, model.Apply(command)))
                    met[answer] = met.GetValueOrDefault(answer) + 1;
            foreach (var answer in ScenarioCustomers(model).SelectMany(Moved))
                met[answer] = met.GetValueOrDefault(answer) + 1;
        }

        Assert.All(met, answer => Assert.True(answer.Value >= 5, $"{answer.Key}: {answer.Value}"));
    }

    [Fact]
    public void At_most_one_base_is_in_force_and_numbers_have_no_gaps()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var model = new SequentialModel();
            foreach (var command in Scenarios.Generate(seed).Commands)
            {
                model.Apply(command);
                foreach (var id in (string[])["acme", "bolt", "core"])
                    AssertSound(model.Customer(id), command.Now);
            }
        }
    }

    static void AssertSound(ModelCustomer? customer, Instant now)
    {
        if (customer is null)
            return;
        foreach (var ahead in (int[])[0, 5, 20])
            Assert.DoesNotContain(
                customer.Subscriptions
                    .Where(known => known.Moves[0].Plan.Kind == "base")
                    .Where(known => known.StatusAt(now + Duration.FromDays(ahead)) is "active" or "trialing")
                    .GroupBy(known => known.Scope),
                scope => scope.Count() > 1);
        var numbers = customer.Events.Select(used => used.Sequence).ToList();
        Assert.Equal(numbers.Distinct().Order(), numbers);
        Assert.True(numbers.Count == 0 || numbers[^1] <= customer.Sequence);
    }

    static IEnumerable<ModelCustomer> ScenarioCustomers(SequentialModel model) =>
        ((string[])["acme", "bolt", "core"]).Select(model.Customer).OfType<ModelCustomer>();

    // What became of money.
    static IEnumerable<string> Moved(ModelCustomer customer)
    {
        if (customer.Wallets.Count > 1)
            yield return "two currencies";
        foreach (var charge in customer.Charges)
        {
            yield return charge.Amount < 0 ? "given back" : $"priced {charge.Price.Kind} by {charge.Price.By}";
            if (charge is { Amount: < 0, Cycle: not null })
                yield return "given back of a cycle";
            if (charge is { Amount: 0, Cost: > 0 })
                yield return "parts of a micro";
        }

        foreach (var hold in customer.Holds.Where(hold => hold is { Money: not null, End: "expired" }))
            yield return "money set aside expired";
        foreach (var wallet in customer.Wallets.Values)
        {
            foreach (var entry in wallet.Entries)
            {
                yield return $"entry {entry.Kind}";
                if (entry.Parts is [{ Grant: 0, Amount: > 0 }, ..] && entry.Kind is "grant" or "top_up")
                    yield return "credit pays debt";
                if (entry.Parts.Count(part => part is { Grant: > 0, Amount: < 0 }) > 1)
                    yield return "spent of several";
                if (entry.Parts is [{ Grant: > 0, Amount: < 0 } first, ..] && entry.Kind != "expiry"
                    && wallet.Grants.FindIndex(grant => grant.Number == first.Grant) > 0)
                    yield return "spent out of turn";
                if (entry.Parts.Any(part => part is { Grant: 0, Amount: < 0 }))
                    yield return "spent of none";
            }

            if (wallet.Owed > 0)
                yield return "owed";
        }
    }

    static IEnumerable<string> Met(SequentialModel model, ModelCommand command, ModelAnswer answer) =>
        [.. Names(answer), .. Ends(model, command), .. Lives(model, command, answer)];

    // What becomes of subscriptions.
    static IEnumerable<string> Lives(SequentialModel model, ModelCommand command, ModelAnswer answer)
    {
        if (answer.Change?.Outcome == "changed")
            yield return command switch
            {
                ModelCommand.Activate => "activated",
                ModelCommand.Renew => "renewed",
                ModelCommand.Change { At: "now" } => "changed now",
                ModelCommand.Change => "changed later",
                ModelCommand.TakeBack back => $"taken back {back.Kind}",
                _ => "changed otherwise",
            };
        foreach (var use in command.Asks())
        {
            var known = model.Customer(use.Customer)?.Subscriptions ?? [];
            if (known.Exists(one => !one.MoveAt(command.Now).Equals(one.Moves[0])))
                yield return "used after a change";
            if (known.Exists(one => one.StatusAt(command.Now) == "expired" && !(one.EndsAt <= command.Now)
                && !(one.ReplacedAt <= command.Now)))
                yield return "used with an unpaid trial";
        }
    }

    // How reservations end, and what gauges do.
    static IEnumerable<string> Ends(SequentialModel model, ModelCommand command)
    {
        if (command is ModelCommand.Settle settle
            && model.Customer(settle.Customer)?.Holds.Find(known => known.Id == settle.Id) is { Answer: { } } hold)
        {
            yield return hold.End!;
            if (hold.Asked.Quantity > hold.Use.Quantity)
                yield return "settled for more";
            if (hold.Asked == (settle.Quantity, settle.Properties) && hold.Answer.Sequence < LastOf(model, settle))
                yield return "settled again";
        }

        foreach (var use in command.Asks())
        {
            if (model.Customer(use.Customer) is { } customer
                && customer.Subscriptions.Exists(known => known.StatusAt(command.Now) == "paused"))
                yield return "used while paused";
            if (use.Level is not null)
                yield return "level set";
            if (use is { Feature: "seats", Quantity: < 0 })
                yield return "lowered";
        }
    }

    static long LastOf(SequentialModel model, ModelCommand.Settle settle) =>
        model.Customer(settle.Customer)!.Sequence;

    static IEnumerable<string> Names(ModelAnswer answer)
    {
        if (answer.Change is { } change)
            yield return change.Outcome;
        foreach (var decision in answer.Decisions)
        {
            yield return decision.Replayed ? "replayed" : decision.Reason ?? "allowed";
            foreach (var flag in decision.Flags)
                yield return $"flag {flag}";
            if (decision.Per is not null)
                yield return $"per {decision.Per}";
            if (IsTurned(decision))
                yield return $"turned {decision.Per}";
            if (decision.Unlimited)
                yield return "unlimited";
            if (decision.TopUp > 0)
                yield return "topped up";
            if (decision is { Charge.Amount: > 0, Allowed: true })
                yield return decision switch
                {
                    { ReservedUntil: not null } => "money set aside",
                    { TopUp: > 0 } => "charged after top-ups",
                    { Included: > 0 } => "charged in part",
                    _ => "charged",
                };
            if (decision.LimitFeature is { } shown && shown != decision.Feature)
                yield return "of a pool";
            if (decision.ReservedUntil is not null)
                yield return "reserved";
            if (decision.Reserved > 0)
                yield return "reserved shown";
            if (decision.LimitScope == "namespace")
                yield return "of namespace";
            if (decision is { Allowed: true, Remaining: 0, Overage: 0 })
                yield return "used up";
        }
    }

    static bool IsTurned(ModelDecision decision) =>
        (decision.Per == "day" && decision.ResetsAt - decision.StartsAt != Duration.FromDays(1))
        || (decision.Per == "hour" && decision.ResetsAt - decision.StartsAt != Duration.FromHours(1));
}
