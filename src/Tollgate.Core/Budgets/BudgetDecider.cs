namespace Tollgate.Core.Budgets;

/// <summary>Decides the commands about budgets.</summary>
public static class BudgetDecider
{
    /// <summary>The most budgets of a customer: a use that costs may move them all.</summary>
    public const int Most = 50;

    /// <summary>Makes a budget, or says anew what it is.</summary>
    public static Outcome Decide(Draft draft, PutBudget command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return CustomerDecider.NotFound;
        if (command.Namespace is { } name && customer.Terms.Namespace(name) is null)
            return Rejected.Invalid("namespace", "unknown_namespace", $"There is no namespace {name}.");
        var before = customer.Terms.Budget(command.Name);
        if (before is null && customer.Terms.Budgets.Count >= Most)
            return new Rejected(Rejection.TooManyBudgets, $"A customer has at most {Most} budgets.");

        var after = new Budget(
            customer.Head.Customer, command.Name, customer.NextSequence, command.Namespace ?? "", command.Currency,
            command.Amount, command.Per, command.WarnAt ?? Budget.UsualWarnings, command.Denies,
            before?.CreatedAt ?? draft.TimeOf(customer), null);
        if (before is not null && after.CountsLike(before)) after = after with { Id = before.Id };
        if (after == before) return new Put<Budget>(before, before, false);
        customer.Put(after);
        var action = before is null ? "budget.created" : "budget.updated";
        draft.Audit(customer, command.By, action, after.Name, View(before), View(after));
        return new Put<Budget>(after, before, true);
    }

    /// <summary>Deletes a budget.</summary>
    public static Outcome Decide(Draft draft, DeleteBudget command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return CustomerDecider.NotFound;
        if (customer.Terms.Budget(command.Name) is not { } before)
            return new Rejected(Rejection.BudgetNotFound, "There is no such budget.");
        var after = before with { DeletedAt = draft.TimeOf(customer) };
        customer.Put(after);
        draft.Audit(customer, command.By, "budget.deleted", before.Name, View(before), null);
        return new Put<Budget>(after, before, true);
    }

    /// <summary>Reads every budget with what was spent of it.</summary>
    public static Outcome Decide(Draft draft, ShowBudgets command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return CustomerDecider.NotFound;
        var (terms, now) = (customer.Terms, draft.TimeOf(customer));
        return new Shown<IReadOnlyList<BudgetState>>([.. terms.Budgets.Select(one => new BudgetState(
            one, customer.Spend(SpendWindows.InForce(terms, draft.Account.Catalog, one, now, now))))]);
    }

    /// <summary>What <see cref="Decide(Draft, ShowBudgets)"/> will read.</summary>
    public static void Need(Needs needs, Terms terms, Catalog.Catalog catalog, Instant now)
    {
        if (terms.Profile is null) return;
        foreach (var one in terms.Budgets) needs.Spends.Add(SpendWindows.InForce(terms, catalog, one, now, now));
    }

    internal static string? View(Budget? one) => one is null ? null : CoreJson.Write(new BudgetView(
        one.Name, one.Namespace.Length == 0 ? null : one.Namespace, one.Currency.Code,
        one.Amount.ToString(one.Currency), one.Per.Text, one.WarnAt, one.Denies ? "deny" : "warn"));
}

/// <summary>A budget with what was spent of it.</summary>
/// <param name="Budget">What it is.</param>
/// <param name="Spend">In the window that is open.</param>
public sealed record BudgetState(Budget Budget, Spend Spend);

/// <summary>A budget as the audit shows it.</summary>
public sealed record BudgetView(
    string Name, string? Namespace, string Currency, string Amount, string Per, Percentages WarnAt, string AtLimit);
