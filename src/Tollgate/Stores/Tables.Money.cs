namespace Tollgate.Stores;

/// <summary>The tables of money. Amounts are micros, exact costs are decimals as text.</summary>
public static partial class Tables
{
    /// <summary>Wallets.</summary>
    public static Table<Wallet> Wallets { get; } = new("wallet", ["customer_id", "currency"],
        [
            Int64<Wallet>("customer_id", row => row.Customer.Value),
            Text<Wallet>("currency", row => row.Currency.Code),
            Int64<Wallet>("balance", row => row.Balance.Micros),
            Int64<Wallet>("held", row => row.Held.Micros),
            Int64<Wallet>("entries", row => row.Entries),
            Bool<Wallet>("hard_stop", row => row.HardStop),
            Int64<Wallet>("overdraft_limit", row => row.OverdraftLimit.Micros),
            MaybeInt64<Wallet>("low_balance", row => row.LowBalance?.Micros),
            MaybeInt64<Wallet>("recharge_below", row => row.Recharge?.Below.Micros),
            MaybeInt64<Wallet>("recharge_amount", row => row.Recharge?.Amount.Micros),
            MaybeInt64<Wallet>("recharge_cap", row => row.Recharge?.MonthlyCap.Micros),
            MaybeInt64<Wallet>("recharging_id", row => row.Recharging?.Id),
            MaybeInt64<Wallet>("recharging_amount", row => row.Recharging?.Amount.Micros),
            MaybeTime<Wallet>("recharging_opened_at", row => row.Recharging?.OpenedAt),
            MaybeInt64<Wallet>("recharging_failures", row => row.Recharging?.Failures),
            MaybeTime<Wallet>("recharging_due_at", row => row.Recharging?.DueAt),
            Int64<Wallet>("recharged", row => row.Recharged.Micros),
            MaybeTime<Wallet>("recharged_from", row => row.RechargedFrom),
            Bool<Wallet>("exhausted", row => row.IsToldExhausted),
        ],
        row => new Wallet(
            new CustomerId(row.Int64(0)), Currency.Parse(row.Text(1)), Amount(row, 2), Amount(row, 3), row.Int64(4))
        {
            HardStop = row.Bool(5),
            OverdraftLimit = Amount(row, 6),
            LowBalance = row.NullableInt64(7) is { } low ? new Amount(low) : null,
            Recharge = row.NullableInt64(8) is not { } below ? null : new RechargeRule(
                new Amount(below), Amount(row, 9), Amount(row, 10)),
            Recharging = row.NullableInt64(11) is not { } open ? null : new OpenRecharge(
                open, Amount(row, 12), row.Instant(13), (int)row.Int64(14), row.Instant(15)),
            Recharged = Amount(row, 16),
            RechargedFrom = row.NullableInstant(17),
            IsToldExhausted = row.Bool(18),
        });

    /// <summary>Credit grants.</summary>
    public static Table<CreditGrant> Grants { get; } = new("credit_grant", ["customer_id", "id"],
        [
            Int64<CreditGrant>("customer_id", row => row.Customer.Value),
            Int64<CreditGrant>("id", row => row.Id),
            Text<CreditGrant>("currency", row => row.Currency.Code),
            Int16<CreditGrant>("kind", row => (short)row.Kind),
            Int32<CreditGrant>("priority", row => row.Priority),
            MaybeTime<CreditGrant>("expires_at", row => row.ExpiresAt),
            Int64<CreditGrant>("amount", row => row.Amount.Micros),
            Int64<CreditGrant>("remaining", row => row.Remaining.Micros),
            Int64<CreditGrant>("held", row => row.Held.Micros),
            Text<CreditGrant>("external_id", row => row.ExternalId),
            Bytes<CreditGrant>("content", row => row.Content.Bytes),
            Time<CreditGrant>("created_at", row => row.CreatedAt),
            MaybeInt64<CreditGrant>("subscription_id", row => row.Subscription),
            Bool<CreditGrant>("carried", row => row.Carried),
        ],
        row => new CreditGrant(
            new CustomerId(row.Int64(0)), row.Int64(1), Currency.Parse(row.Text(2)), (CreditKind)row.Int16(3),
            row.Int32(4), row.NullableInstant(5), Amount(row, 6), Amount(row, 7), Amount(row, 8), row.NullableText(9),
            row.Hash(10), row.Instant(11))
        {
            Subscription = row.NullableInt64(12),
            Carried = row.Bool(13),
        });

