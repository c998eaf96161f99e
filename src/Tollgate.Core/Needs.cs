namespace Tollgate.Core;

/// <summary>The rows of one customer that a decision reads, by key. Not thread-safe.</summary>
public sealed class Needs
{
    /// <summary>Counters.</summary>
    public List<CounterKey> Counters { get; } = [];

    /// <summary>Event ids.</summary>
    public List<string> Ids { get; } = [];

    /// <summary>Reservations.</summary>
    public List<string> Reservations { get; } = [];

    /// <summary>Uses whose recorded lines are read, by event id.</summary>
    public List<string> Lines { get; } = [];

    /// <summary>Owners of namespaces, whose terms are read beside the customer's.</summary>
    public List<NamespaceOwner> Owners { get; } = [];

    /// <summary>Whether the wallets are read, and every grant that anything remains of.</summary>
    public bool Money { get; set; }

    /// <summary>Credit grants whether or not anything remains of them, by id.</summary>
    public List<long> Grants { get; } = [];

    /// <summary>What was used and what it cost so far.</summary>
    public List<CostKey> Costs { get; } = [];

    /// <summary>What was spent of budgets.</summary>
    public List<SpendKey> Spends { get; } = [];

    /// <summary>What was returned of payments, by the payment.</summary>
    public List<string> Returns { get; } = [];

    /// <summary>Withdrawals, by id.</summary>
    public List<long> Withdrawals { get; } = [];

    /// <summary>Payment sessions, by id.</summary>
    public List<long> Payments { get; } = [];

    /// <summary>How far things of providers were followed, by name.</summary>
    public List<string> ProviderObjects { get; } = [];

    /// <summary>What was charged in periods that are over.</summary>
    public List<ChargeQuery> Charged { get; } = [];

    /// <summary>What reconciliations have posted, by the time that they share.</summary>
    public List<PostedPeriod> Posted { get; } = [];

    /// <summary>Whether the levels of all gauges are read.</summary>
    public bool Accruals { get; set; }

    /// <summary>Whether all that was recorded in the open period is read.</summary>
    public bool Tallies { get; set; }

    /// <summary>Slices of billable overage, by id.</summary>
    public List<long> Slices { get; } = [];

    /// <summary>Makes room for the next command.</summary>
    public void Clear()
    {
        Counters.Clear();
        Ids.Clear();
        Reservations.Clear();
        Lines.Clear();
        Owners.Clear();
        Money = false;
        Grants.Clear();
        Costs.Clear();
        Spends.Clear();
        Returns.Clear();
        Withdrawals.Clear();
        Payments.Clear();
        ProviderObjects.Clear();
        Charged.Clear();
        Posted.Clear();
        Accruals = false;
        Tallies = false;
        Slices.Clear();
    }
}
