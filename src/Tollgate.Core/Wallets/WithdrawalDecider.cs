namespace Tollgate.Core.Wallets;

/// <summary>Decides the commands about withdrawals.</summary>
public static class WithdrawalDecider
{
    internal const string OfWithdrawal = "withdrawal";

    static readonly Rejected NotFound = new(Rejection.WithdrawalNotFound, "There is no such withdrawal.");

    static readonly Rejected Closed = new(Rejection.WithdrawalClosed, "The withdrawal has ended otherwise.");

    static readonly Rejected UnderWay = new(
        Rejection.PayoutUnderWay, "It is being paid out; only whoever pays knows how that ends.");

    static readonly Rejected Suspended = new(
        Rejection.CustomerSuspended, "The customer is suspended: nothing more is paid out to it.");

    static readonly Duration FirstLease = Duration.FromMinutes(1);

    static readonly Duration LongestLease = Duration.FromHours(1);

    /// <summary>Holds what is asked for, if that much is there without an overdraft.</summary>
    public static Outcome Decide(Draft draft, RequestWithdrawal command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return CustomerDecider.NotFound;
        if (Repeated(customer, command) is { } done) return done;
        if (IsSuspended(customer)) return Suspended;
        if (customer.Wallet(command.Currency) is not { } wallet) return WalletDecider.NotFound(command.Currency);
        if (draft.Account.Catalog.Settings.WithdrawalMethods.Find(command.Method) is not { } method)
            return Rejected.Invalid("method", "unknown_method", $"There is no method {command.Method}.");
        if (command.Amount < method.Minimum)
            return Rejected.Invalid(
                "amount", "below_minimum", $"At least {method.Minimum.ToString(command.Currency)} is paid out.");
        var fee = method.FeeAmount?.Rounded(command.Currency)
            ?? Fee.Of(command.Amount, method.FeePercent ?? Exact.Zero, command.Currency);
        if (fee >= command.Amount)
            return Rejected.Invalid(
                "amount", "below_fee", $"The fee is {fee.ToString(command.Currency)}, which leaves nothing.");
        var now = draft.TimeOf(customer);
        var purse = new Purse(customer, command.Currency, now);
        if (command.Amount > wallet.Balance - wallet.Held || command.Amount > purse.Payable)
            return new Rejected(Rejection.CreditInsufficient, "So much is not there, is held, or can only be spent.");

        var watched = WalletWatch.Watch(draft, customer);
        var row = new Withdrawal(
            customer.Head.Customer, customer.NextSequence, command.Currency, command.Amount, fee, command.Method,
            command.Destination, purse.Hold(command.Amount, payable: true).Parts, command.Actor ?? command.By,
            command.ExternalId, now);
        Store(draft, customer, command, "withdrawal.requested", null, row, command.Content);
        if (command.ExternalId is { } id)
            customer.Record(new RecordedId(
                row.Customer, Remembered.Name(OfWithdrawal, id), row.Id, command.Content, []));
        WalletWatch.Tell(draft, customer, watched);
        return new Put<Withdrawal>(row, null, true);
    }

    /// <summary>Approves one, by another than asked for it.</summary>
    public static Outcome Decide(Draft draft, ApproveWithdrawal command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return CustomerDecider.NotFound;
        if (customer.Withdrawal(command.Id) is not { } row) return NotFound;
        var actor = command.Actor ?? command.By;
        if (actor == row.RequestedBy)
            return new Rejected(Rejection.SameActor, "Whoever asked for a withdrawal does not approve it.");
        if (row.Status == WithdrawalStatus.Approved) return new Put<Withdrawal>(row, row, false);
        if (row.HasEnded) return Closed;
        if (IsSuspended(customer)) return Suspended;
        var now = draft.TimeOf(customer);
        return Store(draft, customer, command, "withdrawal.approved", row, row with
        {
            Status = WithdrawalStatus.Approved,
            ApprovedBy = actor,
            ApprovedAt = now,
            PayoutAt = now,
        });
    }

    /// <summary>Takes one back.</summary>
    public static Outcome Decide(Draft draft, CancelWithdrawal command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return CustomerDecider.NotFound;
        if (customer.Withdrawal(command.Id) is not { } row) return NotFound;
        if (row.Status == WithdrawalStatus.Cancelled) return new Put<Withdrawal>(row, row, false);
        if (row.HasEnded) return Closed;
        if (row.Payouts > 0) return UnderWay;
        return Free(draft, customer, command, row, "withdrawal.cancelled", WithdrawalStatus.Cancelled, null);
    }

