namespace Tollgate.Core.Budgets;

/// <summary>Makes a budget, or says anew what it is. What was spent in its window before counts in it.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Name">The caller's id of it, unique per customer.</param>
/// <param name="Currency">What it is counted in.</param>
/// <param name="Amount">How much, at least 0.</param>
/// <param name="Per">A day, a week, a month, or the cycle.</param>
/// <param name="Denies">Whether a use that would pass it is refused.</param>
/// <param name="WarnAt">At which parts somebody is told; null: at 80 and 100 per cent.</param>
/// <param name="Namespace">Whose uses it counts; null: all of the customer's.</param>
public sealed record PutBudget(
    string Customer, string Name, Currency Currency, Amount Amount, Per Per, bool Denies, Percentages? WarnAt = null,
    string? Namespace = null) : Command(Customer)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors)
    {
        errors.Id("customer", Customer);
        errors.Id("name", Name);
        errors.Id("namespace", Namespace, optional: true);
        if (Amount < Amount.Zero) errors.Add("amount", "out_of_range", "amount must be at least 0.");
        if (Per.Kind is not (PerKind.Day or PerKind.Week or PerKind.Month or PerKind.Cycle))
            errors.Add("per", "invalid_per", "per must be day, week, month or cycle.");
        Percentages.Check(errors, "warn_at", WarnAt);
    }
}

/// <summary>Deletes a budget: nothing is measured by it any more.</summary>
public sealed record DeleteBudget(string Customer, string Name) : Command(Customer)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors)
    {
        errors.Id("customer", Customer);
        errors.Id("name", Name);
    }
}

/// <summary>Reads a customer's budgets, each with what was spent of it in its window.</summary>
public sealed record ShowBudgets(string Customer) : Command(Customer)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors) => errors.Id("customer", Customer);
}
