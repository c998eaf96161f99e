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
    }

    /// <summary>How many counters are compared with their events.</summary>
    public int Counters => counters.Count;

    /// <summary>Takes the next line of a use; what is wrong with it, or null.</summary>
    public Divergence? Add(UsageEvent line)
    {
        if ((Pass(line.Sequence) ?? history.Add(line)) is { } divergence) return divergence;
        counters.Add(line);
        reservations.Add(line);
        costs.Add(line);
        return money.Add(line);
    }

    /// <summary>Takes the next change other than a use; what is wrong with it, or null.</summary>
    public Divergence? Add(AuditEntry entry) => Pass(entry.Sequence) ?? history.Add(entry);

    /// <summary>Takes the next movement of money, which comes behind its change; what is wrong, or null.</summary>
    public Divergence? Add(LedgerEntry entry) => history.Add(entry) ?? money.Add(entry);

    /// <summary>After the last row: what does not follow from them, or null.</summary>
    public Divergence? Close() =>
        checkpoints.Pass(history.Sequence, history.Hash) ?? checkpoints.Close(history.Sequence)
            ?? history.Close(standing.Head) ?? counters.Close(standing.Key, catalog) ?? reservations.Close()
            ?? money.Close() ?? costs.Close(catalog);

    // A change is at its end where the next one begins.
    Divergence? Pass(long next) =>
        next > history.Sequence ? checkpoints.Pass(history.Sequence, history.Hash) : null;
}
