namespace Tollgate.Core.Money;

/// <summary>An amount with its currency.</summary>
/// <param name="Amount">How much.</param>
/// <param name="Currency">Of what.</param>
public readonly record struct CurrencyAmount(Amount Amount, Currency Currency);