    /// <summary>
    /// Lets one payer begin; whoever asks meanwhile is told that nothing changed. It is begun anew by the same or
    /// another where nothing was heard of the last, later each time.
    /// </summary>
    public static Outcome Decide(Draft draft, BeginPayout command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return CustomerDecider.NotFound;
        if (customer.Withdrawal(command.Id) is not { } row) return NotFound;
        var now = draft.TimeOf(customer);
        if (row.Status != WithdrawalStatus.Approved || row.PayoutAt > now) return new Put<Withdrawal>(row, row, false);
        // What was begun may be paid already: only going on tells.
        if (row.Payouts == 0 && IsSuspended(customer)) return new Put<Withdrawal>(row, row, false);
        var lease = row.Payouts < 6 ? FirstLease * (1 << row.Payouts) : LongestLease;
        return Store(draft, customer, command, "payout.begun", row, row with
        {
            Payouts = row.Payouts + 1,
            PayoutAt = now + lease,
        });
    }

    /// <summary>Takes what was paid, and the fee, from what was held.</summary>
    public static Outcome Decide(Draft draft, CompleteWithdrawal command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return CustomerDecider.NotFound;
        if (customer.Withdrawal(command.Id) is not { } row) return NotFound;
        if (row.Status == WithdrawalStatus.Paid) return new Put<Withdrawal>(row, row, false);
        if (row.HasEnded) return Closed;
        if (row.Status == WithdrawalStatus.Pending)
            return new Rejected(Rejection.WithdrawalNotApproved, "The withdrawal is not approved.");
        var watched = WalletWatch.Watch(draft, customer);
        var after = Ended(row, WithdrawalStatus.Paid, draft.TimeOf(customer)) with { Reference = command.Reference };
        var answer = Store(draft, customer, command, "withdrawal.paid", row, after);
        var purse = new Purse(customer, row.Currency, draft.TimeOf(customer));
        var reference = WithdrawalId.Format(command.Customer, row.Id);
        purse.Free(row.Hold);
        var (net, fee) = Parted(row.Held, row.Net);
        purse.Move(net, new EntryLabel(EntryKind.Withdrawal, reference, null, command.By));
        if (fee.Count > 0) purse.Move(fee, new EntryLabel(EntryKind.Fee, reference, null, command.By));
        purse.Expire();
        WalletWatch.Tell(draft, customer, watched);
        return answer;
    }

    /// <summary>Gives back what was held.</summary>
    public static Outcome Decide(Draft draft, FailWithdrawal command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return CustomerDecider.NotFound;
        if (customer.Withdrawal(command.Id) is not { } row) return NotFound;
        if (row.Status == WithdrawalStatus.Failed) return new Put<Withdrawal>(row, row, false);
        if (row.HasEnded) return Closed;
        if (row.Status == WithdrawalStatus.Pending)
            return new Rejected(Rejection.WithdrawalNotApproved, "The withdrawal is not approved.");
        if (row.Payouts > 0 && !command.FromPayout) return UnderWay;
        return Free(draft, customer, command, row, "withdrawal.failed", WithdrawalStatus.Failed, command.Reason);
    }

    /// <summary>Reads one.</summary>
    public static Outcome Decide(Draft draft, ShowWithdrawal command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return CustomerDecider.NotFound;
        return customer.Withdrawal(command.Id) is { } row ? new Shown<Withdrawal>(row) : NotFound;
    }

    /// <summary>What a request will read: the money, and the one that was asked for first under the same id.</summary>
    public static void Need(Needs needs, RequestWithdrawal command, Known known)
    {
        needs.Money = true;
        if (command.ExternalId is not { } id) return;
        var name = Remembered.Name(OfWithdrawal, id);
        needs.Ids.Add(name);
        if (known.Id(name) is { } first) needs.Withdrawals.Add(first.Sequence);
    }

    /// <summary>What a command about one withdrawal will read.</summary>
    public static void Need(Needs needs, WithdrawalCommand command)
    {
        needs.Money = true;
        needs.Withdrawals.Add(command.Id);
    }

    static bool IsSuspended(CustomerState customer) => customer.Terms.Profile!.SuspendedAt is not null;

