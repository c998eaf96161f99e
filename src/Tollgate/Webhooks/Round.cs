namespace Tollgate.Webhooks;

/// <summary>
/// Delivers to one endpoint until nothing is due, under a lease that it renews. Customers are served in turns, some at
/// once; of one customer one message after another.
/// </summary>
internal sealed class Round(
    long id, Gate gate, IOutbox outbox, Postman postman, TimeProvider clock, WebhookMetrics metrics, string owner)
{
    /// <summary>Customers that are served at once.</summary>
    public const int AtOnce = 8;

    // A customer's turn, so that one with much to tell does not keep the others waiting.
    const int Turn = 20;
    const int MostServed = 1000;

    /// <summary>How long after a server's death another takes over.</summary>
    public static TimeSpan LeaseLength { get; } = TimeSpan.FromSeconds(15);

    static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    readonly Dictionary<CustomerId, Task> underWay = [];
    readonly HashSet<CustomerId> served = [];
    volatile bool over;
    long renewed;

    /// <summary>
    /// Runs it: <paramref name="stop"/> begins nothing more, <paramref name="cut"/> ends what is under way.
    /// </summary>
    public async Task RunAsync(CancellationToken stop, CancellationToken cut)
    {
        renewed = clock.GetTimestamp();
        if (!await outbox.LeaseAsync(id, owner, LeaseLength, stop)) return;
        using var ended = new CancellationTokenSource();
        var renewal = RenewAsync(ended.Token);
        try
        {
            while (!over && !stop.IsCancellationRequested && await ServeAsync(stop, cut)) continue;
        }
        finally
        {
            over = true;
            await Task.WhenAll(underWay.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await ended.CancelAsync();
            await renewal;
            await outbox.ReleaseAsync(id, owner, CancellationToken.None);
        }
    }

    // Fills the free places, then waits for one of them, or for a moment; false where there is nothing to do.
    async Task<bool> ServeAsync(CancellationToken stop, CancellationToken cut)
    {
        foreach (var (customer, turn) in underWay.Where(one => one.Value.IsCompleted).ToList())
        {
            underWay.Remove(customer);
            await turn;
        }
        if (underWay.Count < AtOnce && !await BeginTurnsAsync(stop, cut)) return false;
        if (underWay.Count == 0) return true;
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await Task.WhenAny([.. underWay.Values, Task.Delay(LookAgain, clock, waiting.Token)]);
        await waiting.CancelAsync();
        return true;
    }

    async Task<bool> BeginTurnsAsync(CancellationToken stop, CancellationToken cut)
    {
        var due = await outbox.DueCustomersAsync(id, [.. served, .. underWay.Keys], AtOnce - underWay.Count, stop);
        foreach (var customer in due)
        {
            served.Add(customer);
            underWay[customer] = Task.Run(() => TurnAsync(customer, cut), CancellationToken.None);
        }
        if (due.Count > 0 && served.Count <= MostServed) return true;
        // Everybody who waits has had a turn, so whoever has more to be told may have another.
        var anybody = served.Count > 0;
        served.Clear();
        return anybody || underWay.Count > 0;
    }

    async Task TurnAsync(CustomerId customer, CancellationToken cut)
    {
        var account = await gate.ShowAsync<Account>(new ShowAccount(), cut);
        if (account.Webhooks.Find(id) is not { IsEnabled: true } endpoint)
        {
            over = true;
            return;
        }
        foreach (var delivery in await outbox.TakeAsync(id, customer, Turn, cut))
        {
            if (!IsHeld) over = true;
            if (over || !await DeliverAsync(endpoint, delivery, cut)) return;
        }
    }

    // Whether the customer's next message may follow.
    async Task<bool> DeliverAsync(WebhookEndpoint endpoint, Delivery delivery, CancellationToken cut)
    {
        var result = await postman.PostAsync(endpoint, delivery.Entry, cut);
        var attempt = Judge(delivery, result);
        metrics.Attempted(Outcome(result, attempt), result.Milliseconds);
        if (result.IsGone)
        {
            over = true;
            var command = new DisableWebhookEndpoint(id, "The endpoint answered 410 Gone.") { By = "webhooks" };
            await gate.SubmitAsync(new Request([command]), cut);
        }
        await outbox.RecordAsync(delivery, attempt, cut);
        return attempt.State != DeliveryState.Waiting;
    }

    DeliveryAttempt Judge(Delivery delivery, PostResult result)
    {
        var now = Instant.FromDateTimeOffset(clock.GetUtcNow());
        if (result.IsDelivered) return Of(DeliveryState.Delivered, TimeSpan.Zero);
        if (result.IsGone || RetrySchedule.After(delivery, now, Random.Shared.NextDouble()) is not { } wait)
            return Of(DeliveryState.Failed, TimeSpan.Zero);
        return Of(DeliveryState.Waiting, wait);

        DeliveryAttempt Of(DeliveryState state, TimeSpan retryIn) =>
            new(state, retryIn, result.Status, result.Detail, result.Milliseconds);
    }

    static string Outcome(PostResult result, DeliveryAttempt attempt)
    {
        if (result.IsDelivered) return "delivered";
        if (result.IsGone) return "gone";
        return attempt.State == DeliveryState.Waiting ? "failed" : "given_up";
    }

    // With a margin: whoever takes over goes by a clock of its own.
    bool IsHeld => clock.GetElapsedTime(Volatile.Read(ref renewed)) < LeaseLength * 0.8;

    async Task RenewAsync(CancellationToken ended)
    {
        try
        {
            while (true)
            {
                await Task.Delay(LeaseLength / 4, clock, ended);
                var asked = clock.GetTimestamp();
                if (!await outbox.LeaseAsync(id, owner, LeaseLength, ended))
                {
                    over = true;
                    return;
                }
                Volatile.Write(ref renewed, asked);
            }
        }
        catch (Exception)
        {
            // Ended, or the database cannot be reached: then the lease runs out, and IsHeld says so.
        }
    }
}
