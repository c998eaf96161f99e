using System.Globalization;
using System.Text;

namespace Tollgate.Core.Periods;

/// <summary>What a tally is of.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Feature">The id of the feature that was used.</param>
/// <param name="Currency">The code of what it was charged in; empty: it was not.</param>
public readonly record struct TallyKey(CustomerId Customer, int Feature, string Currency);

/// <summary>
/// What was recorded of a feature in the period that is open, in the order of recording whatever it is dated. Written
/// as what came to it, never as what it is: so a use moves it without having read it. Each sum stops at
/// <see cref="Counter.Most"/>, as those of counters do.
/// </summary>
/// <param name="Key">Of what.</param>
/// <param name="Events">Uses.</param>
/// <param name="Used">In the feature's smallest unit, less what was reversed; of a gauge, by how much it rose.</param>
/// <param name="Included">Of that, what fitted the limits.</param>
/// <param name="TopUp">Of that, what top-ups gave.</param>
/// <param name="Overage">Of that, the rest.</param>
/// <param name="Billable">Of the overage, what is to be billed.</param>
/// <param name="Late">Of all used, what is dated before the period: corrections of those before it.</param>
/// <param name="Charged">What was taken for it, less what was given back, in micros.</param>
/// <param name="Pending">
/// What is billable, was not charged and was not cut for a provider yet; below 0 what a later cut is less by.
/// </param>
/// <param name="Cut">The number at which it was last cut in this period; 0: it was not.</param>
public sealed record Tally(
    TallyKey Key, long Events, long Used, long Included, long TopUp, long Overage, long Billable, long Late,
    long Charged, long Pending = 0, long Cut = 0)
{
    /// <summary>Nothing yet.</summary>
    public static Tally None(TallyKey key) => new(key, 0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>Whether it says anything.</summary>
    public bool IsNone => this == None(Key);

    /// <summary>What a line comes to; null where it counts in none: pools, top-ups, what is only set aside.</summary>
    /// <param name="line">Of any kind.</param>
    /// <param name="from">When the open period started.</param>
    public static Tally? Of(UsageEvent line, Instant from)
    {
        if (line.Line != 0 || line.Kind is not (UsageKind.Use or UsageKind.Reversal or UsageKind.Accrual)) return null;
        return new Tally(
            new TallyKey(line.Customer, line.Feature, line.Charge?.Currency.Code ?? ""),
            line.Kind == UsageKind.Use ? 1 : 0, line.Quantity, line.Included, line.TopUp, line.Overage,
            line.Flags.HasFlag(UsageFlags.Billable) ? line.Overage : 0, line.At < from ? line.Quantity : 0,
            line.Charge?.Amount.Micros ?? 0,
            line.Flags.HasFlag(UsageFlags.Billable) && line.Charge is null ? line.Overage : 0);
    }

    // What follows from it is of its own kind: all of it would never end.
    bool PrintMembers(StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"{Key}, Events = {Events}, Used = {Used}, Pending = {Pending}");
        return true;
    }

    /// <summary>Both together.</summary>
    public Tally Plus(Tally more) => new(
        Key, Sum(Events, more.Events), Sum(Used, more.Used), Sum(Included, more.Included), Sum(TopUp, more.TopUp),
        Sum(Overage, more.Overage), Sum(Billable, more.Billable), Sum(Late, more.Late), Sum(Charged, more.Charged),
        Sum(Pending, more.Pending), Cut + more.Cut);

    /// <summary>What brings it to nothing: but what was taken back too late is taken off in the next period.</summary>
    public Tally Closing => new(
        Key, -Events, -Used, -Included, -TopUp, -Overage, -Billable, -Late, -Charged, -Math.Max(0, Pending), -Cut);

    /// <summary>Without what is no figure of a period.</summary>
    public Tally Figure => this with { Pending = 0, Cut = 0 };

    static long Sum(long one, long other) =>
        (long)Int128.Clamp((Int128)one + other, -Counter.Most, Counter.Most);
}
