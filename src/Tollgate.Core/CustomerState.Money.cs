namespace Tollgate.Core;

// What is known of a customer's money.
public sealed partial class CustomerState
{
    Dictionary<Currency, Wallet>? wallets;
    Dictionary<long, CreditGrant>? grants;
    Dictionary<CostKey, CostTotal>? costs;
    Dictionary<SpendKey, Spend>? spends;
    Dictionary<string, PaymentReturn>? returns;
    Dictionary<long, Withdrawal>? withdrawals;
    Dictionary<long, PaymentSession>? payments;
    Dictionary<ChargeQuery, ChargeSums>? charged;
    Dictionary<Hash, PostedDifference>? posted;
    HashSet<PostedPeriod>? postedPeriods;
    Dictionary<AccrualKey, Accrual>? accruals;

    /// <summary>Every wallet, by its currency; they must have been loaded.</summary>
    public IEnumerable<Wallet> Wallets
    {
        get
        {
            IEnumerable<Wallet> own = wallets is null ? [] : wallets.Values;
            if (under is null) return HasMoney ? own : throw new MissingFactException("wallets");
            return own.Concat(under.Wallets.Where(one => wallets?.ContainsKey(one.Currency) != true))
                .OrderBy(one => one.Currency.Code, StringComparer.Ordinal);
        }
    }

    /// <summary>The wallet in a currency, or null; they must have been loaded.</summary>
    public Wallet? Wallet(Currency currency) =>
        wallets?.GetValueOrDefault(currency) ?? (under is null ? NoWallet : under.Wallet(currency));

    /// <summary>The wallet in a currency as the layer below has it, or null.</summary>
    internal Wallet? Before(Currency currency) => under?.Wallet(currency);

    Wallet? NoWallet => HasMoney ? null : throw new MissingFactException("wallets");

    /// <summary>Whether its wallets were loaded, with every grant that anything remains of.</summary>
    public bool HasMoney { get => field || under?.HasMoney == true; set; }

    /// <inheritdoc cref="Load(Usage.Counter)"/>
    public void Load(Wallet wallet) => (wallets ??= [])[wallet.Currency] = wallet;

    /// <summary>Writes a wallet.</summary>
    public void Put(Wallet wallet)
    {
        Load(wallet);
        Changes.Wallets[wallet.Currency] = wallet;
    }

    /// <summary>A credit grant that was loaded or made, or null.</summary>
    public CreditGrant? Grant(long id) => grants?.GetValueOrDefault(id) ?? under?.Grant(id);

    /// <summary>Every credit grant that was loaded or made, among them all that anything remains of.</summary>
    public IEnumerable<CreditGrant> Grants
    {
        get
        {
            IEnumerable<CreditGrant> own = grants is null ? [] : grants.Values;
            return under is null ? own : own.Concat(under.Grants.Where(one => grants?.ContainsKey(one.Id) != true));
        }
    }

    /// <inheritdoc cref="Load(Usage.Counter)"/>
    public void Load(CreditGrant grant) => (grants ??= [])[grant.Id] = grant;

    /// <summary>
    /// Writes a credit grant; the head is due when it expires, or before. What comes back to one whose time was over
    /// is posted by whoever brings it back: the head is not due at what lies behind it.
    /// </summary>
    public void Put(CreditGrant grant)
    {
        Load(grant);
        Changes.Grants[grant.Id] = grant;
        if (grant.ExpiresAt > Head.LastAt && grant.Free > Amount.Zero && !(Head.DueAt <= grant.ExpiresAt))
            SetDue(grant.ExpiresAt);
    }

    /// <summary>What was used and what it cost so far, which must have been loaded.</summary>
    public CostTotal Cost(CostKey key) =>
        costs?.GetValueOrDefault(key) ?? under?.Cost(key)
            ?? throw new MissingFactException($"cost {key}") { Cost = key };

    /// <inheritdoc cref="Load(Usage.Counter)"/>
    public void Load(CostTotal total) => (costs ??= [])[total.Key] = total;

    /// <summary>Writes what was used and what it cost so far.</summary>
    public void Put(CostTotal total)
    {
        Load(total);
        Changes.Costs[total.Key] = total;
    }

    /// <summary>What was spent of a budget, which must have been loaded.</summary>
    public Spend Spend(SpendKey key) =>
        spends?.GetValueOrDefault(key) ?? under?.Spend(key)
            ?? throw new MissingFactException($"spend {key}") { Spend = key };

    /// <summary>
    /// What was spent of budgets as it stands on this layer. One that a guess by old terms loaded is left out: of
    /// another epoch, or of a budget that is none any more.
    /// </summary>
    public IEnumerable<Spend> LoadedSpends => spends is null ? [] : spends.Values.Where(
        one => one.Key.Epoch == Terms.Profile?.Epoch && Terms.Budgets.Any(budget => budget.Id == one.Key.Budget));

    /// <inheritdoc cref="Load(Usage.Counter)"/>
    public void Load(Spend spend) => (spends ??= [])[spend.Key] = spend;

    /// <summary>Writes what was spent of a budget.</summary>
    public void Put(Spend spend)
    {
        Load(spend);
        Changes.Spends[spend.Key] = spend;
    }

    /// <summary>Writes a budget.</summary>
    public void Put(Budget budget)
    {
        Terms = Terms.With(budget);
        Changes.Budgets[budget.Name] = budget;
    }

