using System.Reflection;
using NodaTime;
using Tollgate.Core.Boosts;
using Tollgate.Core.Catalog;
using Tollgate.Core.Customers;
using Tollgate.Core.Entitlements;
using Tollgate.Core.Reservations;
using Tollgate.Core.Subscriptions;
using Tollgate.Core.Time;
using Tollgate.Core.Usage;
using Xunit;

namespace Tollgate.Core.Tests.Properties;

/// <summary>Random changes of terms, by every command there is: counters stay the sums of their events.</summary>
public sealed class RandomTermsTests
{
    static readonly string?[] Scopes = [null, null, "n1", "n2"];
    static readonly string[] Pers = ["hour", "day", "month", "cycle", "forever", "PT2H", "P3D"];
    static readonly string[] Metered = ["calls", "tokens", "msgs"];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Counters_are_the_sums_of_their_events(int part)
    {
        var stories = int.Parse(Environment.GetEnvironmentVariable("STORIES") ?? "300",
            System.Globalization.CultureInfo.InvariantCulture);
        List<string> failed = [];
        for (var seed = part * stories; seed < (part + 1) * stories && failed.Count < 6; seed++)
            if (Play(seed) is { } wrong) failed.Add($"seed {seed}: {wrong}");
        Assert.True(previews > 0);
        Assert.True(failed.Count == 0, string.Join("\n\n", failed));
    }

    static int previews;