    /// <summary>Movements of wallets.</summary>
    public static Table<LedgerEntry> Ledger { get; } = new("ledger_entry", ["customer_id", "currency", "number"],
        [
            Int64<LedgerEntry>("customer_id", row => row.Customer.Value),
            Text<LedgerEntry>("currency", row => row.Currency.Code),
            Int64<LedgerEntry>("number", row => row.Number),
            Int64<LedgerEntry>("sequence", row => row.Sequence),
            Int16<LedgerEntry>("line", row => row.Line),
            Int64<LedgerEntry>("amount", row => row.Amount.Micros),
            Int64<LedgerEntry>("balance", row => row.Balance.Micros),
            Int16<LedgerEntry>("kind", row => (short)row.Kind),
            Text<LedgerEntry>("parts", row => CreditPart.Write(row.Parts)),
            Text<LedgerEntry>("reference", row => row.Reference),
            Text<LedgerEntry>("reason", row => row.Reason),
            Text<LedgerEntry>("actor", row => row.Actor),
            Time<LedgerEntry>("created_at", row => row.CreatedAt),
            Bytes<LedgerEntry>("hash", row => row.Hash.Bytes),
        ],
        row => new LedgerEntry(
            new CustomerId(row.Int64(0)), Currency.Parse(row.Text(1)), row.Int64(2), row.Int64(3), row.Int16(4),
            Amount(row, 5), Amount(row, 6), (EntryKind)row.Int16(7), CreditPart.Read(row.Text(8)), row.NullableText(9),
            row.NullableText(10), row.NullableText(11), row.Instant(12), row.Hash(13)),
        AppendOnly: true);

    /// <summary>What was used and what it cost so far.</summary>
    public static Table<CostTotal> Costs { get; } = new("cost",
        ["customer_id", "feature_id", "currency", "scope", "starts_at"],
        [
            Int64<CostTotal>("customer_id", row => row.Key.Customer.Value),
            Int32<CostTotal>("feature_id", row => row.Key.Feature),
            Text<CostTotal>("currency", row => row.Key.Currency.Code),
            Text<CostTotal>("scope", row => row.Key.Scope),
            Time<CostTotal>("starts_at", row => row.Key.From),
            Text<CostTotal>("cost", row => row.Cost.ToString()),
            Int64<CostTotal>("charged", row => row.Charged.Micros),
            Text<CostTotal>("units", row => row.Units.ToString()),
            Bytes<CostTotal>("price", row => row.Price.Bytes),
            Text<CostTotal>("held", row => row.Held.ToString()),
            Text<CostTotal>("paid", row => CreditPart.Write(row.Paid)),
        ],
        row => new CostTotal(
            new CostKey(
                new CustomerId(row.Int64(0)), row.Int32(1), Currency.Parse(row.Text(2)), row.Text(3), row.Instant(4)),
            Exact.Parse(row.Text(5)), Amount(row, 6), Exact.Parse(row.Text(7)), row.Hash(8))
        {
            Held = Exact.Parse(row.Text(9)),
            Paid = CreditPart.Read(row.Text(10)),
        });

    /// <summary>Levels of gauges through time.</summary>
    public static Table<Accrual> Accruals { get; } = new("accrual", ["customer_id", "feature_id", "scope"],
        [
            Int64<Accrual>("customer_id", row => row.Key.Customer.Value),
            Int32<Accrual>("feature_id", row => row.Key.Feature),
            Text<Accrual>("scope", row => row.Key.Scope),
            Int64<Accrual>("level", row => row.Level),
            Time<Accrual>("since", row => row.Since),
            Text<Accrual>("area", row => row.Area.ToString()),
        ],
        row => new Accrual(
            new AccrualKey(new CustomerId(row.Int64(0)), row.Int32(1), row.Text(2)), row.Int64(3), row.Instant(4),
            Exact.Parse(row.Text(5))));

