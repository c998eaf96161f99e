namespace Tollgate.Core.Payments;

/// <summary>What is done with money that a provider collected, and with money that it gave back.</summary>
internal static class Collection
{
    /// <summary>
    /// Gives what was paid for, if that much was collected in that currency; otherwise an operator is to look. The same
    /// told again changes nothing.
    /// </summary>
    public static Outcome Take(Draft draft, CustomerState customer, PaymentSession row, RecordPayment command)
    {
        if (PaymentStates.After(row.Status, PaymentStep.Succeed) is null) return Again(draft, customer, row, command);
        var collected = command.Collected ?? new CurrencyAmount(Amount.Zero, row.Currency);
        // An operator has it, or has decided.
        if (row.Collected == collected && (command.Payment ?? row.Payment) == row.Payment)
            return PaymentDecider.Same(row);
        var after = row with
        {
            Provider = command.Provider,
            Checkout = command.Checkout ?? row.Checkout,
            Payment = command.Payment ?? row.Payment,
            Collected = collected,
            // What another payment brought before, too little or in another currency, is still somebody's.
            Problem = IsOther(row, command) && row is { Problem: not null, Collected: not null }
                ? PaymentProblem.PaidTwice : null,
        };
        var fits = collected.Currency == row.Currency && collected.Amount >= row.Amount;
        if (!fits) return Doubt(draft, customer, row, after, command, PaymentProblem.AmountMismatch);
        var done = Fulfil(draft, customer, row, after, command);
        if (done is not { Value: { Status: PaymentStatus.Succeeded } given }) return done;
        return GiveBack(draft, customer, given, command) ?? done;
    }

    /// <summary>
    /// Gives what was paid for: all that was collected as credit, or the plan and what is over as credit. It is called
    /// by the decision that makes the session succeeded, and so once.
    /// </summary>
    public static Put<PaymentSession> Fulfil(
        Draft draft, CustomerState customer, PaymentSession before, PaymentSession after, Command command,
        string? reason = null)
    {
        var collected = after.Collected!.Value;
        var first = after.Plan is null
            ? Credit(draft, command, after, collected)
            : PlanCharge.Give(draft, customer, after, command.By);
        if (first is not null)
            return Doubt(draft, customer, before, after, command, PaymentProblem.FulfilmentRefused, reason);
        var over = collected.Currency == after.Currency ? collected.Amount - after.Amount : Amount.Zero;
        var rest = after.Plan is null
            ? null
            : Credit(draft, command, after, collected with { Amount = over });
        return PaymentDecider.Store(draft, customer, command, "payment.succeeded", before, after with
        {
            Status = PaymentStates.After(before.Status, PaymentStep.Succeed)!.Value,
            Problem = rest is null ? after.Problem : PaymentProblem.FulfilmentRefused,
            EndedAt = draft.TimeOf(customer),
        }, reason);
    }

    /// <summary>
    /// Takes back what a top-up brought, as far as it was returned. One that was returned before it was ever given has
    /// failed.
    /// </summary>
    public static Outcome Return(Draft draft, CustomerState customer, PaymentSession row, RecordPayment command)
    {
        if (PaymentStates.After(row.Status, PaymentStep.Refund) is { } refunded)
        {
            if (IsOther(row, command)) return PaymentDecider.Same(row);
            var whole = command.Refunded > Amount.Zero
                ? command
                : command with { Refunded = row.Collected!.Value.Amount };
            if (GiveBack(draft, customer, row, whole) is Rejected refusal) return refusal;
            return PaymentDecider.Store(
                draft, customer, command, "payment.refunded", row, row with { Status = refunded, Problem = null });
        }
        if (PaymentStates.After(row.Status, PaymentStep.Fail) is not { } failed) return PaymentDecider.Same(row);
        return PaymentDecider.Store(draft, customer, command, "payment.failed", row, row with
        {
            Status = failed,
            Payment = command.Payment ?? row.Payment,
            Collected = command.Collected ?? row.Collected,
            Problem = null,
            EndedAt = draft.TimeOf(customer),
        });
    }

    // What is told of one that succeeded: a part of it was returned, or another payment came beside it.
    static Outcome Again(Draft draft, CustomerState customer, PaymentSession row, RecordPayment command)
    {
        if (row.Status == PaymentStatus.Refunded) return PaymentDecider.Same(row);
        if (!IsOther(row, command)) return GiveBack(draft, customer, row, command) ?? PaymentDecider.Same(row);
        if (row.Problem is not null) return PaymentDecider.Same(row);
        return PaymentDecider.Store(
            draft, customer, command, "payment.problem", row, row with { Problem = PaymentProblem.PaidTwice });
    }

    static bool IsOther(PaymentSession row, RecordPayment command) =>
        row.Payment is { } paid && command.Payment is { } told && paid != told;

    static Put<PaymentSession> Doubt(
        Draft draft, CustomerState customer, PaymentSession before, PaymentSession after, Command command,
        string problem, string? reason = null) =>
        PaymentDecider.Store(draft, customer, command, "payment.problem", before, after with
        {
            Status = PaymentStates.After(before.Status, PaymentStep.Doubt)!.Value,
            Problem = problem,
            EndedAt = null,
        }, reason);

    static Rejected? Credit(Draft draft, Command command, PaymentSession row, CurrencyAmount money)
    {
        if (money.Amount <= Amount.Zero) return null;
        return WalletDecider.Decide(draft, new GrantCredit(
            command.Customer, money.Currency, money.Amount, CreditKind.TopUp,
            ExternalId: PaymentId.Format(command.Customer, row.Id))
        {
            By = command.By,
            IsCollected = true,
        }) as Rejected;
    }

    // Cumulative, as everything that is returned: told twice it is taken once. Of a plan what was collected over its
    // price was credited, and goes first. Null where there is nothing to do.
    static Outcome? GiveBack(Draft draft, CustomerState customer, PaymentSession row, RecordPayment command)
    {
        if (row.Collected is not { } collected) return null;
        var credited = row.Plan is null ? collected.Amount
            : collected.Currency == row.Currency ? collected.Amount - row.Amount : Amount.Zero;
        var refunded = command.Refunded < credited ? command.Refunded : credited;
        if (refunded <= Amount.Zero) return null;
        var id = PaymentId.Format(command.Customer, row.Id);
        if (customer.Return(id) is { } known && known.Refunded >= refunded) return null;
        var answer = ReturnDecider.Decide(draft, new ReturnPayment(command.Customer, collected.Currency, id, refunded)
        {
            By = command.By,
        });
        if (answer is not Rejected refusal) return new Put<PaymentSession>(row, row, true);
        return refusal.Code == Rejection.PaymentNotFound ? null : refusal;
    }
}
