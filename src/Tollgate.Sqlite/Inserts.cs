namespace Tollgate.Sqlite;

/// <summary>The rendered writes of one connection. Not thread-safe.</summary>
internal sealed class Inserts(SqliteConnection connection) : IDisposable
{
    readonly Query make = new(connection, Sql.Make, 1);
    readonly Query forget = new(connection, Sql.ForgetResponse, 1);
    readonly Query forgetOld = new(connection, Sql.ForgetOldResponses, 1);
    readonly Insert<Head> heads = new(Tables.Heads, connection.Handle!);
    readonly Insert<Profile> profiles = new(Tables.Profiles, connection.Handle!);
    readonly Insert<Subscription> subscriptions = new(Tables.Subscriptions, connection.Handle!);
    readonly Insert<Boost> boosts = new(Tables.Boosts, connection.Handle!);
    readonly Insert<Namespace> namespaces = new(Tables.Namespaces, connection.Handle!);
    readonly Insert<Reservation> reservations = new(Tables.Reservations, connection.Handle!);
    readonly Insert<Counter> counters = new(Tables.Counters, connection.Handle!);
    readonly Insert<RecordedId> ids = new(Tables.Ids, connection.Handle!);
    readonly Insert<UsageEvent> events = new(Tables.Events, connection.Handle!);
    readonly Insert<AuditEntry> audits = new(Tables.Audits, connection.Handle!);
    readonly Insert<Wallet> wallets = new(Tables.Wallets, connection.Handle!);
    readonly Insert<CreditGrant> grants = new(Tables.Grants, connection.Handle!);
    readonly Insert<LedgerEntry> ledger = new(Tables.Ledger, connection.Handle!);
    readonly Insert<CostTotal> costs = new(Tables.Costs, connection.Handle!);
    readonly Insert<ProviderLink> links = new(Tables.Links, connection.Handle!);
    readonly Insert<Invoice> invoices = new(Tables.Invoices, connection.Handle!);
    readonly Insert<Budget> budgets = new(Tables.Budgets, connection.Handle!);
    readonly Insert<Spend> spends = new(Tables.Spends, connection.Handle!);
    readonly Insert<PaymentReturn> returns = new(Tables.Returns, connection.Handle!);
    readonly Insert<Withdrawal> withdrawals = new(Tables.Withdrawals, connection.Handle!);
    readonly Insert<PaymentSession> payments = new(Tables.Payments, connection.Handle!);
    readonly Insert<ProviderObject> objects = new(Tables.ProviderObjects, connection.Handle!);
    readonly Insert<PostedDifference> posted = new(Tables.Posted, connection.Handle!);
    readonly Insert<Accrual> accruals = new(Tables.Accruals, connection.Handle!);
    readonly Insert<Tally> tallies = new(Tables.Tallies, connection.Handle!);
    readonly Insert<UsageSlice> slices = new(Tables.Slices, connection.Handle!);
    readonly Insert<ClosedPeriod> periods = new(Tables.Periods, connection.Handle!);
    readonly Insert<Feature> features = new(Tables.Features, connection.Handle!);
    readonly Insert<PlanVersion> plans = new(Tables.Plans, connection.Handle!);
    readonly Insert<Setting> settings = new(Tables.Settings, connection.Handle!);
    readonly Insert<RateCardVersion> rateCards = new(Tables.RateCards, connection.Handle!);
    readonly Insert<Discount> discounts = new(Tables.Discounts, connection.Handle!);
    readonly Insert<ApiKey> keys = new(Tables.Keys, connection.Handle!);
    readonly Insert<WebhookEndpoint> webhooks = new(Tables.Webhooks, connection.Handle!);
    readonly Insert<OutboxEntry> outbox = new(Tables.Outbox, connection.Handle!);
    readonly Insert<StoredResponse> responses = new(Tables.Responses, connection.Handle!);

    public void Make(IReadOnlyCollection<string> keys)
    {
        foreach (var key in keys) make.Change(key);
    }

    public void Write(ChangeSet changes)
    {
        foreach (var key in changes.ExpiredResponses) forget.Change(key);
        features.Write(changes.Features);
        plans.Write(changes.Plans);
        settings.Write(changes.Settings);
        rateCards.Write(changes.RateCards);
        discounts.Write(changes.Discounts);
        keys.Write(changes.Keys);
        profiles.Write(changes.Profiles);
        subscriptions.Write(changes.Subscriptions);
        links.Write(changes.Links);
        boosts.Write(changes.Boosts);
        namespaces.Write(changes.Namespaces);
        reservations.Write(changes.Reservations);
        wallets.Write(changes.Wallets);
        grants.Write(changes.Grants);
        costs.Write(changes.Costs);
        invoices.Write(changes.Invoices);
        budgets.Write(changes.Budgets);
        spends.Write(changes.Spends);
        returns.Write(changes.Returns);
        withdrawals.Write(changes.Withdrawals);
        payments.Write(changes.Payments);
        objects.Write(changes.ProviderObjects);
        posted.Write(changes.Posted);
        accruals.Write(changes.Accruals);
        tallies.Write(changes.Tallies);
        periods.Write(changes.Periods);
        slices.Write(changes.Slices);
        ledger.Write(changes.Ledger);
        counters.Write(changes.Counters);
        events.Write(changes.Events);
        ids.Write(changes.Ids);
        audits.Write(changes.Audits);
        webhooks.Write(changes.Webhooks);
        outbox.Write(changes.Outbox);
        responses.Write(changes.Responses);
        heads.Write(changes.Heads);
    }

    public int ForgetResponses(Instant before) => forgetOld.Change(SqliteTime.Write(before));

    public void Dispose()
    {
        IDisposable[] all =
        [
            make, forget, forgetOld, heads, profiles, subscriptions, boosts, namespaces, reservations, counters, ids,
            wallets, grants, ledger, costs, returns, withdrawals, events, audits, features, plans, settings, keys,
            webhooks, outbox, responses, rateCards, budgets, spends, posted, payments,
            invoices, accruals, links, tallies, periods, slices, objects,
        ];
        foreach (var one in all) one.Dispose();
    }
}
