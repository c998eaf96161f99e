using Tollgate.Core;
using Tollgate.Core.Customers;
using Tollgate.Core.Payments;

namespace Tollgate.Payments.Sessions;

/// <summary>
/// Takes payment sessions to their providers. A session is written before anybody is asked, the provider is asked
/// outside any lock with the session's id as the idempotency key, and a command says how that went: a crash between two
/// of these is healed by doing the same again. Thread-safe.
/// </summary>
public sealed class Cashier(Gate gate, PaymentProviders providers)
{
    const int MostTries = 10;
    const int Conflict = 409;

    static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Gets a page for a session that has none: from its provider, else from the next. One that has a page, or has
    /// ended, is answered as it stands; so whoever opened it may call this again.
    /// </summary>
    /// <param name="customer">Whose.</param>
    /// <param name="id">Its id.</param>
    /// <param name="by">Who asks, for the audit.</param>
    /// <param name="stop">Ends the waiting.</param>
    /// <exception cref="RejectedException">There is no such session.</exception>
    public async Task<PaymentSession> ProceedAsync(string customer, long id, string by, CancellationToken stop)
    {
        for (var i = 0; i < MostTries; i++)
        {
            var row = await ShowAsync(customer, id, stop);
            if (row.Status != PaymentStatus.Pending) return row;
            if (await TryAsync(customer, row, stop) is not { } told) return row;
            // Not to be broken off: what was made is to be known.
            await SubmitAsync(told with { By = by });
        }
        return await ShowAsync(customer, id, stop);
    }

    /// <summary>Asks the provider how a session stands, and records it; one that has no page yet gets one.</summary>
    /// <inheritdoc cref="ProceedAsync"/>
    /// <exception cref="ProviderException">The provider did not say. Nothing has changed.</exception>
    public async Task<PaymentSession> RefreshAsync(string customer, long id, string by, CancellationToken stop)
    {
        var row = await ShowAsync(customer, id, stop);
        if (row.Status == PaymentStatus.Pending) return await ProceedAsync(customer, id, by, stop);
        if (row.Checkout is not { } checkout) return row;
        var payment = await AskAsync(row, (provider, cut) => provider.FetchCheckoutAsync(checkout, cut), stop);
        await SubmitAsync(Told(customer, row, payment) with { By = by });
        return await ShowAsync(customer, id, stop);
    }

    /// <summary>
    /// Closes a session's page where the provider can, and calls the session off unless it was paid meanwhile.
    /// </summary>
    /// <inheritdoc cref="RefreshAsync"/>
    /// <exception cref="RejectedException">There is none, it has ended otherwise, or it is being paid.</exception>
    public async Task<PaymentSession> CancelAsync(string customer, long id, string by, CancellationToken stop)
    {
        var row = await ShowAsync(customer, id, stop);
        if (row is { Status: PaymentStatus.Redirected, Checkout: { } checkout })
        {
            var payment = await AskAsync(row, (provider, cut) => provider.CancelCheckoutAsync(checkout, cut), stop);
            var told = Told(customer, row, payment);
            // A page that was closed for it is called off, whatever the provider calls that.
            if (told.Fact != PaymentFact.Expired) await SubmitAsync(told with { By = by });
            row = await ShowAsync(customer, id, stop);
            if (row.Status is PaymentStatus.Cancelled or PaymentStatus.Expired) return row;
        }
        await SubmitAsync(new CancelPayment(customer, id) { By = by });
        return await ShowAsync(customer, id, stop);
    }

    // Null where another is asking the same with the same key: what comes of it, that one tells.
    async Task<PaymentCommand?> TryAsync(string customer, PaymentSession row, CancellationToken stop)
    {
        // The addresses of who was erased are gone.
        if (row.ReturnUrl.Length == 0) return new FailPaymentAttempt(customer, row.Id, row.Provider, "erased", null);
        try
        {
            var profile = (await gate.ShowAsync<CustomerSnapshot>(new ShowCustomer(customer), stop)).Terms.Profile!;
            var request = RequestOf(customer, row, profile);
            var made = await AskAsync(row, (provider, cut) => provider.CreateCheckoutAsync(request, cut), stop);
            var redirect = new RedirectPayment(customer, row.Id, row.Provider, made.Id, made.Url.AbsoluteUri);
            var errors = new FieldErrors();
            redirect.Validate(errors);
            if (!errors.Any) return redirect;
            throw new ProviderException(row.Provider, ProviderFailure.Unreadable, "a page that cannot be kept");
        }
        catch (ProviderException failure) when (failure.Status == Conflict)
        {
            return null;
        }
        catch (ProviderException failure)
        {
            return new FailPaymentAttempt(
                customer, row.Id, row.Provider, Cut(failure.Message), providers.After(row));
        }
    }

    async Task<T> AskAsync<T>(
        PaymentSession row, Func<IPaymentProvider, CancellationToken, Task<T>> ask, CancellationToken stop)
    {
        var provider = providers.Find(row.Provider)
            ?? throw new ProviderException(row.Provider, ProviderFailure.Misconfigured, "not configured");
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(stop);
        cut.CancelAfter(Longest);
        try
        {
            return await ask(provider, cut.Token);
        }
        catch (Exception failure) when (failure is not ProviderException && !stop.IsCancellationRequested)
        {
            throw new ProviderException(row.Provider, ProviderFailure.Unavailable, "no answer", failure);
        }
    }

    Task<PaymentSession> ShowAsync(string customer, long id, CancellationToken stop) =>
        gate.ShowAsync<PaymentSession>(new ShowPayment(customer, id), stop);

    Task SubmitAsync(PaymentCommand command) =>
        gate.ApplyAsync<Put<PaymentSession>>(command, CancellationToken.None);

    // The same session makes the same request: a provider that gets it again gives the same page.
    static CheckoutRequest RequestOf(string customer, PaymentSession row, Profile profile) => new()
    {
        Session = PaymentId.Format(customer, row.Id),
        Customer = customer,
        Amount = new CurrencyAmount(row.Amount, row.Currency),
        Description = row.Plan ?? "Credit",
        SuccessUrl = new Uri(row.ReturnUrl),
        CancelUrl = new Uri(row.ReturnUrl),
        Email = profile.Email,
        ProviderCustomer = profile.Providers.Find(row.Provider),
        ExpiresAt = row.ExpiresAt,
    };

    internal static RecordPayment Told(string customer, PaymentSession row, ProviderPayment payment) =>
        new(customer, row.Id, row.Provider, FactOf(payment.Status))
        {
            Checkout = row.Checkout,
            Payment = payment.Payment,
            Collected = payment.Collected,
            Refunded = payment.Refunded,
        };

    static PaymentFact FactOf(ProviderPaymentStatus status) => status switch
    {
        ProviderPaymentStatus.Open => PaymentFact.Open,
        ProviderPaymentStatus.Processing => PaymentFact.Processing,
        ProviderPaymentStatus.Succeeded => PaymentFact.Succeeded,
        ProviderPaymentStatus.Failed => PaymentFact.Failed,
        ProviderPaymentStatus.Cancelled => PaymentFact.Cancelled,
        ProviderPaymentStatus.Expired => PaymentFact.Expired,
        ProviderPaymentStatus.Refunded => PaymentFact.Refunded,
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };

    static string Cut(string text) => text.Length <= 256 ? text : text[..256];
}
