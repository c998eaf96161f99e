namespace Tollgate.Core.Wallets;

/// <summary>Decides what leaves a wallet because its payer got it back, and what comes back.</summary>
public static class ReturnDecider
{
    static readonly Rejected NotFound = new(
        Rejection.PaymentNotFound, "No credit of this wallet was paid for by that payment.");

    /// <summary>
    /// Takes out what is owed and was not taken before, of the credit that was paid for, then of other credit, then as
    /// debt; or gives back what is owed no more, to where it came from.
    /// </summary>
    public static Outcome Decide(Draft draft, ReturnPayment command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return CustomerDecider.NotFound;
        var known = customer.Return(command.Payment);
        if ((known ?? Unreturned(customer, command.Payment)) is not { } before) return NotFound;
        if (before.Currency != command.Currency) return NotFound;
        if (Contradicts(before, command.Dispute) is { } refusal) return refusal;
        var after = before.With(command.Refunded, command.Dispute);
        if (customer.Wallet(after.Currency)!.Overflows(before.Returned - after.Owed)) return WalletDecider.TooMuch;
        var view = View(after);
        if (known is not null && after == before) return new Put<PaymentReturnView>(view, view, false);

        var watched = WalletWatch.Watch(draft, customer);
        draft.Audit(
            customer, command.By, "wallet.returned", after.Payment,
            known is null ? null : CoreJson.Write(View(known)),
            CoreJson.Write(view with { Row = new ReturnRow(after.Grant) }));
        if (Move(customer, before, after, draft.TimeOf(customer), command.By) is { } entry) after = after.With(entry);
        customer.Put(after);
        WalletWatch.Tell(draft, customer, watched);
        return new Put<PaymentReturnView>(view, known is null ? null : View(known), true);
    }

    /// <summary>What <see cref="Decide"/> will read: the payment, then every grant that it moved.</summary>
    public static void Need(Needs needs, ReturnPayment command, Known known)
    {
        needs.Money = true;
        needs.Returns.Add(command.Payment);
        var name = Remembered.Name(WalletDecider.OfGrant, command.Payment);
        needs.Ids.Add(name);
        if (known.Id(name) is { } grant) needs.Grants.Add(grant.Sequence);
        if (known.Return(command.Payment) is not { } row) return;
        needs.Grants.AddRange(row.Taken.Select(part => part.Grant).Where(id => id != 0));
    }

    // A payment of which nothing was returned yet. A grant's id is the number at which it was remembered.
    static PaymentReturn? Unreturned(CustomerState customer, string payment)
    {
        if (customer.Find(Remembered.Name(WalletDecider.OfGrant, payment)) is not { } remembered) return null;
        if (customer.Grant(remembered.Sequence) is not { Kind: CreditKind.TopUp } grant) return null;
        return new PaymentReturn(
            grant.Customer, payment, grant.Currency, grant.Id, grant.Amount, Amount.Zero, [], []);
    }

    static Rejected? Contradicts(PaymentReturn before, Dispute? told)
    {
        if (told is null) return null;
        if (before.Dispute(told.Id) is not { } known)
            return before.Disputes.Count < PaymentReturn.MostDisputes ? null : new Rejected(
                Rejection.TooManyDisputes, $"A payment has at most {PaymentReturn.MostDisputes} disputes.");
        if (known.State == told.State || DisputeState.Open == known.State || DisputeState.Open == told.State)
            return null;
        return new Rejected(Rejection.DisputeClosed, $"The dispute {told.Id} was decided otherwise.");
    }

    static LedgerEntry? Move(
        CustomerState customer, PaymentReturn before, PaymentReturn after, Instant now, string by)
    {
        var more = after.Owed - before.Returned;
        var purse = new Purse(customer, after.Currency, now);
        var label = new EntryLabel(EntryKind.Refund, after.Payment, null, by);
        if (more > Amount.Zero) return purse.Debit(more, label, [new CreditPart(after.Grant, more)]);
        return more < Amount.Zero ? purse.Restore(-more, before.Taken, label) : null;
    }

    internal static PaymentReturnView View(PaymentReturn row) => new(
        row.Payment, row.Currency.Code, row.Collected.ToString(row.Currency), row.Refunded.ToString(row.Currency),
        [.. row.Disputes.Select(one => new DisputeView(one.Id, one.Amount.ToString(row.Currency), one.State))],
        row.Owed.ToString(row.Currency));
}

/// <summary>What was returned of a payment as it is answered. Amounts are decimals.</summary>
/// <param name="Payment">The payment.</param>
/// <param name="Currency">Of which wallet.</param>
/// <param name="Collected">How much was paid.</param>
/// <param name="Refunded">How much was refunded.</param>
/// <param name="Disputes">Its disputes.</param>
/// <param name="Returned">What that took out of the wallet in all.</param>
public sealed record PaymentReturnView(
    string Payment, string Currency, string Collected, string Refunded, IReadOnlyList<DisputeView> Disputes,
    string Returned)
{
    /// <summary>What the row holds beside it, as the audit records it; null elsewhere.</summary>
    public ReturnRow? Row { get; init; }
}

/// <summary>What the row of what was returned holds beside what is shown of it.</summary>
/// <param name="Grant">The credit that the payment paid for.</param>
public sealed record ReturnRow(long Grant);

/// <summary>A dispute as it is answered.</summary>
public sealed record DisputeView(string Id, string Amount, DisputeState State);
