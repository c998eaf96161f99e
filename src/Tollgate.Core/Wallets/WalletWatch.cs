namespace Tollgate.Core.Wallets;

/// <summary>
/// Tells whoever wants to know when a change leaves a wallet low, or with nothing available, or when it first cannot
/// pay. It compares the wallets before the change with those after it, so each crossing is told once, and rising arms
/// it again; that a wallet is exhausted is told once until credit comes, or something is available again. Everything
/// that moves a wallet goes through here: <see cref="Watch"/> before the change, <see cref="Tell"/> after
/// its last movement.
/// </summary>
public static class WalletWatch
{
    /// <summary>The type of the event: what is available has fallen below what was set.</summary>
    public const string Low = "wallet.low";

    /// <summary>The type of the event: nothing is available, or less than a use would have cost.</summary>
    public const string Exhausted = "wallet.exhausted";

    // In the history, where an event of a refusal, which is no change, finds its number.
    const string Refused = "use.refused";

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
            if (IsExhausted(before) == IsExhausted(after)) continue;
            if (IsExhausted(after) && !after.IsToldExhausted) draft.Emit(customer, Exhausted, Data(after));
            customer.Put(after with { IsToldExhausted = IsExhausted(after) });
        }
    }

    /// <summary>
    /// Tells of the wallets that could not pay a use, each once until credit comes: the first refusal writes, the
    /// others do not. To be called once a request is decided, with what it came to, as it is no part of what it asked.
    /// </summary>
    public static void TellRefusals(World world, IReadOnlyList<Command> commands, IReadOnlyList<Outcome> outcomes)
    {
        if (!world.Account.Webhooks.Want(Exhausted)) return;
        Draft? draft = null;
        for (var i = 0; i < outcomes.Count; i++)
        {
            if (commands[i] is not Use { CheckOnly: false } use) continue;
            if (outcomes[i] is not Decision { Reason: Reason.CreditInsufficient, Charge: { } charge }) continue;
            draft ??= new Draft(world);
            TellRefusal(draft, draft.Existing(use.Customer)!, charge.Currency);
        }
        draft?.Keep();
    }

    static void TellRefusal(Draft draft, CustomerState customer, Currency currency)
    {
        if (customer.Wallet(currency) is not { IsToldExhausted: false } wallet) return;
        customer.Put(wallet with { IsToldExhausted = true });
        draft.Audit(customer, DueDecider.Clock, Refused, currency.Code, null, Data(wallet));
        draft.Emit(customer, Exhausted, Data(wallet));
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