    /// <summary>
    /// What was charged in a period that is over, a sum for each part; it must have been loaded. What is recorded now
    /// belongs to a later period.
    /// </summary>
    public ChargeSums Charged(ChargeQuery query) =>
        charged?.GetValueOrDefault(query) ?? under?.Charged(query)
            ?? throw new MissingFactException($"charged {query}");

    /// <inheritdoc cref="Load(Usage.Counter)"/>
    public void Load(ChargeSums sums) => (charged ??= [])[sums.Query] = sums;

    /// <summary>What reconciliations have posted in some time, which must have been loaded.</summary>
    public IReadOnlyList<PostedDifference> Posted(PostedPeriod period) => HasPosted(period)
        ? [.. AllPosted.Where(period.Holds)]
        : throw new MissingFactException($"posted {period}");

    IEnumerable<PostedDifference> AllPosted
    {
        get
        {
            IEnumerable<PostedDifference> own = posted is null ? [] : posted.Values;
            return under is null ? own : own.Concat(under.AllPosted.Where(one => posted?.ContainsKey(one.Key) != true));
        }
    }

    bool HasPosted(PostedPeriod period) =>
        postedPeriods?.Contains(period) == true || under?.HasPosted(period) == true;

    /// <summary>Takes note that all that was posted in some time is loaded.</summary>
    public void Load(PostedPeriod period) => (postedPeriods ??= []).Add(period);

    /// <inheritdoc cref="Load(Usage.Counter)"/>
    public void Load(PostedDifference one) => (posted ??= [])[one.Key] = one;

    /// <summary>Writes what reconciliations have posted so far.</summary>
    public void Put(PostedDifference one)
    {
        Load(one);
        Changes.Posted[one.Key] = one;
    }

    /// <summary>What was returned of a payment as it was loaded or made, or null.</summary>
    public PaymentReturn? Return(string payment) => returns?.GetValueOrDefault(payment) ?? under?.Return(payment);

    /// <inheritdoc cref="Load(Usage.Counter)"/>
    public void Load(PaymentReturn row) => (returns ??= new(StringComparer.Ordinal))[row.Payment] = row;

    /// <summary>Writes what was returned of a payment.</summary>
    public void Put(PaymentReturn row)
    {
        Load(row);
        Changes.Returns[row.Payment] = row;
    }

    /// <summary>A withdrawal that was loaded or made, or null.</summary>
    public Withdrawal? Withdrawal(long id) => withdrawals?.GetValueOrDefault(id) ?? under?.Withdrawal(id);

    /// <inheritdoc cref="Load(Usage.Counter)"/>
    public void Load(Withdrawal row) => (withdrawals ??= [])[row.Id] = row;

    /// <summary>Writes a withdrawal.</summary>
    public void Put(Withdrawal row)
    {
        Load(row);
        Changes.Withdrawals[row.Id] = row;
    }

    /// <summary>A payment session that was loaded or made, or null.</summary>
    public PaymentSession? Payment(long id) => payments?.GetValueOrDefault(id) ?? under?.Payment(id);

    /// <inheritdoc cref="Load(Usage.Counter)"/>
    public void Load(PaymentSession row) => (payments ??= [])[row.Id] = row;

    /// <summary>Writes a payment session.</summary>
    public void Put(PaymentSession row)
    {
        Load(row);
        Changes.Payments[row.Id] = row;
    }

    /// <summary>The level of every gauge that was ever changed; they must have been loaded.</summary>
    public IEnumerable<Accrual> Accruals
    {
        get
        {
            IEnumerable<Accrual> own = accruals is null ? [] : accruals.Values;
            if (under is null) return HasAccruals ? own : throw new MissingFactException("accruals");
            return own.Concat(under.Accruals.Where(one => accruals?.ContainsKey(one.Key) != true));
        }
    }

    /// <summary>The level of a gauge in an allowance, of nothing where it was never changed.</summary>
    public Accrual Accrual(AccrualKey key, Instant now)
    {
        if (accruals?.GetValueOrDefault(key) is { } row) return row;
        if (under is not null) return under.Accrual(key, now);
        return HasAccruals ? Core.Accruals.Accrual.None(key, now) : throw new MissingFactException("accruals");
    }

    /// <summary>Whether the levels of its gauges were loaded.</summary>
    public bool HasAccruals { get => field || under?.HasAccruals == true; set; }

    /// <inheritdoc cref="Load(Usage.Counter)"/>
    public void Load(Accrual row) => (accruals ??= [])[row.Key] = row;

    /// <summary>Writes the level of a gauge.</summary>
    public void Put(Accrual row)
    {
        Load(row);
        Changes.Accruals[row.Key] = row;
    }

    void KeepMoney(CustomerState above)
    {
        if (above.wallets is not null)
            foreach (var wallet in above.wallets.Values) Load(wallet);
        if (above.grants is not null)
            foreach (var grant in above.grants.Values) Load(grant);
        if (above.costs is not null)
            foreach (var total in above.costs.Values) Load(total);
        if (above.spends is not null)
            foreach (var spend in above.spends.Values) Load(spend);
        if (above.returns is not null)
            foreach (var row in above.returns.Values) Load(row);
        if (above.withdrawals is not null)
            foreach (var row in above.withdrawals.Values) Load(row);
        if (above.payments is not null)
            foreach (var row in above.payments.Values) Load(row);
        if (above.posted is not null)
            foreach (var one in above.posted.Values) Load(one);
        if (above.accruals is not null)
            foreach (var row in above.accruals.Values) Load(row);
    }
}
