namespace Tollgate.Core.Budgets;

/// <summary>
/// The budgets that count a charge: whether one denies it, and what becomes of each once it is taken, set aside or
/// given back. Not thread-safe.
/// </summary>
internal sealed class Spending
{
    readonly List<Measure> measures = [];
    readonly Draft draft;
    readonly CustomerState customer;

    Spending(Draft draft, CustomerState customer) => (this.draft, this.customer) = (draft, customer);

    /// <summary>Those of a charge.</summary>
    /// <param name="draft">Of its request.</param>
    /// <param name="customer">Of that draft.</param>
    /// <param name="currency">What it is counted in.</param>
    /// <param name="name">The namespace that its use names, or empty.</param>
    /// <param name="at">When its use was: that chooses the windows.</param>
    /// <param name="before">The terms that it is charged by, where a command has just changed them.</param>
    public static Spending Of(
        Draft draft, CustomerState customer, Currency currency, string name, Instant at, Terms? before = null)
    {
        var spending = new Spending(draft, customer);
        var (terms, catalog, now) = (before ?? customer.Terms, draft.Account.Catalog, draft.TimeOf(customer));
        foreach (var budget in terms.Budgets)
        {
            if (!budget.Counts(currency, name)) continue;
            spending.measures.Add(new Measure(
                budget, SpendWindows.InForce(terms, catalog, budget, at, now),
                SpendWindows.Kept(terms, catalog, budget, at, now)));
        }
        return spending;
    }

    /// <summary>The first budget, by name, that denies an amount; null: none. What costs nothing passes none.</summary>
    public Budget? DeniedBy(Amount amount) => amount <= Amount.Zero
        ? null
        : measures.Find(one => one.Budget.Denies
            && customer.Spend(one.InForce).Passes(amount, one.Budget.Amount))?.Budget;

    /// <summary>Whether with it some sum would be more than an amount can tell.</summary>
    public bool Overflows(Amount amount) => measures.Exists(
        one => one.Kept.Any(key => customer.Spend(key).Passes(amount, new Amount(Amount.Most))));

    /// <summary>Sets an amount aside; below zero frees it.</summary>
    public void Hold(Amount amount)
    {
        foreach (var key in measures.SelectMany(one => one.Kept))
            customer.Put(customer.Spend(key) with { Held = customer.Spend(key).Held + amount });
    }

    /// <summary>
    /// Counts what was taken, below zero what was given back, by the change recorded last, and tells of what it has
    /// reached.
    /// </summary>
    public void Take(Amount amount)
    {
        if (amount == Amount.Zero) return;
        foreach (var (budget, inForce, kept) in measures)
        {
            var before = customer.Spend(inForce);
            foreach (var key in kept)
                customer.Put(customer.Spend(key) with { Spent = customer.Spend(key).Spent + amount });
            BudgetAlerts.Tell(draft, customer, budget, before);
        }
    }

    sealed record Measure(Budget Budget, SpendKey InForce, IReadOnlyList<SpendKey> Kept);
}
