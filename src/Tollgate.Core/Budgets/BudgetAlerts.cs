namespace Tollgate.Core.Budgets;

/// <summary>
/// Tells whoever wants to know how much of a budget is spent: each part once per window, the highest only where several
/// are reached at once, and that it was passed. What was told is told anew only after spending has fallen below it, or
/// the amount was raised. Nothing is kept while nobody wants to know, and nothing is told of a window that is over.
/// </summary>
internal static class BudgetAlerts
{
    /// <summary>The type of the event of a part.</summary>
    public const string Warned = "budget.warned";

    /// <summary>The type of the event of one that was passed.</summary>
    public const string Exceeded = "budget.exceeded";

    /// <summary>Tells of what has been reached since a window was as <paramref name="before"/>.</summary>
    public static void Tell(Draft draft, CustomerState customer, Budget budget, Spend before)
    {
        if (before.Key.To <= draft.TimeOf(customer)) return;
        Warn(draft, customer, budget, before);
        Pass(draft, customer, budget, before);
    }

    static void Warn(Draft draft, CustomerState customer, Budget budget, Spend before)
    {
        if (!draft.IsWanted(Warned) || budget.Amount == Amount.Zero) return;
        var after = customer.Spend(before.Key);
        var told = Math.Min(before.Alerted, Reached(before));
        var reached = Reached(after);
        var alerted = Math.Max(told, reached);
        if (alerted != after.Alerted) customer.Put(after with { Alerted = alerted });
        if (reached > told) draft.Emit(customer, Warned, Data(budget, after, reached));

        short Reached(Spend spend) => budget.WarnAt.Reached(spend.Spent.Micros, budget.Amount.Micros);
    }

    static void Pass(Draft draft, CustomerState customer, Budget budget, Spend before)
    {
        if (!draft.IsWanted(Exceeded)) return;
        var after = customer.Spend(before.Key);
        var told = before.Exceeded && before.Spent > budget.Amount;
        var passed = after.Spent > budget.Amount;
        if (passed != after.Exceeded) customer.Put(after with { Exceeded = passed });
        if (passed && !told) draft.Emit(customer, Exceeded, Data(budget, after, null));
    }

    static string Data(Budget budget, Spend spend, short? percent) => CoreJson.Write(new BudgetAlertView(
        budget.Name, budget.Namespace.Length == 0 ? null : budget.Namespace, percent, budget.Currency.Code,
        budget.Amount.ToString(budget.Currency), spend.Spent.ToString(budget.Currency),
        spend.Held.ToString(budget.Currency), budget.Per.Text, budget.Denies ? "deny" : "warn",
        CoreJson.Time(spend.Key.From), spend.Key.To == Instant.MaxValue ? null : CoreJson.Time(spend.Key.To)));
}

/// <summary>How much of a budget is spent, as it is told. Amounts are decimals.</summary>
/// <param name="Budget">Its name.</param>
/// <param name="Namespace">Whose uses it counts; null: all of the customer's.</param>
/// <param name="Threshold">The part that was reached, in per cent; null where it was passed.</param>
/// <param name="Currency">What it is counted in.</param>
/// <param name="Amount">How much it is.</param>
/// <param name="Spent">What was charged in the window.</param>
/// <param name="Held">What is set aside in it.</param>
/// <param name="Per">A day, a week, a month, or the cycle.</param>
/// <param name="AtLimit"><c>deny</c> or <c>warn</c>.</param>
/// <param name="StartsAt">Start of the window.</param>
/// <param name="ResetsAt">When the next begins.</param>
public sealed record BudgetAlertView(
    string Budget, string? Namespace, short? Threshold, string Currency, string Amount, string Spent, string Held,
    string Per, string AtLimit, string StartsAt, string? ResetsAt);
