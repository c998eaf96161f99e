namespace Tollgate.Core.Recharges;

/// <summary>Opens recharges where a change leaves too little, and decides what becomes of them.</summary>
public static class RechargeDecider
{
    const int MostFailures = 3;

    /// <summary>How long whoever took one has it to himself.</summary>
    public static Duration Lease { get; } = Duration.FromMinutes(1);

    /// <summary>
    /// Opens what the wallets that were written are owed: after the commands of a request, and after what was due.
    /// One that is open, or is stopped by its cap, opens no other; one that was given up waits for the next change.
    /// </summary>
    public static void Follow(Draft draft, CustomerState customer)
    {
        if (!draft.Account.CollectsRecharges || customer.Changes.Wallets.Count == 0) return;
        foreach (var wallet in customer.Changes.Wallets.Values.ToList())
        {
            if (wallet.Recharge is not { } rule || wallet.Recharging is not null) continue;
            if (wallet.Available >= rule.Below || !IsMoved(customer, wallet)) continue;
            Open(draft, customer, wallet, rule);
        }
    }

    /// <summary>Takes an open recharge.</summary>
    public static Outcome Decide(Draft draft, TakeRecharge command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return CustomerDecider.NotFound;
        if (customer.Wallet(command.Currency) is not { } before) return WalletDecider.NotFound(command.Currency);
        var now = draft.TimeOf(customer);
        if (before.Recharging is not { } open || open.DueAt > now) return new Put<Wallet>(before, before, false);
        var after = before with { Recharging = open with { DueAt = now + Lease } };
        return Store(draft, customer, command, "recharge.taken", before, after, open);
    }

    /// <summary>Credits what was collected.</summary>
    public static Outcome Decide(Draft draft, CompleteRecharge command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return CustomerDecider.NotFound;
        if (customer.Wallet(command.Currency) is not { } before) return WalletDecider.NotFound(command.Currency);
        if (WalletDecider.Decide(draft, Grant(command)) is Rejected rejected) return rejected;
        var credited = customer.Wallet(command.Currency)!;
        if (credited.Recharging is not { } open || open.Id != command.Id)
            return new Put<Wallet>(credited, before, credited != before);
        var after = credited with { Recharging = null };
        return Store(draft, customer, command, "wallet.recharge_succeeded", before, after, open);
    }

    /// <summary>Puts a recharge off, or gives it up.</summary>
    public static Outcome Decide(Draft draft, FailRecharge command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return CustomerDecider.NotFound;
        if (customer.Wallet(command.Currency) is not { } before) return WalletDecider.NotFound(command.Currency);
        if (before.Recharging is not { } open || open.Id != command.Id) return new Put<Wallet>(before, before, false);
        var failures = open.Failures + 1;
        if (failures < MostFailures)
        {
            var again = draft.TimeOf(customer) + Duration.FromMinutes(failures == 1 ? 1 : 10);
            var later = before with { Recharging = open with { Failures = failures, DueAt = again } };
            return Store(draft, customer, command, "recharge.refused", before, later, open, command.Reason);
        }
        // What was not collected does not count in its month.
        var counts = before.RechargedFrom <= open.OpenedAt;
        var after = before with
        {
            Recharging = null,
            Recharged = counts ? before.Recharged - open.Amount : before.Recharged,
        };
        return Store(draft, customer, command, "wallet.recharge_failed", before, after, open, command.Reason);
    }

    /// <summary>What the commands will read.</summary>
    public static void Need(Needs needs, Command command)
    {
        needs.Money = true;
        if (command is CompleteRecharge complete) WalletDecider.Need(needs, Grant(complete));
    }

    static GrantCredit Grant(CompleteRecharge command) => new(
        command.Customer, command.Currency, command.Amount, CreditKind.TopUp,
        ExternalId: RechargeId.Format(command.Customer, command.Id))
    {
        By = command.By,
        IsCollected = true,
    };

    // A change that leaves the money as it was is none.
    static bool IsMoved(CustomerState customer, Wallet wallet) =>
        customer.Before(wallet.Currency) is not { } before
        || before.Available != wallet.Available || before.Recharge != wallet.Recharge;

    static void Open(Draft draft, CustomerState customer, Wallet wallet, RechargeRule rule)
    {
        var now = draft.TimeOf(customer);
        var zone = customer.Terms.Profile!.Zone;
        var month = Cycle.CalendarMonth(zone).At(now).Start;
        // The month starts some hours earlier or later in another zone, and is the same.
        var since = wallet.RechargedFrom is { } from && Duration.Max(from - month, month - from) <= CreditTurns.Drift
            ? from
            : month;
        var recharged = wallet.RechargedFrom == since ? wallet.Recharged : Amount.Zero;
        if (recharged + rule.Amount > rule.MonthlyCap) return;
        var open = new OpenRecharge(customer.NextSequence, rule.Amount, now, 0, now);
        customer.Put(wallet with
        {
            Recharging = open,
            Recharged = recharged + rule.Amount,
            RechargedFrom = since,
        });
        Audit(draft, customer, DueDecider.Clock, "wallet.recharge_opened", wallet.Currency, open, null);
    }

    static Put<Wallet> Store(
        Draft draft, CustomerState customer, Command command, string action, Wallet before, Wallet after,
        OpenRecharge open, string? reason = null)
    {
        customer.Put(after);
        Audit(draft, customer, command.By, action, after.Currency, open, reason);
        return new Put<Wallet>(after, before, true);
    }

    static void Audit(
        Draft draft, CustomerState customer, string by, string action, Currency currency, OpenRecharge open,
        string? reason)
    {
        var subject = RechargeId.Format(customer.Terms.Profile!.Key, open.Id);
        var view = new RechargeView(currency.Code, open.Amount.ToString(currency), reason)
        {
            Row = RechargeRow.Of(customer.Wallet(currency)!),
        };
        draft.Audit(customer, by, action, subject, null, CoreJson.Write(view));
    }
}
