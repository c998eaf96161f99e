using System.Globalization;

namespace Tollgate.Stores;

/// <summary>The tables of budgets. Amounts are micros.</summary>
public static partial class Tables
{
    /// <summary>Budgets. Only those that are not deleted are loaded.</summary>
    public static Table<Budget> Budgets { get; } = new("budget", ["customer_id", "name"],
        [
            Int64<Budget>("customer_id", row => row.Customer.Value),
            Text<Budget>("name", row => row.Name),
            Int64<Budget>("id", row => row.Id),
            Text<Budget>("namespace", row => row.Namespace),
            Text<Budget>("currency", row => row.Currency.Code),
            Int64<Budget>("amount", row => row.Amount.Micros),
            Text<Budget>("per", row => row.Per.Text),
            Text<Budget>("warn_at", row => string.Join(' ', row.WarnAt)),
            Bool<Budget>("denies", row => row.Denies),
            Time<Budget>("created_at", row => row.CreatedAt),
            MaybeTime<Budget>("deleted_at", row => row.DeletedAt),
        ],
        row => new Budget(
            new CustomerId(row.Int64(0)), row.Text(1), row.Int64(2), row.Text(3), Currency.Parse(row.Text(4)),
            Amount(row, 5), Per.Parse(row.Text(6)), Parts(row.Text(7)), row.Bool(8), row.Instant(9),
            row.NullableInstant(10)));

    /// <summary>What was spent of budgets.</summary>
    public static Table<Spend> Spends { get; } = new("spend", ["customer_id", "budget_id", "starts_at", "ends_at"],
        [
            Int64<Spend>("customer_id", row => row.Key.Customer.Value),
            Int64<Spend>("budget_id", row => row.Key.Budget),
            Time<Spend>("starts_at", row => row.Key.From),
            Time<Spend>("ends_at", row => row.Key.To),
            Text<Spend>("currency", row => row.Key.Currency.Code),
            Text<Spend>("namespace", row => row.Key.Namespace),
            Int64<Spend>("epoch", row => row.Key.Epoch),
            Int64<Spend>("spent", row => row.Spent.Micros),
            Int64<Spend>("held", row => row.Held.Micros),
            Int16<Spend>("alerted", row => row.Alerted),
            Bool<Spend>("exceeded", row => row.Exceeded),
        ],
        row => new Spend(
            new SpendKey(
                new CustomerId(row.Int64(0)), row.Int64(1), Currency.Parse(row.Text(4)), row.Text(5), row.Instant(2),
                row.Instant(3), row.Int64(6)),
            Amount(row, 7), Amount(row, 8), row.Int16(9), row.Bool(10)));

    static Percentages Parts(string text) => Percentages.Of(
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(part => int.Parse(part, CultureInfo.InvariantCulture)));
}
