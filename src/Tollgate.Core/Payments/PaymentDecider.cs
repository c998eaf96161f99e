namespace Tollgate.Core.Payments;

/// <summary>Decides the commands about payment sessions.</summary>
public static class PaymentDecider
{
    /// <summary>How long a session may be paid: what every provider allows a page.</summary>
    public static Duration Lifetime { get; } = Duration.FromHours(23);

    static readonly Rejected NotFound = new(Rejection.PaymentSessionNotFound, "There is no such payment session.");

    static readonly Rejected Closed = new(
        Rejection.PaymentSessionClosed, "The session has ended, or there is nothing to resolve.");

    static readonly Rejected UnderWay = new(
        Rejection.PaymentUnderWay, "It is being paid, or was and has to be resolved; it is not called off.");

    /// <summary>Opens a session.</summary>
    public static Outcome Decide(Draft draft, OpenPayment command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return CustomerDecider.NotFound;
        var (now, catalog) = (draft.TimeOf(customer), draft.Account.Catalog);
        if (command.Plan is not { } code)
            return Store(draft, customer, command, "payment.opened", null, Opened(command.TopUp!.Value, null, null));

        if (catalog.Plan(code) is not { } newest)
            return Rejected.Invalid("purpose.plan", "unknown_plan", $"There is no plan {code}.");
        if (newest.IsArchived) return ArchiveDecider.Archived(newest.Row);
        if (PlanCharge.Of(customer, catalog, newest, command.Per, now) is not var (asked, plan, seats))
            return Rejected.Invalid(
                "purpose.plan", "no_price", $"The plan {code} has no such price in the customer's currency.");
        var row = Opened(asked, plan, seats);
        // Nobody is asked for money for what they could not be given.
        if (PlanCharge.Refusal(draft, customer, row, command.By) is { } refusal) return refusal;
        return Store(draft, customer, command, "payment.opened", null, row);

        PaymentSession Opened(CurrencyAmount asked, Plan? plan, int? seats) => new(
            customer.Head.Customer, customer.NextSequence, plan?.Code, plan?.Row.Version,
            plan is null ? null : command.Per, asked.Amount, asked.Currency, command.ReturnUrl, command.By, now,
            now + Lifetime)
        {
            Provider = command.Provider,
            Quantity = seats,
        };
    }

    /// <summary>Notes the page. One that comes late, or of a provider that was given up, is not taken.</summary>
    public static Outcome Decide(Draft draft, RedirectPayment command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return CustomerDecider.NotFound;
        if (customer.Payment(command.Id) is not { } row) return NotFound;
        var status = row.StatusAt(draft.TimeOf(customer));
        if (row.Provider != command.Provider || PaymentStates.After(status, PaymentStep.Redirect) is not { } after)
            return Same(row);
        return Store(draft, customer, command, "payment.redirected", row, row with
        {
            Status = after,
            Checkout = command.Checkout,
            CheckoutUrl = command.Url,
        });
    }

    /// <summary>Notes that a provider could not; of two who say so the second changes nothing.</summary>
    public static Outcome Decide(Draft draft, FailPaymentAttempt command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return CustomerDecider.NotFound;
        if (customer.Payment(command.Id) is not { } row) return NotFound;
        var now = draft.TimeOf(customer);
        if (row.StatusAt(now) != PaymentStatus.Pending || row.Provider != command.Provider) return Same(row);
        var after = row with { Attempts = [.. row.Attempts, new FailedAttempt(command.Provider, command.Reason)] };
        if (command.Next is { } next)
            return Store(draft, customer, command, "payment.attempt_failed", row, after with { Provider = next });
        return Store(draft, customer, command, "payment.failed", row, after with
        {
            Status = PaymentStates.After(row.Status, PaymentStep.Fail)!.Value,
            EndedAt = now,
        });
    }

    /// <summary>Records what the provider says.</summary>
    public static Outcome Decide(Draft draft, RecordPayment command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return CustomerDecider.NotFound;
        if (customer.Payment(command.Id) is not { } row) return NotFound;
        return command.Fact switch
        {
            PaymentFact.Succeeded => Collection.Take(draft, customer, row, command),
            PaymentFact.Refunded => Collection.Return(draft, customer, row, command),
            PaymentFact.Processing => Move(draft, customer, row, command, PaymentStep.Process, "payment.processing"),
            PaymentFact.Failed => Move(draft, customer, row, command, PaymentStep.Fail, "payment.failed"),
            PaymentFact.Cancelled => Move(draft, customer, row, command, PaymentStep.Cancel, "payment.cancelled"),
            PaymentFact.Expired => Move(draft, customer, row, command, PaymentStep.Expire, "payment.expired"),
            _ => Same(row),
        };
    }

