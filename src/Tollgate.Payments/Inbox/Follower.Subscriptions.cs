using Tollgate.Core;
using Tollgate.Core.Catalog;
using Tollgate.Core.Invoices;
using Tollgate.Core.ProviderEvents;
using Tollgate.Stores;

namespace Tollgate.Payments.Inbox;

// What follows from invoices, subscriptions and schedules: of the customer or the subscription that a provider's id is
// linked to, and of no other.
internal sealed partial class Follower
{
    const int MostAsked = 5;

    /// <summary>What a message waits for that names a thing which is linked to nobody.</summary>
    public static string LinkOf(string id) => $"link:{id}";

    async Task<Followed> InvoiceAsync(
        IPaymentProvider provider, ProviderEvent told, InvoiceFact fact, CancellationToken stop)
    {
        // One that is for a subscription touches that one alone.
        var (link, problem) = await FindAsync(provider, stop, fact.Subscription ?? fact.Customer);
        if (link is null) return problem!;
        if (fact.Outcome == InvoiceOutcome.Failed && (!fact.Complete || fact.Lines.Any(line => line.Metered is null)))
            fact = await KnownAsync(provider, told, fact, stop);
        Command effect = fact.Outcome == InvoiceOutcome.Failed
            // Of an invoice without lines nobody knows what it asks for; use is not refused for it.
            ? new FailInvoice(
                link.Customer, fact.ObjectId, fact.ForPlan || !fact.ForMetered, fact.ForMetered, link.Subscription)
            : new PayInvoice(link.Customer, fact.ObjectId);
        return await AboutAsync(link, await ApplyAsync(provider, told, effect));
    }

    // The catalogue may know the prices of the lines; else the provider is asked what they are.
    async Task<InvoiceFact> KnownAsync(
        IPaymentProvider provider, ProviderEvent told, InvoiceFact fact, CancellationToken stop)
    {
        if (fact.Complete || fact.Lines.Count > 0)
        {
            var catalog = (await gate.ShowAsync<Account>(new ShowAccount(), stop)).Catalog;
            var lines = fact.Lines.Select(line => line is { Metered: null, Price: { } price }
                && catalog.PlanOf(provider.Name, price) is not null ? line with { Metered = false } : line).ToList();
            if (lines.All(line => line.Metered is not null) && lines.Count > 0) return fact with { Lines = lines };
        }
        return (InvoiceFact)(await provider.RefreshAsync(told, stop)).Fact;
    }

    async Task<Followed> SubscriptionAsync(
        IPaymentProvider provider, ProviderEvent told, SubscriptionFact fact, CancellationToken stop)
    {
        // A provider's message may name no subscription.
        if (fact.ObjectId.Length == 0) fact = (SubscriptionFact)(await provider.RefreshAsync(told, stop)).Fact;
        if (fact.ObjectId.Length == 0) return Followed.Stored(Problem.NotLinked);
        var (link, problem) = await FindAsync(provider, stop, fact.ObjectId);
        if (link is null) return problem!;
        return await FollowAsync(provider, told with { Fact = fact }, link, now =>
        {
            var one = (SubscriptionFact)now;
            return new FollowSubscription(link.Customer, provider.Name, one.ObjectId, StandingOf(one))
            {
                CancelAt = one.CancelAt ?? (one.CancelAtPeriodEnd ? one.PeriodEnd : null),
                PeriodEnd = one.PeriodEnd,
                Price = one.Items.FirstOrDefault(item => !item.Metered)?.Price,
            };
        }, ProviderObject.NameOf(provider.Name, "subscription", fact.ObjectId), stop);
    }

    async Task<Followed> ScheduleAsync(
        IPaymentProvider provider, ProviderEvent told, ScheduleFact fact, CancellationToken stop)
    {
        if (fact.Subscription is not { } subscription) return Followed.Ignored(Problem.NotFollowed);
        var (link, problem) = await FindAsync(provider, stop, subscription);
        if (link is null) return problem!;
        return await FollowAsync(provider, told, link, now =>
        {
            var next = NextOf((ScheduleFact)now, Now());
            return new FollowSchedule(
                link.Customer, provider.Name, subscription, fact.ObjectId, next?.Prices[0], next?.Start);
        }, ProviderObject.NameOf(provider.Name, "schedule", fact.ObjectId), stop);
    }

    // In order: where nobody can tell which of two came first the provider is asked, and again if meanwhile another was
    // applied.
    async Task<Followed> FollowAsync(
        IPaymentProvider provider, ProviderEvent told, Linked link, Func<ProviderFact, Command> effectOf, string name,
        CancellationToken stop)
    {
        var (fact, asked) = (told.Fact, told.Fact.Complete ? null : new AskedObject(Now(), -1));
        for (var i = 0; i < MostAsked; i++)
        {
            var decided = await DecideAsync(
                Event(provider, told, effectOf(fact)) with { Object = name, Asked = asked });
            if (decided is not AskFirst first) return await AboutAsync(link, Became(decided));
            asked = new AskedObject(Now(), first.After);
            fact = (await provider.RefreshAsync(told, stop)).Fact;
        }
        return await AboutAsync(link, Followed.Stored(Problem.Restless));
    }

    static ProviderStanding StandingOf(SubscriptionFact fact) => fact.State switch
    {
        _ when fact.Deleted => ProviderStanding.Ended,
        SubscriptionState.Canceled or SubscriptionState.IncompleteExpired => ProviderStanding.Ended,
        SubscriptionState.Trialing => ProviderStanding.Trialing,
        SubscriptionState.Active => ProviderStanding.Active,
        SubscriptionState.Paused => ProviderStanding.Paused,
        _ => ProviderStanding.Other,
    };

    // The next phase that costs something else; one that only renews is no change.
    static SchedulePhase? NextOf(ScheduleFact fact, Instant now)
    {
        if (fact.State is not ("active" or "not_started")) return null;
        for (var i = 1; i < fact.Phases.Count; i++)
        {
            var phase = fact.Phases[i];
            if (phase.Start <= now || phase.Prices.Count == 0) continue;
            if (fact.Phases[i - 1].Prices is not [var before, ..] || before != phase.Prices[0]) return phase;
        }
        return null;
    }

    // By the first of the names that is linked to somebody.
    async Task<(Linked? Link, Followed? Problem)> FindAsync(
        IPaymentProvider provider, CancellationToken stop, params string?[] names)
    {
        foreach (var name in names)
        {
            if (name is null) continue;
            var found = await gate.ListAsync(lists => lists.LinkedAsync(provider.Name, name, 10, stop));
            if (found.Count == 0) continue;
            return found.Any(one => one.Customer != found[0].Customer)
                ? (null, Followed.Stored(Problem.Ambiguous))
                : (found[^1], null);
        }
        var awaited = Array.FindLast(names, name => name is not null);
        return (null, Followed.Stored(Problem.NotLinked, awaited is null ? null : LinkOf(awaited)));
    }

    async Task<Followed> AboutAsync(Linked link, Followed followed)
    {
        var number = await gate.ListAsync(lists => lists.FindCustomerAsync(link.Customer, CancellationToken.None));
        return followed with
        {
            Result = followed.Result with { Customer = number, CustomerKey = link.Customer },
        };
    }

    Instant Now() => Instant.FromDateTimeOffset(clock.GetUtcNow());
}
