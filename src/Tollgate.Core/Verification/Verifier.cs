namespace Tollgate.Core.Verification;

/// <summary>
/// Recomputes how a customer stands from what was recorded, and names the first divergence. Fed the rows of its history
/// in order, of the same snapshot as <see cref="Standing"/>; it keeps none of them. Not thread-safe.
/// </summary>
public sealed class Verifier
{
    readonly Standing standing;
    readonly Catalog.Catalog catalog;
    readonly HistoryCheck history;
    readonly CounterCheck counters;
    readonly ReservationCheck reservations;
    readonly MoneyCheck money;
    readonly CostCheck costs;
    readonly CheckpointCheck checkpoints;
    readonly IdCheck ids;
    readonly GrantCheck grants;
    readonly WithdrawalCheck withdrawals;
    readonly PaymentCheck payments;
    readonly ProviderObjectCheck objects;
    readonly WalletCheck wallets;
    readonly CycleCostCheck cycles;
    readonly SpendCheck spends;
    readonly BudgetCheck budgets;
    readonly TermsCheck terms;
    readonly ReturnCheck returns;
    readonly PostedCheck posted;
    readonly HoldCheck holds;
    readonly DiscountCheck discounts;
    readonly PeriodCheck periods;
    Divergence? late;

    /// <summary>A verifier of one customer, before its first row.</summary>
    public Verifier(Standing standing, Catalog.Catalog catalog)
    {
        (this.standing, this.catalog) = (standing, catalog);
        history = new HistoryCheck(standing.Key, catalog, standing.ChainKey);
        counters = new CounterCheck(standing, catalog);
        reservations = new ReservationCheck(standing);
        money = new MoneyCheck(standing);
        costs = new CostCheck(standing);
        checkpoints = new CheckpointCheck(standing.Key, standing.Checkpoints);
        ids = new IdCheck(standing, catalog);
        grants = new GrantCheck(standing);
        withdrawals = new WithdrawalCheck(standing);
        payments = new PaymentCheck(standing);
        objects = new ProviderObjectCheck(standing);
        wallets = new WalletCheck(standing);
        cycles = new CycleCostCheck(standing, catalog);
        spends = new SpendCheck(standing, catalog);
        budgets = new BudgetCheck(standing);
        terms = new TermsCheck(standing, catalog);
        returns = new ReturnCheck(standing);
        posted = new PostedCheck(standing);
        holds = new HoldCheck(standing);
        discounts = new DiscountCheck(standing, catalog);
        periods = new PeriodCheck(standing, catalog);
    }

    /// <summary>How many counters are compared with their events.</summary>
    public int Counters => counters.Count;

    /// <summary>Takes the next line of a use; what is wrong with it, or null.</summary>
    public Divergence? Add(UsageEvent line)
    {
        var isNext = line.Sequence > history.Sequence;
        if ((Pass(isNext) ?? history.Add(line) ?? Behind(isNext)) is { } divergence) return divergence;
        ids.Add(line);
        holds.Add(line);
        counters.Add(line);
        reservations.Add(line);
        costs.Add(line);
        cycles.Add(line);
        spends.Add(line);
        periods.Add(line);
        return money.Add(line);
    }

    /// <summary>Takes the next change other than a use; what is wrong with it, or null.</summary>
    public Divergence? Add(AuditEntry entry)
    {
        if ((Pass(isNext: true) ?? history.Add(entry) ?? Behind(isNext: true)) is { } divergence) return divergence;
        ids.Add(entry);
        grants.Add(entry);
        wallets.Add(entry);
        money.Add(entry);
        budgets.Add(entry);
        terms.Add(entry);
        returns.Add(entry);
        posted.Add(entry);
        payments.Add(entry);
        discounts.Add(entry);
        periods.Add(entry);
        objects.Add(entry);
        return withdrawals.Add(entry);
    }

    /// <summary>Takes the next movement of money, which comes behind its change; what is wrong, or null.</summary>
    public Divergence? Add(LedgerEntry entry)
    {
        ids.Add(entry);
        returns.Add(entry);
        return history.Add(entry) ?? money.Add(entry);
    }

    /// <summary>
    /// Takes what was remembered of a change, behind all that was recorded of it. What is wrong with it comes to light
    /// once the history is known to be whole up to there.
    /// </summary>
    public void Add(RecordedId row)
    {
        late ??= ids.Add(row);
        holds.Add(row);
    }

    /// <summary>Takes the reservation that a change has ended, behind all that was recorded of it.</summary>
    public void Add(Reservation row) => late ??= holds.Add(row);

    /// <summary>Takes the grant that a change has made, behind all that was recorded of it.</summary>
    public void Add(CreditGrant row) => late ??= grants.Add(row);

    /// <summary>Takes the withdrawal that a change has made, behind all that was recorded of it.</summary>
    public void Add(Withdrawal row) => late ??= withdrawals.Add(row);

    /// <summary>Takes the payment session that a change has made, behind all that was recorded of it.</summary>
    public void Add(PaymentSession row) => late ??= payments.Add(row);

    /// <summary>Takes the slice that a change has cut, behind all that was recorded of it.</summary>
    public void Add(UsageSlice row) => late ??= periods.Add(row);

    /// <summary>Takes the period that a change has closed, behind all that was recorded of it.</summary>
    public void Add(ClosedPeriod row) => late ??= periods.Add(row);

    /// <summary>After the last row: what does not follow from them, or null.</summary>
    public Divergence? Close() =>
        checkpoints.Pass(history.Sequence, history.Hash) ?? checkpoints.Close(history.Sequence)
            ?? history.Close(standing.Head) ?? Behind(isNext: true)
            ?? terms.Close() ?? counters.Close(standing.Key, catalog) ?? LevelCheck.Close(standing, catalog)
            ?? reservations.Close() ?? payments.Close() ?? objects.Close() ?? discounts.Close() ?? periods.Close()
            ?? holds.Close() ?? withdrawals.Close() ?? returns.Close() ?? posted.Close() ?? money.Close()
            ?? costs.Close(catalog) ?? cycles.Close() ?? budgets.Close() ?? spends.Close() ?? wallets.Close();

    // A change is at its end where the next one begins.
    Divergence? Pass(bool isNext) => isNext ? checkpoints.Pass(history.Sequence, history.Hash) : null;

    Divergence? Behind(bool isNext) => isNext
        ? late ?? ids.Pass() ?? holds.Pass() ?? grants.Pass() ?? withdrawals.Pass() ?? payments.Pass()
            ?? money.Pass() ?? periods.Pass()
        : null;
}
