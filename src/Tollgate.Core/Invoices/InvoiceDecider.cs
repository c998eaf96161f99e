namespace Tollgate.Core.Invoices;

/// <summary>Decides what is said of invoices.</summary>
public static class InvoiceDecider
{
    internal const string Paid = "paid_invoice";

    /// <summary>Takes note that a payment failed.</summary>
    public static Outcome Decide(Draft draft, FailInvoice command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return CustomerDecider.NotFound;
        if (Settled(customer, command.Id) is { } paid) return paid;
        if (command.Subscription is { } id && customer.Terms.Subscriptions.All(one => one.Id != id))
            return Rejected.Invalid("subscription", "unknown_subscription", "There is no such subscription.");

        var before = customer.Terms.Invoice(command.Id);
        if (before is null && customer.Terms.Unpaid.Count >= Invoice.Most)
            return new Rejected(Rejection.TooManyInvoices, $"A customer has at most {Invoice.Most} unpaid invoices.");
        var now = draft.TimeOf(customer);
        var plan = command.Plan || before is { Plan: true };
        var after = new Invoice(
            customer.Head.Customer, command.Id, plan, command.Metered || before is { Metered: true },
            command.Subscription ?? before?.Subscription, before?.FailedAt ?? now, before?.FallsAt, null);
        if (plan && after.FallsAt is null)
            after = after with { FallsAt = Debt.FallsAt(draft, customer, after.Subscription, now) };
        if (after == before) return new Put<InvoiceView>(InvoiceView.Of(before), InvoiceView.Of(before), false);
        var failed = Store(draft, customer, command, "invoice.failed", before, after);
        IncludedCreditDecider.Follow(draft, customer);
        return new Put<InvoiceView>(failed, null, true);
    }

    /// <summary>Takes note that one is paid.</summary>
    public static Outcome Decide(Draft draft, PayInvoice command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return CustomerDecider.NotFound;
        if (Settled(customer, command.Id) is { } paid) return paid;
        var (before, now) = (customer.Terms.Invoice(command.Id), draft.TimeOf(customer));
        var after = before is null
            ? new Invoice(customer.Head.Customer, command.Id, false, false, null, now, null, now)
            : before with { PaidAt = now };
        // What is paid for goes on; of what is over nothing does.
        if (RenewalTries.Of(customer.Terms, command.Id) is { } due && !due.IsOver(now))
            RenewalTries.Pay(draft, customer, due, due, null, command.By);
        var view = Store(draft, customer, command, "invoice.paid", before, after);
        var answer = Remembered.Keep(customer, Paid, command.Id, Hash.Empty, view);
        IncludedCreditDecider.Follow(draft, customer);
        return answer;
    }

    /// <summary>Reads those that are not paid.</summary>
    public static Outcome Decide(Draft draft, ShowInvoices command) =>
        draft.Existing(command.Customer) is { } customer
            ? new Shown<IReadOnlyList<InvoiceView>>([.. customer.Terms.Unpaid.Select(InvoiceView.Of)])
            : CustomerDecider.NotFound;

    /// <summary>What saying something of an invoice will read.</summary>
    public static void Need(Needs needs, string invoice)
    {
        needs.Ids.Add(Remembered.Name(Paid, invoice));
        // A plan that is given or taken may include credit.
        needs.Money = true;
    }

    // What is paid stays so, whatever is said of it later.
    static Outcome? Settled(CustomerState customer, string id) =>
        Remembered.Find<InvoiceView>(customer, "invoice", Paid, id, Hash.Empty);

    static InvoiceView Store(
        Draft draft, CustomerState customer, Command command, string action, Invoice? before, Invoice after)
    {
        var (terms, view) = (customer.Terms, InvoiceView.Of(after));
        customer.Put(after);
        Debt.Press(draft, customer);
        customer.Put(KeptWindows.WithEpoch(
            customer, terms, draft.Account.Catalog, terms.Profile!, draft.TimeOf(customer)));
        draft.Audit(
            customer, command.By, action, after.Id, before is null ? null : CoreJson.Write(InvoiceView.Of(before)),
            CoreJson.Write(view));
        return view;
    }
}
