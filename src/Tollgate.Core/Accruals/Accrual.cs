namespace Tollgate.Core.Accruals;

/// <summary>Whose level it is.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Feature">The id of the gauge.</param>
/// <param name="Scope">The allowance that it counts in; empty: the customer's own.</param>
public readonly record struct AccrualKey(CustomerId Customer, int Feature, string Scope);

/// <summary>
/// The level of a gauge since it last changed, and what has come together in the slice of time that is open. Of every
/// gauge there is one, priced or not: a plan that comes later may price the level that there is.
/// </summary>
/// <param name="Key">Of what.</param>
/// <param name="Level">In the gauge's smallest unit.</param>
/// <param name="Since">Until when <paramref name="Area"/> reaches; the level has been the same from then on.</param>
/// <param name="Area">
/// What was above the included limit, times how long: smallest units x microseconds, a whole number, at least 0.
/// </param>
public sealed record Accrual(AccrualKey Key, long Level, Instant Since, Exact Area)
{
    /// <summary>Before it was ever changed.</summary>
    public static Accrual None(AccrualKey key, Instant now) => new(key, 0, now, Exact.Zero);
}