    static string? Play(int seed)
    {
        var random = new Random(seed);
        var desk = new Desk();
        List<string> told = [];
        desk.Do(new PutFeature("msgs", new FeatureDefinition("M", FeatureType.Metered) { Pool = "calls", Weight = 2 }));
        desk.Customer().Namespace("n1").Namespace("n2");
        foreach (var code in new[] { "pro", "max", "free", "pack", "more" }) Plan(code);
        for (var step = 0; step < 60; step++)
        {
            var command = Next();
            Outcome outcome;
            try
            {
                string? preview = null;
                var asked = command as ChangeSubscription;
                var after = ((Shown<ChangePreview>?)(asked is null
                    ? null : desk.Do([new PreviewChange(asked)])[0] as Shown<ChangePreview>))?.Value;
                if (after is not null) preview = Lines(after.Lines.Select(one => one.After));
                var sequence = desk.Rows.Customer("acme")!.Head.Sequence;
                outcome = desk.Do([command])[0];
                if (asked is not null && (after is null) != (outcome is Rejected))
                    return $"{string.Join("\n", told)}\n{asked}: preview {after} but {outcome}";
                if (after is not null && after.After.Now == desk.Now)
                {
                    var name = after.Subscription.Namespace;
                    var view = (Shown<EntitlementsView>)desk.Do(
                        [new ShowEntitlements("acme", name.Length == 0 ? null : name)])[0];
                    var actual = Lines(view.Value.Lines);
                    if (actual != preview)
                        return $"{string.Join("\n", told)}\n{desk.Now} {asked}\npreview\n{preview}\nactual\n{actual}";
                    previews++;
                }
            }
            catch (Exception error)
            {
                return $"{string.Join("\n", told)}\n{desk.Now} {command}: {error}";
            }
            told.Add($"{desk.Now} {command} -> {Desk.Show(outcome)}");
            var wrong = desk.WrongCounters();
            if (wrong.Length == 0) wrong = Uncounted();
            if (wrong.Length > 0) return $"{string.Join("\n", told)}\n{wrong}";
            if (random.Next(4) != 0) continue;
            desk.At(NodaTime.Text.InstantPattern.ExtendedIso.Format(
                desk.Now + Duration.FromMinutes(random.Next(3) switch
                {
                    0 => random.Next(50),
                    1 => random.Next(60 * 24),
                    _ => random.Next(60 * 24 * 12),
                })));
            wrong = desk.WrongCounters();
            if (wrong.Length == 0) wrong = Uncounted();
            if (wrong.Length > 0) return $"{string.Join("\n", told)}\nat {desk.Now}\n{wrong}";
        }
        return null;

        // Limits in force are of counters that are moved, and these are the sums by events.
        string Uncounted()
        {
            var rows = desk.Rows.Customer("acme")!;
            var terms = (Terms)typeof(Comparison.CustomerRows)
                .GetField("terms", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(rows)!;
            foreach (var feature in desk.Rows.Catalog.Features)
                foreach (var name in new[] { "", "n1", "n2" })
                {
                    var fresh = Basis.Of(terms with { }, desk.Rows.Catalog, feature, name, desk.Now, desk.Now);
                    var kept = Basis.Of(terms, desk.Rows.Catalog, feature, name, desk.Now, desk.Now);
                    if (Text(fresh) != Text(kept)) return $"basis {feature.Code} {name}: {Text(fresh)} / {Text(kept)}";
                    foreach (var share in fresh.Shares)
                        foreach (var limit in share.Footing.Limits)
                            if (!share.Footing.Kept.Contains(limit.Key) && !(limit.Limit.Sources.Count == 0))
                                return $"limit {limit.Key} is not kept";
                }
            return "";
        }

        static string Lines(IEnumerable<EntitlementLine> lines) => string.Join("\n", lines
            .Where(one => one.Standing == Standing.Included).OrderBy(one => one.Feature.Code)
            .Select(one => $"{one.Feature.Code} {one.Unlimited} {one.Overage} {one.TopUpRemaining} "
                + string.Join("; ", one.Limits.Select(limit => limit.Figures.ToString()))));

        static string Text(Basis basis) => $"{basis.Standing} {basis.Unlimited} "
            + string.Join(";", basis.Limits.Select(one => $"{one.Limit.Key}={one.Limit.Quantity}x{one.Share.Factor}"))
            + string.Join(";", basis.TopUps.Select(one => one.Key))
            + string.Join(";", basis.Shares.SelectMany(one => one.Footing.Kept));

        T Of<T>(params T[] all) => all[random.Next(all.Length)];

        PlanFeature Given()
        {
            if (random.Next(8) == 0) return Desk.Unlimited;
            var limits = Pers.OrderBy(_ => random.Next()).Take(random.Next(1, 3)).Select(per => new PlanLimit(
                random.Next(5, 60), per)
            { PerNamespace = random.Next(4) == 0 ? random.Next(1, 30) : null });
            return new PlanFeature(false, [.. limits], Of(OverageMode.Deny, OverageMode.Allow), null, false);
        }

        void Plan(string code) => desk.Do(PlanOf(code));

        PutPlan PlanOf(string code)
        {
            var kind = code is "pack" or "more" ? PlanKind.AddOn : PlanKind.Base;
            SortedDictionary<string, PlanFeature> features = new(StringComparer.Ordinal);
            foreach (var feature in Metered) if (random.Next(3) != 0) features.Add(feature, Given());
            if (features.Count == 0) features.Add("calls", Given());
            return new PutPlan(code, new PlanDefinition(
                code, kind, random.Next(2) == 0, Of(CycleLength.Week, CycleLength.Month, CycleLength.Quarter),
                random.Next(3) == 0 ? 3 : 0, true, features)
            {
                Prices = random.Next(2) == 0 ? null : [new PlanPrice(5, "USD", PricePer.Month)],
            });
        }

        Instant? Some(int days) => random.Next(2) == 0
            ? null : desk.Now + Duration.FromMinutes(random.Next(1, 60 * 24 * days));

        long Sub() => desk.Rows.Customer("acme")!.Subscriptions is { Count: > 0 } all
            ? all[random.Next(all.Count)].Id : 1;

        Overrides Over() => random.Next(3) != 0 ? Overrides.None : Overrides.Of(
            [new KeyValuePair<string, PlanFeature>(Of(Metered), Given())]);

        Command Next()
        {
            switch (random.Next(24))
            {
                case 0 or 1:
                    var starts = random.Next(3) == 0 ? Some(20) : null;
                    var first = starts ?? desk.Now;
                    return new Subscribe("acme", Of("pro", "max", "free", "pack", "more"), StartsAt: starts,
                        EndsAt: random.Next(3) == 0 ? first + Duration.FromHours(random.Next(1, 300)) : null,
                        TrialEndsAt: random.Next(3) == 0 ? first + Duration.FromHours(random.Next(1, 100)) : null,
                        Anchor: random.Next(4) == 0 ? desk.Now - Duration.FromHours(random.Next(900)) : null,
                        Namespace: Of(Scopes))
                    { Overrides = Over() };
                case 2: return new PauseSubscription("acme", Sub());
                case 3: return new ResumeSubscription("acme", Sub());
                case 4: return new ActivateSubscription("acme", Sub());
                case 5:
                    return new RenewSubscription("acme", Sub(), Some(30),
                        random.Next(3) == 0 ? desk.Now - Duration.FromHours(random.Next(900)) : null);
                case 6:
                    var at = Some(20);
                    return new ChangeSubscription("acme", Sub(), Of("pro", "max", "free", "pack", "more"),
                        When: at is null ? Of(CancelWhen.Now, CancelWhen.PeriodEnd) : CancelWhen.At, At: at,
                        Anchor: random.Next(3) == 0 ? desk.Now - Duration.FromHours(random.Next(900)) : null)
                    { Overrides = random.Next(2) == 0 ? null : Over() };
                case 7:
                    var kind = Of(ChangeKind.Plan, ChangeKind.Cancel, ChangeKind.Start);
                    return new TakeBackChange("acme", kind, Sub());
                case 8:
                    var until = Some(20);
                    return new CancelSubscription("acme", Sub(),
                        until is null ? Of(CancelWhen.Now, CancelWhen.PeriodEnd) : CancelWhen.At, until);
                case 9: return PlanOf(Of("pro", "max", "free", "pack", "more"));
                case 10:
                    var code = Of("pro", "max", "free", "pack", "more");
                    return new MoveSubscriptions(
                        "acme", code, null, desk.Rows.Catalog.Plan(code)!.Row.Version, random.Next(2) == 0);
                case 11:
                    var zone = Of("UTC", "Asia/Kathmandu");
                    return new PutCustomer("acme", TimeZone: zone, Waived: random.Next(2) == 0);
                case 12 or 13:
                    var type = Of(BoostType.AddLimit, BoostType.TopUp, BoostType.Unlimited);
                    var boosted = random.Next(3) == 0 ? Some(10) : null;
                    return new ProvisionBoost("acme", Of(Metered), type,
                        random.Next(3) == 0 ? BoostEnd.OfCycle : random.Next(2) == 0 ? BoostEnd.Never
                            : BoostEnd.At((boosted ?? desk.Now) + Duration.FromHours(random.Next(1, 200))),
                        type == BoostType.Unlimited ? null : random.Next(1, 20),
                        type == BoostType.AddLimit && random.Next(2) == 0 ? Of(Pers) : null, boosted, Of(Scopes), null);
                case 14: return new CancelBoost("acme", random.Next(1, 40));
                case 15 when random.Next(3) == 0:
                    return new PutFeature("msgs", random.Next(2) == 0
                        ? new FeatureDefinition("M", FeatureType.Metered)
                        : new FeatureDefinition("M", FeatureType.Metered)
                        {
                            Pool = "calls",
                            Weight = random.Next(1, 4),
                        });
                case 16: return new ReverseUse("acme", $"u{random.Next(40)}");
                case 17: return new SettleReservation("acme", $"u{random.Next(40)}", random.Next(0, 12));
                default:
                    var name = Of(Scopes);
                    Instant? late = random.Next(4) == 0
                        ? desk.Now - Duration.FromMinutes(random.Next(60 * 30))
                        : null;
                    return new Use("acme", Of(Metered), random.Next(1, 9), name, Id: $"u{random.Next(40)}", At: late,
                        Mode: Of(UsageMode.Enforce, UsageMode.Record))
                    {
                        HoldFor = late is null && random.Next(5) == 0
                            ? Duration.FromMinutes(random.Next(1, 3000))
                            : null,
                    };
            }
        }
    }
}
