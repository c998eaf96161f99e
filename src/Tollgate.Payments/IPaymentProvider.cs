namespace Tollgate.Payments;

/// <summary>
/// A payment provider as Tollgate sees it: whoever collects money and tells of it. It knows no customer of Tollgate, no
/// session and no rule; it says what is so at the provider. Thread-safe. A call that fails throws a
/// <see cref="ProviderException"/>, which says whether to try again; nothing is retried in here. Every call ends by the
/// time-out of its options.
/// </summary>
public interface IPaymentProvider
{
    /// <summary>Its name, as it stands in paths and settings: <c>stripe</c>, <c>flutterwave</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Opens a page where a customer pays. The same request with the same key again gives the same checkout, or another
    /// page for the same one.
    /// </summary>
    /// <exception cref="ProviderException">It could not be opened, or it is not known whether it was.</exception>
    Task<Checkout> CreateCheckoutAsync(CheckoutRequest request, CancellationToken stop);

    /// <summary>How a checkout stands, asked of the provider now.</summary>
    /// <param name="checkout">The id that <see cref="CreateCheckoutAsync"/> gave.</param>
    /// <param name="stop">Ends the waiting.</param>
    Task<ProviderPayment> FetchCheckoutAsync(string checkout, CancellationToken stop);

    /// <summary>How a payment stands, asked of the provider now.</summary>
    /// <param name="payment">The provider's id of it: <see cref="ProviderPayment.Payment"/>.</param>
    /// <param name="stop">Ends the waiting.</param>
    Task<ProviderPayment> FetchPaymentAsync(string payment, CancellationToken stop);

    /// <summary>
    /// Closes a checkout where the provider can, and says how it stands then: it may have been paid meanwhile, and
    /// where the page cannot be closed it may be paid later.
    /// </summary>
    Task<ProviderPayment> CancelCheckoutAsync(string checkout, CancellationToken stop);

    /// <summary>
    /// Checks who sent a message, on its raw bytes and in constant time, and only then reads it. It never throws for
    /// what a message holds.
    /// </summary>
    /// <param name="message">What came in.</param>
    /// <param name="now">The time its signature is judged at.</param>
    WebhookReading ReadWebhook(WebhookMessage message, Instant now);

    /// <summary>Reads the body of a message that was checked when it came in, and was kept.</summary>
    WebhookReading ReadKept(ReadOnlyMemory<byte> body);

    /// <summary>
    /// The same event with the facts of its object as they are now. For facts that are not
    /// <see cref="ProviderFact.Complete"/>, and where two events of one object have the same time. An event that is not
    /// known comes back as it is.
    /// </summary>
    Task<ProviderEvent> RefreshAsync(ProviderEvent told, CancellationToken stop);

    /// <summary>
    /// A page of what has happened since, for whoever looks for messages that never came: newest first, with the ids
    /// that the messages have.
    /// </summary>
    /// <param name="since">From when on; providers keep their events for about 30 days.</param>
    /// <param name="cursor">Null for the first page, then <see cref="EventPage.Next"/>.</param>
    /// <param name="stop">Ends the waiting.</param>
    Task<EventPage> ListEventsAsync(Instant since, string? cursor, CancellationToken stop);

    /// <summary>Hands on a billable quantity. What the provider already has counts as delivered.</summary>
    Task<UsageDelivery> ReportUsageAsync(UsageReport report, CancellationToken stop);

    /// <summary>Takes back a quantity that was reported under an identifier, whole, where the provider can.</summary>
    Task<UsageDelivery> CancelUsageAsync(string meter, string identifier, CancellationToken stop);
}
