namespace Tollgate.Postgres;

/// <summary>The rendered writes.</summary>
internal static class Writes
{
    public static Write<Head> Heads { get; } = new(Tables.Heads);
    public static Write<Profile> Profiles { get; } = new(Tables.Profiles);
    public static Write<Subscription> Subscriptions { get; } = new(Tables.Subscriptions);
    public static Write<Boost> Boosts { get; } = new(Tables.Boosts);
    public static Write<Namespace> Namespaces { get; } = new(Tables.Namespaces);
    public static Write<Reservation> Reservations { get; } = new(Tables.Reservations);
    public static Write<Counter> Counters { get; } = new(Tables.Counters);
    public static Write<RecordedId> Ids { get; } = new(Tables.Ids);
    public static Write<UsageEvent> Events { get; } = new(Tables.Events);
    public static Write<AuditEntry> Audits { get; } = new(Tables.Audits);
    public static Write<Wallet> Wallets { get; } = new(Tables.Wallets);
    public static Write<CreditGrant> Grants { get; } = new(Tables.Grants);
    public static Write<LedgerEntry> Ledger { get; } = new(Tables.Ledger);
    public static Write<CostTotal> Costs { get; } = new(Tables.Costs);
    public static Write<ProviderLink> Links { get; } = new(Tables.Links);
    public static Write<Invoice> Invoices { get; } = new(Tables.Invoices);
    public static Write<Budget> Budgets { get; } = new(Tables.Budgets);
    public static Write<Spend> Spends { get; } = new(Tables.Spends);
    public static Write<PaymentReturn> Returns { get; } = new(Tables.Returns);
    public static Write<Withdrawal> Withdrawals { get; } = new(Tables.Withdrawals);
    public static Write<PaymentSession> Payments { get; } = new(Tables.Payments);
    public static Write<ProviderObject> ProviderObjects { get; } = new(Tables.ProviderObjects);
    public static Write<PostedDifference> Posted { get; } = new(Tables.Posted);
    public static Write<Accrual> Accruals { get; } = new(Tables.Accruals);
    public static Write<Tally> Tallies { get; } = new(Tables.Tallies);
    public static Write<UsageSlice> Slices { get; } = new(Tables.Slices);
    public static Write<ClosedPeriod> Periods { get; } = new(Tables.Periods);
    public static Write<Feature> Features { get; } = new(Tables.Features);
    public static Write<PlanVersion> Plans { get; } = new(Tables.Plans);
    public static Write<Setting> Settings { get; } = new(Tables.Settings);
    public static Write<RateCardVersion> RateCards { get; } = new(Tables.RateCards);
    public static Write<Discount> Discounts { get; } = new(Tables.Discounts);
    public static Write<ApiKey> Keys { get; } = new(Tables.Keys);
    public static Write<WebhookEndpoint> Webhooks { get; } = new(Tables.Webhooks);
    public static Write<OutboxEntry> Outbox { get; } = new(Tables.Outbox);
    public static Write<StoredResponse> Responses { get; } = new(Tables.Responses);
}
