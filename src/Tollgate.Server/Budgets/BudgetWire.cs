namespace Tollgate.Server;

/// <summary>Budgets between the wire and the engine.</summary>
internal static class BudgetWire
{
    /// <summary>What a request asks for; an amount or a currency that is none is noted.</summary>
    public static PutBudget Command(string customer, string name, Wire.BudgetRequest request, FieldErrors errors) => new(
        customer, name, MoneyWire.Currency(request.Currency, "currency", errors),
        MoneyWire.Amount(request.Amount, "amount", errors), Per(request.Per),
        request.AtLimit == Wire.BudgetStop.Deny, request.WarnAt is null ? null : Percentages.Of(request.WarnAt),
        request.Namespace);

    /// <summary>A budget as it is defined.</summary>
    public static Wire.Budget Of(string customer, Budget one) => new()
    {
        Name = one.Name,
        Customer = customer,
        Namespace = one.Namespace.Length == 0 ? null : one.Namespace,
        Currency = one.Currency.Code,
        Amount = one.Amount.ToString(one.Currency),
        Per = Per(one.Per),
        WarnAt = [.. one.WarnAt.Select(part => (int)part)],
        AtLimit = one.Denies ? Wire.BudgetStop.Deny : Wire.BudgetStop.Warn,
        CreatedAt = Times.Write(one.CreatedAt),
    };

    /// <summary>The same with what is spent of it.</summary>
    public static Wire.Budget Of(string customer, BudgetState state)
    {
        var (budget, spend) = state;
        return Of(customer, budget) with
        {
            Standing = new Wire.BudgetStanding
            {
                Spent = spend.Spent.ToString(budget.Currency),
                Held = spend.Held.ToString(budget.Currency),
                Left = spend.LeftOf(budget.Amount).ToString(budget.Currency),
                StartsAt = Times.Write(spend.Key.From),
                ResetsAt = spend.Key.To == Instant.MaxValue ? null : Times.Write(spend.Key.To),
            },
        };
    }

    static Per Per(Wire.BudgetPer per) => per switch
    {
        Wire.BudgetPer.Day => Core.Time.Per.Day,
        Wire.BudgetPer.Week => Core.Time.Per.Week,
        Wire.BudgetPer.Month => Core.Time.Per.Month,
        _ => Core.Time.Per.Cycle,
    };

    static Wire.BudgetPer Per(Per per) => per.Kind switch
    {
        PerKind.Day => Wire.BudgetPer.Day,
        PerKind.Week => Wire.BudgetPer.Week,
        PerKind.Month => Wire.BudgetPer.Month,
        _ => Wire.BudgetPer.Cycle,
    };
}
