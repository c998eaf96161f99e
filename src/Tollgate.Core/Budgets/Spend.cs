namespace Tollgate.Core.Budgets;

/// <summary>What a sum of charges is of. Both bounds are part of it, so that no two windows are ever one.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Budget">See <see cref="Budget.Id"/>.</param>
/// <param name="Currency">What it is counted in.</param>
/// <param name="Namespace">Empty: of every use; else of those that name it.</param>
/// <param name="From">Start of the window.</param>
/// <param name="To">End of the window; <see cref="Instant.MaxValue"/> where there is none.</param>
/// <param name="Epoch">Only a sum stored in this epoch is whole; see <see cref="Profile.Epoch"/>.</param>
public readonly record struct SpendKey(
    CustomerId Customer, long Budget, Currency Currency, string Namespace, Instant From, Instant To, long Epoch)
{
    /// <summary>Whether it is the sum of what is charged for a use, or set aside for one.</summary>
    public bool Counts(Currency currency, string name, Instant at) =>
        currency == Currency && (Namespace.Length == 0 || Namespace == name) && From <= at && at < To;
}

/// <summary>
/// What was spent of a budget in a window: a cache over the charges of events and what open reservations hold. Missing
/// or of an old epoch it is computed from them.
/// </summary>
/// <param name="Key">Of what.</param>
/// <param name="Spent">What was charged, less what was given back.</param>
/// <param name="Held">What is set aside for uses that are under way.</param>
/// <param name="Alerted">The highest part, in per cent, that was told of; 0: none. It is the window's, whatever
/// the epoch.</param>
/// <param name="Exceeded">Whether it was told that it was passed. The window's too.</param>
/// <param name="Computed">Not stored: whether loading it took work that is worth keeping.</param>
public sealed record Spend(
    SpendKey Key, Amount Spent, Amount Held, short Alerted = 0, bool Exceeded = false, bool Computed = false)
{
    /// <summary>Before anything was charged.</summary>
    public static Spend None(SpendKey key) => new(key, Amount.Zero, Amount.Zero);

    /// <summary>Whether with so much more it would pass an amount.</summary>
    public bool Passes(Amount more, Amount most) => (Int128)Spent.Micros + Held.Micros + more.Micros > most.Micros;

    /// <summary>What is left of an amount, at least 0.</summary>
    public Amount LeftOf(Amount most) => new(
        (long)Int128.Clamp((Int128)most.Micros - Spent.Micros - Held.Micros, 0, long.MaxValue));
}
