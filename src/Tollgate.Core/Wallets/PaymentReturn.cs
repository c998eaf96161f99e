namespace Tollgate.Core.Wallets;

/// <summary>
/// What was returned of a payment: how much its payer got back, what they dispute, and what that took out of the
/// wallet.
/// </summary>
/// <param name="Customer">Whose wallet it was paid into.</param>
/// <param name="Payment">The caller's id of it: that of the credit which it paid for.</param>
/// <param name="Currency">Of which wallet.</param>
/// <param name="Grant">The credit that it paid for.</param>
/// <param name="Collected">How much was paid, above 0.</param>
/// <param name="Refunded">How much was paid back so far; it never falls.</param>
/// <param name="Disputes">In the order in which they were told of; at most <see cref="MostDisputes"/>.</param>
/// <param name="Taken">Which grants it was taken from, below zero what went; together minus what is returned.</param>
public sealed record PaymentReturn(
    CustomerId Customer, string Payment, Currency Currency, long Grant, Amount Collected, Amount Refunded,
    IReadOnlyList<Dispute> Disputes, IReadOnlyList<CreditPart> Taken)
{
    /// <summary>The most disputes of one payment.</summary>
    public const int MostDisputes = 100;

    /// <summary>What has been taken out of the wallet for it, 0 to <see cref="Collected"/>.</summary>
    public Amount Returned => -Taken.Aggregate(Amount.Zero, (sum, part) => sum + part.Amount);

    /// <summary>What is to be taken in all: what is refunded or disputed, but never more than was paid.</summary>
    public Amount Owed
    {
        get
        {
            var sum = Disputes.Where(one => one.State != DisputeState.Won)
                .Aggregate(Refunded, (sum, one) => sum + one.Amount);
            return sum < Collected ? sum : Collected;
        }
    }

    /// <summary>The dispute of that id, or null.</summary>
    public Dispute? Dispute(string id) => Disputes.FirstOrDefault(one => one.Id == id);

    /// <summary>
    /// The same after it was told how much is refunded and how a dispute stands. Whatever order the news comes in, it
    /// comes to the same: totals only grow, and a dispute that was decided does not open again.
    /// </summary>
    public PaymentReturn With(Amount? refunded, Dispute? told)
    {
        var after = refunded > Refunded ? this with { Refunded = refunded.Value } : this;
        if (told is null) return after;
        if (Dispute(told.Id) is not { } known) return after with { Disputes = [.. Disputes, told] };
        var now = known with
        {
            Amount = known.Amount < told.Amount ? told.Amount : known.Amount,
            State = known.State == DisputeState.Open ? told.State : known.State,
        };
        return now == known
            ? after
            : after with { Disputes = [.. Disputes.Select(one => one.Id == told.Id ? now : one)] };
    }

    /// <summary>The same with another movement for it.</summary>
    public PaymentReturn With(LedgerEntry entry) => this with
    {
        Taken = [.. Taken.Concat(entry.Parts).GroupBy(part => part.Grant)
            .Select(same => new CreditPart(
                same.Key, same.Aggregate(Amount.Zero, (sum, part) => sum + part.Amount)))
            .Where(part => part.Amount != Amount.Zero)],
    };
}

/// <summary>A payer's claim that a payment was not theirs, or not owed.</summary>
/// <param name="Id">The provider's id of it.</param>
/// <param name="Amount">How much they claim, above 0.</param>
/// <param name="State">How it stands.</param>
public sealed record Dispute(string Id, Amount Amount, DisputeState State)
{
    /// <summary>Disputes as they are stored.</summary>
    public static string Write(IReadOnlyList<Dispute> disputes) => CoreJson.Write<IReadOnlyList<StoredDispute>>(
        [.. disputes.Select(one => new StoredDispute(one.Id, one.Amount.Micros, one.State))]);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static IReadOnlyList<Dispute> Read(string text) =>
        [.. CoreJson.Read<IReadOnlyList<StoredDispute>>(text).Select(
            one => new Dispute(one.Id, new Amount(one.Micros), one.State))];
}

/// <summary>How a dispute stands, for whoever was paid.</summary>
public enum DisputeState
{
    /// <summary>Not decided; what is disputed is held by the provider.</summary>
    Open,
    /// <summary>The payer has their money back.</summary>
    Lost,
    /// <summary>What was disputed comes back.</summary>
    Won,
}

/// <summary>A dispute as it is stored.</summary>
public sealed record StoredDispute(string Id, long Micros, DisputeState State);
