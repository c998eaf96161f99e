namespace Tollgate.Core.Wallets;

/// <summary>
/// Tells whoever wants to know when a change leaves a wallet low, or with nothing available. It compares the wallets
/// before the change with those after it, so each crossing is told once, rising arms it again, and nothing is kept.
/// Everything that moves a wallet goes through here: <see cref="Watch"/> before the change, <see cref="Tell"/> after
/// its last movement.
/// </summary>
public static class WalletWatch
{
    /// <summary>The type of the event: what is available has fallen below what was set.</summary>
    public const string Low = "wallet.low";

    /// <summary>The type of the event: nothing is available.</summary>
    public const string Exhausted = "wallet.exhausted";

    /// <summary>
    /// The wallets as they are before a change; none where nobody wants to know. They must be loaded.
    /// </summary>
    public static IReadOnlyList<Wallet> Watch(Draft draft, CustomerState customer) =>
        draft.IsWanted(Low) || draft.IsWanted(Exhausted) ? [.. customer.Wallets] : [];

    /// <summary>Tells of what the change that was recorded last has brought about.</summary>
    /// <param name="draft">That of the change.</param>
    /// <param name="customer">Whose.</param>
    /// <param name="watched">The wallets before it. One that was made since tells of nothing: it did not fall.</param>
    public static void Tell(Draft draft, CustomerState customer, IReadOnlyList<Wallet> watched)
    {
        foreach (var before in watched)
        {
            var after = customer.Wallet(before.Currency)!;
            if (!IsLow(before) && IsLow(after)) draft.Emit(customer, Low, Data(after));
            if (!IsExhausted(before) && IsExhausted(after)) draft.Emit(customer, Exhausted, Data(after));
        }
    }

    static bool IsLow(Wallet wallet) => wallet.Available < wallet.LowBalance;

    static bool IsExhausted(Wallet wallet) => wallet.Available <= Amount.Zero;

    static string Data(Wallet wallet) => CoreJson.Write(new WalletAlertView(
        wallet.Currency.Code, wallet.Balance.ToString(wallet.Currency), wallet.Held.ToString(wallet.Currency),
        wallet.Available.ToString(wallet.Currency), wallet.LowBalance?.ToString(wallet.Currency)));
}

/// <summary>A wallet that is low or has nothing available, as it is told. Amounts are decimals.</summary>
public sealed record WalletAlertView(
    string Currency, string Balance, string Held, string Available, string? LowBalance);
