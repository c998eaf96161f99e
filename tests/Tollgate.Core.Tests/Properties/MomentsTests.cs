using NodaTime;
using Tollgate.Core.Boosts;
using Tollgate.Core.Catalog;
using Tollgate.Core.Customers;
using Tollgate.Core.Due;
using Tollgate.Core.Subscriptions;
using Tollgate.Core.Usage;
using Tollgate.Core.Webhooks;
using Xunit;

namespace Tollgate.Core.Tests.Properties;

/// <summary>What time brings about is told once and never missed, whatever changes on the way.</summary>
public sealed class MomentsTests
{
    [Fact]
    public void Each_moment_is_told_once()
    {
        List<string> failed = [];
        for (var seed = 0; seed < 1500 && failed.Count < 5; seed++)
            if (Play(seed) is { } wrong) failed.Add($"seed {seed}: {wrong}");
        Assert.True(failed.Count == 0, string.Join("\n\n", failed));
    }

    static string? Play(int seed)
    {
        var random = new Random(seed);
        var desk = new Desk();
        List<string> told = [];
        desk.Do(new CreateWebhookEndpoint("https://example.com/", ["*"], WebhookSecret.Of(new byte[32])));
        desk.Customer().Plan("pro", Desk.Limits((10, "day")), trialDays: 5)
            .Plan("max", Desk.Limits((10, "day")), price: 5)
            .Plan("pack", Desk.Limits((10, "day")), PlanKind.AddOn, stackable: true);
        for (var step = 0; step < 40; step++)
        {
            var command = Next();
            var count = desk.Rows.Outbox.Count;
            var outcome = desk.Do([command])[0];
            told.Add($"{desk.Now} {command.GetType().Name} {command} -> {Desk.Show(outcome)} "
                + string.Join(",", desk.Rows.Outbox.Skip(count).Select(one => one.Type)));
            if (random.Next(2) != 0) continue;
            var before = Terms();
            var from = desk.Now;
            desk.At(NodaTime.Text.InstantPattern.ExtendedIso.Format(
                desk.Now + Duration.FromMinutes(random.Next(1, 60 * 24 * (random.Next(2) == 0 ? 1 : 8)))));
            // A moment exactly at a command's time was there when it was decided.
            var expected = Moment.Of(before).Where(one => one.At > from && one.At <= desk.Now)
                .Select(one => $"{one.Type} {one.At}").Order().ToList();
            count = desk.Rows.Outbox.Count;
            desk.Do(new SettleDue("acme"));
            var actual = desk.Rows.Outbox.Skip(count)
                .Where(one => !one.Type.StartsWith("res") && !one.Type.StartsWith("usage")
                    && !one.Type.StartsWith("period"))
                .Select(one => $"{one.Type} {At(one)}").Order().ToList();
            told.Add($"{desk.Now} settled {string.Join(",", actual)}");
            if (!expected.SequenceEqual(actual))
                return $"{string.Join("\n", told)}\nexpected {string.Join(", ", expected)}";
        }
        return null;

        string At(OutboxEntry entry)
        {
            var text = System.Text.Json.JsonDocument.Parse(entry.Payload).RootElement.GetProperty("data")
                .GetProperty("at").GetString()!;
            return $"{NodaTime.Text.InstantPattern.ExtendedIso.Parse(text).GetValueOrThrow()}";
        }

        Terms Terms() => ((Shown<CustomerSnapshot>)desk.Do([new ShowCustomer("acme")])[0]).Value.Terms;

        T Of<T>(params T[] all) => all[random.Next(all.Length)];

        Instant? Some(int days) => random.Next(2) == 0
            ? null : desk.Now + Duration.FromMinutes(random.Next(1, 60 * 24 * days));

        long Sub() => desk.Rows.Customer("acme")!.Subscriptions is { Count: > 0 } all
            ? all[random.Next(all.Count)].Id : 1;

        Command Next()
        {
            switch (random.Next(12))
            {
                case 0 or 1:
                    var starts = random.Next(2) == 0 ? Some(10) : null;
                    var first = starts ?? desk.Now;
                    return new Subscribe("acme", Of("pro", "max", "pack"), StartsAt: starts,
                        EndsAt: random.Next(3) == 0 ? first + Duration.FromHours(random.Next(1, 300)) : null,
                        TrialEndsAt: random.Next(3) == 0 ? first + Duration.FromHours(random.Next(1, 100)) : null);
                case 2: return new PauseSubscription("acme", Sub());
                case 3: return new ResumeSubscription("acme", Sub());
                case 4: return new ActivateSubscription("acme", Sub());
                case 5: return new RenewSubscription("acme", Sub(), Some(20));
                case 6:
                    var at = Some(10);
                    return new ChangeSubscription("acme", Sub(), Of("pro", "max", "pack"),
                        When: at is null ? Of(CancelWhen.Now, CancelWhen.PeriodEnd) : CancelWhen.At, At: at);
                case 7:
                    var kind = Of(ChangeKind.Plan, ChangeKind.Cancel, ChangeKind.Start);
                    return new TakeBackChange("acme", kind, Sub());
                case 8:
                    var until = Some(10);
                    return new CancelSubscription("acme", Sub(),
                        until is null ? Of(CancelWhen.Now, CancelWhen.PeriodEnd) : CancelWhen.At, until);
                case 9:
                    var boosted = Some(6);
                    return new ProvisionBoost("acme", "calls", BoostType.TopUp, random.Next(2) == 0 ? BoostEnd.Never
                        : BoostEnd.At((boosted ?? desk.Now) + Duration.FromHours(random.Next(1, 100))),
                        5, null, boosted);
                case 10: return new CancelBoost("acme", random.Next(2, 40));
                default: return new Use("acme", "calls", 1) { HoldFor = Duration.FromMinutes(random.Next(1, 5000)) };
            }
        }
    }
}