    static Outcome? Repeated(CustomerState customer, RequestWithdrawal command)
    {
        if (command.ExternalId is not { } id) return null;
        if (customer.Find(Remembered.Name(OfWithdrawal, id)) is not { } first) return null;
        if (first.Content != command.Content)
            return new Rejected(
                Rejection.ExternalIdConflict, $"external_id {id} was used before with other content.");
        var row = customer.Withdrawal(first.Sequence)
            ?? throw new MissingFactException($"withdrawal {first.Sequence}");
        return new Put<Withdrawal>(row, row, false);
    }

    static Outcome Free(
        Draft draft, CustomerState customer, WithdrawalCommand command, Withdrawal row, string action,
        WithdrawalStatus status, string? reason)
    {
        var watched = WalletWatch.Watch(draft, customer);
        var now = draft.TimeOf(customer);
        var answer = Store(draft, customer, command, action, row, Ended(row, status, now) with { Reason = reason });
        var purse = new Purse(customer, row.Currency, now);
        purse.Free(row.Hold);
        purse.Expire();
        WalletWatch.Tell(draft, customer, watched);
        return answer;
    }

    // Whoever needed to know where it goes has known it: what stays is what is shown.
    static Withdrawal Ended(Withdrawal row, WithdrawalStatus status, Instant now) => row with
    {
        Status = status,
        EndedAt = now,
        PayoutAt = null,
        Held = [],
        Destination = Wallets.Destination.Masked(row.Destination),
    };

    static Put<Withdrawal> Store(
        Draft draft, CustomerState customer, Command command, string action, Withdrawal? before, Withdrawal after,
        Hash? asked = null)
    {
        var key = command.Customer;
        customer.Put(after);
        draft.Audit(
            customer, command.By, action, WithdrawalId.Format(key, after.Id),
            before is null ? null : CoreJson.Write(WithdrawalView.Of(before)),
            CoreJson.Write(WithdrawalView.Of(after) with { Row = WithdrawalRow.Of(after, asked) }));
        return new Put<Withdrawal>(after, before, true);
    }

    // What was held leaves as it was held: the net amount first, then the fee.
    static (List<CreditPart> Net, List<CreditPart> Fee) Parted(IReadOnlyList<CreditPart> held, Amount net)
    {
        List<CreditPart> paid = [], kept = [];
        foreach (var (grant, amount) in held)
        {
            var part = amount < net ? amount : net;
            net -= part;
            if (part > Amount.Zero) paid.Add(new CreditPart(grant, -part));
            if (amount > part) kept.Add(new CreditPart(grant, part - amount));
        }
        return (paid, kept);
    }
}

/// <summary>
/// A withdrawal as the audit shows it and events tell it: without where it goes. Amounts are decimals.
/// </summary>
public sealed record WithdrawalView(
    string Currency, WithdrawalStatus Status, string Amount, string Fee, string Net, string Method, string RequestedBy,
    string? ApprovedBy, string? Reference, string? Reason, string? ExternalId)
{
    /// <summary>What the row holds beside it, as the audit records it.</summary>
    public WithdrawalRow? Row { get; init; }

    /// <summary>The view of a withdrawal.</summary>
    public static WithdrawalView Of(Withdrawal row) => new(
        row.Currency.Code, row.Status, row.Amount.ToString(row.Currency), row.Fee.ToString(row.Currency),
        row.Net.ToString(row.Currency), row.Method, row.RequestedBy, row.ApprovedBy, row.Reference, row.Reason,
        row.ExternalId);
}

/// <summary>What the row of a withdrawal holds beside what is shown of it.</summary>
/// <param name="Destination">The hash of where it goes.</param>
/// <param name="Held">Of which grants it is held.</param>
/// <param name="RequestedAt">When it was asked for.</param>
/// <param name="ApprovedAt">When it was approved.</param>
/// <param name="Payouts">How often a payout was begun.</param>
/// <param name="PayoutAt">From when on one may be begun.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="Content">The hash of what was asked, where that is recorded.</param>
public sealed record WithdrawalRow(
    string Destination, string Held, string RequestedAt, string? ApprovedAt, int Payouts, string? PayoutAt,
    string? EndedAt, string? Content)
{
    /// <summary>That of a withdrawal.</summary>
    public static WithdrawalRow Of(Withdrawal row, Hash? asked = null) => new(
        Hash.Over(System.Text.Encoding.UTF8.GetBytes(row.Destination)).ToString(), CreditPart.Write(row.Held),
        CoreJson.Time(row.RequestedAt), CoreJson.Time(row.ApprovedAt), row.Payouts, CoreJson.Time(row.PayoutAt),
        CoreJson.Time(row.EndedAt), asked?.ToString());
}
