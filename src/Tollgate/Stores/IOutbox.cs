namespace Tollgate.Stores;

/// <summary>
/// What waits to be delivered and what became of it. The engine's loop writes the messages; here whoever delivers keeps
/// its books, which decide nothing. Times are those of the store's clock. Thread-safe.
/// </summary>
public interface IOutbox
{
    /// <summary>Those of <paramref name="endpoints"/> for which something is due.</summary>
    ValueTask<IReadOnlyList<long>> DueEndpointsAsync(IReadOnlyCollection<long> endpoints, CancellationToken stop);

    /// <summary>
    /// At most <paramref name="limit"/> customers with something due for an endpoint, but for those of
    /// <paramref name="except"/>; who has waited longest first.
    /// </summary>
    ValueTask<IReadOnlyList<CustomerId>> DueCustomersAsync(
        long endpoint, IReadOnlyCollection<CustomerId> except, int limit, CancellationToken stop);

    /// <summary>
    /// The first waiting deliveries of a customer to an endpoint, in order. None where the first is not due: those
    /// behind it are then put off until it is.
    /// </summary>
    ValueTask<IReadOnlyList<Delivery>> TakeAsync(
        long endpoint, CustomerId customer, int limit, CancellationToken stop);

    /// <summary>
    /// Records an attempt at a waiting delivery. One that is to be tried again puts off the customer's others to the
    /// endpoint; one that is over lets them go on. A delivery that waits no more is left as it is.
    /// </summary>
    ValueTask RecordAsync(Delivery delivery, DeliveryAttempt attempt, CancellationToken stop);

    /// <summary>One delivery, or null.</summary>
    ValueTask<Delivery?> FindAsync(DeliveryKey key, CancellationToken stop);

    /// <summary>
    /// Lets a delivery wait anew, with all its attempts before it and due now, whatever became of it; null where there
    /// is none.
    /// </summary>
    ValueTask<Delivery?> RetryAsync(DeliveryKey key, CancellationToken stop);

    /// <summary>An endpoint's deliveries, newest first, before <paramref name="before"/>.</summary>
    ValueTask<IReadOnlyList<Delivery>> ListAsync(
        long endpoint, DeliveryPosition? before, int limit, CancellationToken stop);

    /// <summary>
    /// Takes or renews the right to deliver to an endpoint, for <paramref name="length"/>; false while another owner's
    /// has not run out.
    /// </summary>
    ValueTask<bool> LeaseAsync(long endpoint, string owner, TimeSpan length, CancellationToken stop);

    /// <summary>Gives the right back, if it is still this owner's.</summary>
    ValueTask ReleaseAsync(long endpoint, string owner, CancellationToken stop);

    /// <summary>
    /// Deletes, at most a few thousand, what was over <paramref name="kept"/> ago and what was made
    /// <paramref name="kept"/> ago for endpoints other than <paramref name="endpoints"/>; the number deleted.
    /// </summary>
    ValueTask<int> ForgetAsync(TimeSpan kept, IReadOnlyCollection<long> endpoints, CancellationToken stop);
}