    /// <summary>Calls a session off.</summary>
    public static Outcome Decide(Draft draft, CancelPayment command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return CustomerDecider.NotFound;
        if (customer.Payment(command.Id) is not { } row) return NotFound;
        var now = draft.TimeOf(customer);
        var status = row.StatusAt(now);
        if (status == PaymentStatus.Cancelled) return Same(row);
        if (status == PaymentStatus.Processing) return UnderWay;
        if (PaymentStates.After(status, PaymentStep.Cancel) is not { } after) return Closed;
        return Store(draft, customer, command, "payment.cancelled", row, row with { Status = after, EndedAt = now });
    }

    /// <summary>Takes what was collected for what was asked, or gives the session up; an operator's word.</summary>
    public static Outcome Decide(Draft draft, ResolvePayment command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return CustomerDecider.NotFound;
        if (customer.Payment(command.Id) is not { } row) return NotFound;
        if (row.Problem is null)
        {
            var isDone = command.Accept ? row.Status == PaymentStatus.Succeeded
                : row is { Status: PaymentStatus.Failed, Collected: not null };
            return isDone ? Same(row) : Closed;
        }
        var seen = row with { Problem = null };
        // Of a second payment all there is to say is that somebody saw to it.
        if (row.Status != PaymentStatus.Processing)
            return Store(draft, customer, command, "payment.resolved", row, seen, command.Reason);
        if (command.Accept) return Collection.Fulfil(draft, customer, row, seen, command, command.Reason);
        return Store(draft, customer, command, "payment.failed", row, seen with
        {
            Status = PaymentStates.After(row.Status, PaymentStep.Fail)!.Value,
            EndedAt = draft.TimeOf(customer),
        }, command.Reason);
    }

    /// <summary>Reads one, as it stands by time.</summary>
    public static Outcome Decide(Draft draft, ShowPayment command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return CustomerDecider.NotFound;
        if (customer.Payment(command.Id) is not { } row) return NotFound;
        return new Shown<PaymentSession>(row with { Status = row.StatusAt(draft.TimeOf(customer)) });
    }

    /// <summary>What a command about one session will read: the row, and the money that it may move.</summary>
    public static void Need(Needs needs, PaymentCommand command, Known known)
    {
        needs.Payments.Add(command.Id);
        if (command is not (RecordPayment or ResolvePayment)) return;
        needs.Money = true;
        var id = PaymentId.Format(command.Customer, command.Id);
        needs.Ids.Add(Remembered.Name(WalletDecider.OfGrant, id));
        if (command is RecordPayment { Refunded.Micros: > 0 } or RecordPayment { Fact: PaymentFact.Refunded })
            ReturnDecider.Need(needs, new ReturnPayment(command.Customer, default, id), known);
    }

    internal static Put<PaymentSession> Same(PaymentSession row) => new(row, row, false);

    internal static Put<PaymentSession> Store(
        Draft draft, CustomerState customer, Command command, string action, PaymentSession? before,
        PaymentSession after, string? reason = null)
    {
        customer.Put(after);
        draft.Audit(
            customer, command.By, action, PaymentId.Format(command.Customer, after.Id),
            before is null ? null : CoreJson.Write(PaymentView.Of(before)),
            CoreJson.Write(PaymentView.Of(after) with { Reason = reason, Row = PaymentRow.Of(after) }));
        return new Put<PaymentSession>(after, before, true);
    }

    // What another provider than the one at hand says of its page matters only where it has money. Nor does anything
    // but money, or an operator, end what waits for an operator.
    static Put<PaymentSession> Move(
        Draft draft, CustomerState customer, PaymentSession row, RecordPayment command, PaymentStep step,
        string action)
    {
        var now = draft.TimeOf(customer);
        if (row.Problem is not null || row.Provider != command.Provider) return Same(row);
        if (row.Checkout is { } page && command.Checkout is { } told && page != told) return Same(row);
        // Money on its way is no page that nobody paid in time.
        var status = step == PaymentStep.Process ? row.Status : row.StatusAt(now);
        if (status == PaymentStatus.Expired && step == PaymentStep.Expire) status = row.Status;
        if (PaymentStates.After(status, step) is not { } after) return Same(row);
        return Store(draft, customer, command, action, row, row with
        {
            Status = after,
            Payment = command.Payment ?? row.Payment,
            EndedAt = PaymentStates.IsEnd(after) ? now : null,
        });
    }
}
