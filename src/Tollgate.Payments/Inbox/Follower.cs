using Tollgate.Core;
using Tollgate.Core.Payments;
using Tollgate.Core.ProviderEvents;
using Tollgate.Core.Wallets;
using Tollgate.Payments.Sessions;
using Tollgate.Stores;
using DisputeState = Tollgate.Payments.Facts.DisputeState;

namespace Tollgate.Payments.Inbox;

/// <summary>
/// Finds out whom an event is about and what follows from it, and has that decided. Whoever is asked for more is asked
/// outside any lock. Thread-safe.
/// </summary>
internal sealed partial class Follower(Gate gate, TimeProvider clock)
{
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Follows an event; one that was followed before changes nothing.</summary>
    /// <exception cref="GateUnavailableException">It was not decided.</exception>
    public async Task<Followed> FollowAsync(IPaymentProvider provider, ProviderEvent told, CancellationToken stop)
    {
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(stop);
        cut.CancelAfter(Longest);
        try
        {
            return await FactAsync(provider, told, cut.Token);
        }
        catch (ProviderException failure)
        {
            return Followed.Stored(Problem.Failed(failure)) with { RetryAfter = failure.RetryAfter };
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return Followed.Stored(Problem.Failed(
                new ProviderException(provider.Name, ProviderFailure.Unavailable, "no answer")));
        }
    }

    Task<Followed> FactAsync(IPaymentProvider provider, ProviderEvent told, CancellationToken stop) =>
        told.Fact switch
        {
            UnknownFact { Problem: { } problem } => Task.FromResult(Followed.Ignored(Problem.Malformed(problem))),
            UnknownFact => Task.FromResult(Followed.Ignored(Problem.UnknownType)),
            CheckoutFact fact => CheckoutAsync(provider, told, fact, stop),
            RefundFact fact => RefundAsync(provider, told, fact, stop),
            DisputeFact fact => DisputeAsync(provider, told, fact, stop),
            InvoiceFact fact => InvoiceAsync(provider, told, fact, stop),
            SubscriptionFact fact => SubscriptionAsync(provider, told, fact, stop),
            ScheduleFact fact => ScheduleAsync(provider, told, fact, stop),
            _ => Task.FromResult(Followed.Ignored(Problem.NotFollowed)),
        };

    // A message is a reason to look: how much came, and for which session, is what the provider says when it is asked.
    async Task<Followed> CheckoutAsync(
        IPaymentProvider provider, ProviderEvent told, CheckoutFact fact, CancellationToken stop)
    {
        if (fact.Reference is not { } id || !PaymentId.TryParse(id, out var customer, out var number))
            return Followed.Ignored(Problem.SessionUnknown);
        if (await FindAsync(customer, number, stop) is not { } row)
            return Followed.Stored(Problem.SessionUnknown, $"session:{id}");
        var payment = await provider.FetchCheckoutAsync(fact.ObjectId, stop);
        if (payment.Session != id) return Followed.Ignored(Problem.SessionDiffers);
        return await RecordAsync(provider, told, customer, row, payment with { Checkout = fact.ObjectId });
    }

    async Task<Followed> RefundAsync(
        IPaymentProvider provider, ProviderEvent told, RefundFact fact, CancellationToken stop)
    {
        if (await PaidAsync(provider, fact.Payment, stop) is not { } paid)
            return Followed.Stored(Problem.PaymentUnknown, $"payment:{fact.Payment}");
        var payment = await provider.FetchPaymentAsync(fact.Payment, stop);
        return await RecordAsync(
            provider, told, paid.Customer, paid.Session,
            payment with { Checkout = paid.Session.Checkout, Payment = fact.Payment });
    }

    async Task<Followed> DisputeAsync(
        IPaymentProvider provider, ProviderEvent told, DisputeFact fact, CancellationToken stop)
    {
        if (fact.State == DisputeState.Inquiry) return Followed.Ignored(Problem.Inquiry);
        if (await PaidAsync(provider, fact.Payment, stop) is not { } paid)
            return Followed.Stored(Problem.PaymentUnknown, $"payment:{fact.Payment}");
        if (paid.Session.Plan is not null) return Followed.Ignored(Problem.PlanPayment);
        var dispute = new Dispute(fact.ObjectId, fact.Amount.Amount, fact.State switch
        {
            DisputeState.Won => Core.Wallets.DisputeState.Won,
            DisputeState.Lost => Core.Wallets.DisputeState.Lost,
            _ => Core.Wallets.DisputeState.Open,
        });
        var effect = new ReturnPayment(
            paid.Customer, fact.Amount.Currency, PaymentId.Format(paid.Customer, paid.Session.Id), null, dispute);
        return Of(paid, await ApplyAsync(provider, told, effect)) switch
        {
            // Told before the payment was given for.
            { Result.Problem: "payment_not_found" } => Followed.Stored(
                Problem.PaymentUnknown, $"payment:{fact.Payment}"),
            var followed => followed,
        };
    }

    async Task<Followed> RecordAsync(
        IPaymentProvider provider, ProviderEvent told, string customer, PaymentSession row, ProviderPayment payment)
    {
        var effect = Cashier.Told(customer, row, payment) with
        {
            Provider = provider.Name,
            Checkout = payment.Checkout,
        };
        var followed = Of(new PaidSession(customer, row), await ApplyAsync(provider, told, effect));
        return payment.Payment is { } paid ? followed with { Wakes = [$"payment:{paid}"] } : followed;
    }

    static Followed Of(PaidSession about, Followed followed) => followed with
    {
        Result = followed.Result with { Customer = about.Session.Customer, CustomerKey = about.Customer },
    };

    static ApplyEvent Event(IPaymentProvider provider, ProviderEvent told, Command effect) => new(
        effect.Customer, provider.Name, EventName.Of(told.Id), EventName.TypeOf(told.Type), told.At, effect)
    {
        By = provider.Name,
    };

    async Task<Followed> ApplyAsync(IPaymentProvider provider, ProviderEvent told, Command effect) =>
        Became(await DecideAsync(Event(provider, told, effect)));

    // Not to be broken off: what was decided is to be known.
    async Task<Outcome> DecideAsync(ApplyEvent apply)
    {
        try
        {
            var answer = await gate.SubmitAsync(new Request([apply]), CancellationToken.None);
            return answer.Rejected ?? answer.Outcomes[0];
        }
        catch (InvalidRequestException invalid)
        {
            return new Rejected(Rejection.Invalid, "", invalid.Errors);
        }
    }

    static Followed Became(Outcome decided)
    {
        if (decided is Rejected { Errors: [var bad, ..] }) return Followed.Ignored($"invalid: {bad.Field}");
        if (decided is Rejected refusal)
            return Followed.Ignored(JsonNamingPolicy.SnakeCaseLower.ConvertName($"{refusal.Code}"));
        var claimed = (Put<ProviderEventView>)decided;
        var outcome = claimed.Value.Outcome == ProviderEventOutcome.Applied
            ? InboxOutcome.Applied
            : InboxOutcome.Ignored;
        return new Followed(new InboxResult(outcome, claimed.Value.Problem)) { IsKnown = !claimed.Changed };
    }

    async Task<PaymentSession?> FindAsync(string customer, long id, CancellationToken stop)
    {
        try
        {
            return await gate.ShowAsync<PaymentSession>(new ShowPayment(customer, id), stop);
        }
        catch (RejectedException)
        {
            return null;
        }
    }

    Task<PaidSession?> PaidAsync(IPaymentProvider provider, string payment, CancellationToken stop) =>
        gate.ListAsync(lists => lists.FindPaymentAsync(provider.Name, payment, stop));
}