    /// <summary>What was returned of payments.</summary>
    public static Table<PaymentReturn> Returns { get; } = new("payment_return", ["customer_id", "payment"],
        [
            Int64<PaymentReturn>("customer_id", row => row.Customer.Value),
            Text<PaymentReturn>("payment", row => row.Payment),
            Text<PaymentReturn>("currency", row => row.Currency.Code),
            Int64<PaymentReturn>("grant_id", row => row.Grant),
            Int64<PaymentReturn>("collected", row => row.Collected.Micros),
            Int64<PaymentReturn>("refunded", row => row.Refunded.Micros),
            Text<PaymentReturn>("disputes", row => Dispute.Write(row.Disputes)),
            Int64<PaymentReturn>("returned", row => row.Returned.Micros),
            Text<PaymentReturn>("taken", row => CreditPart.Write(row.Taken)),
        ],
        row => new PaymentReturn(
            new CustomerId(row.Int64(0)), row.Text(1), Currency.Parse(row.Text(2)), row.Int64(3), Amount(row, 4),
            Amount(row, 5), Dispute.Read(row.Text(6)), CreditPart.Read(row.Text(8))));

    /// <summary>Withdrawals.</summary>
    public static Table<Withdrawal> Withdrawals { get; } = new("withdrawal", ["customer_id", "id"],
        [
            Int64<Withdrawal>("customer_id", row => row.Customer.Value),
            Int64<Withdrawal>("id", row => row.Id),
            Text<Withdrawal>("currency", row => row.Currency.Code),
            Int64<Withdrawal>("amount", row => row.Amount.Micros),
            Int64<Withdrawal>("fee", row => row.Fee.Micros),
            Text<Withdrawal>("method", row => row.Method),
            Text<Withdrawal>("destination", row => row.Destination),
            Text<Withdrawal>("held", row => CreditPart.Write(row.Held)),
            Text<Withdrawal>("requested_by", row => row.RequestedBy),
            Text<Withdrawal>("external_id", row => row.ExternalId),
            Time<Withdrawal>("requested_at", row => row.RequestedAt),
            Int16<Withdrawal>("status", row => (short)row.Status),
            Text<Withdrawal>("approved_by", row => row.ApprovedBy),
            MaybeTime<Withdrawal>("approved_at", row => row.ApprovedAt),
            Int32<Withdrawal>("payouts", row => row.Payouts),
            MaybeTime<Withdrawal>("payout_at", row => row.PayoutAt),
            Text<Withdrawal>("reference", row => row.Reference),
            Text<Withdrawal>("reason", row => row.Reason),
            MaybeTime<Withdrawal>("ended_at", row => row.EndedAt),
        ],
        row => new Withdrawal(
            new CustomerId(row.Int64(0)), row.Int64(1), Currency.Parse(row.Text(2)), Amount(row, 3), Amount(row, 4),
            row.Text(5), row.Text(6), CreditPart.Read(row.Text(7)), row.Text(8), row.NullableText(9), row.Instant(10))
        {
            Status = (WithdrawalStatus)row.Int16(11),
            ApprovedBy = row.NullableText(12),
            ApprovedAt = row.NullableInstant(13),
            Payouts = row.Int32(14),
            PayoutAt = row.NullableInstant(15),
            Reference = row.NullableText(16),
            Reason = row.NullableText(17),
            EndedAt = row.NullableInstant(18),
        });

    /// <summary>What reconciliations have posted.</summary>
    public static Table<PostedDifference> Posted { get; } = new("reconciliation", ["customer_id", "key"],
        [
            Int64<PostedDifference>("customer_id", row => row.Customer.Value),
            Bytes<PostedDifference>("key", row => row.Key.Bytes),
            Int64<PostedDifference>("posted", row => row.Amount.Micros),
            Int64<PostedDifference>("sequence", row => row.Sequence),
            Text<PostedDifference>("currency", row => row.Currency.Code),
            Time<PostedDifference>("starts_at", row => row.From),
            Time<PostedDifference>("ends_at", row => row.To),
            Text<PostedDifference>("match", row => row.Match.Write()),
        ],
        row => new PostedDifference(
            new CustomerId(row.Int64(0)), row.Hash(1), Currency.Parse(row.Text(4)), row.Instant(5), row.Instant(6),
            ChargeMatch.Read(row.Text(7)), Amount(row, 2), row.Int64(3)));

    static Amount Amount(RowReader row, int column) => new(row.Int64(column));
}
