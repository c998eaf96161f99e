using System.Globalization;

namespace Tollgate.Core.Renewals;

/// <summary>Who pays for the next period of a subscription. Stored; the numbers never change.</summary>
public enum RenewedBy : short
{
    /// <summary>The customer's wallet, by itself.</summary>
    Wallet = 1,
    /// <summary>Whoever pays an invoice; somebody says that it was paid.</summary>
    Invoice = 2,
}

/// <summary>
/// How a subscription goes on that no provider renews. It has no end then: from <see cref="DueAt"/> on the next period
/// is to be paid.
/// </summary>
/// <param name="By">Who pays.</param>
/// <param name="Per">By which price, and so how long a period is.</param>
/// <param name="DueAt">Until when it is paid, and from when the next period is.</param>
/// <param name="Anchor">Where periods are counted from.</param>
/// <param name="Since">Since when that has been known: what lies before it is not told ahead.</param>
public sealed record Renewal(RenewedBy By, PricePer Per, Instant DueAt, Instant Anchor, Instant Since)
{
    /// <summary>How long after <see cref="DueAt"/> it may still be paid: 7 days of 24 hours.</summary>
    public static Duration Grace { get; } = Duration.FromDays(7);

    /// <summary>How often the period that is due was tried in vain, 0 to 3; 0: it is not due, or not tried.</summary>
    public int Failures { get; init; }

    /// <summary>The code of the discount that it was given; null: none.</summary>
    public string? Discount { get; init; }

    /// <summary>How many renewals that discount has lowered.</summary>
    public int Discounted { get; init; }

    /// <summary>From when on it is not tried any more, and the plan is not given.</summary>
    public Instant FallsAt => DueAt + Grace;

    /// <summary>When it is tried next: when it is due, and of a wallet 1, 3 and 7 days after that.</summary>
    public Instant TryAt => (By, Failures) switch
    {
        (_, 0) => DueAt,
        (RenewedBy.Wallet, 1) => DueAt + Duration.FromDays(1),
        (RenewedBy.Wallet, 2) => DueAt + Duration.FromDays(3),
        _ => FallsAt,
    };

    /// <summary>
    /// The end of the period that begins when it is due: counted from the anchor, so that the 31st comes back after a
    /// short month. Who moves to another zone is not charged for the hours between.
    /// </summary>
    public Instant PeriodEnd(DateTimeZone zone) => CycleOf(Anchor, Per, zone).At(DueAt + CreditTurns.Drift).End!.Value;

    /// <summary>The same with the periods until then paid.</summary>
    /// <param name="until">From when on the next one is to be; counted from there if no period begins there.</param>
    /// <param name="at">Since when that is known.</param>
    /// <param name="zone">The customer's.</param>
    public Renewal Paid(Instant until, Instant at, DateTimeZone zone) => this with
    {
        DueAt = until,
        Anchor = AnchorOf(Anchor, until, Per, zone),
        Since = at,
        Failures = 0,
    };

    /// <summary>The same with one period paid that begins now.</summary>
    public Renewal PaidFrom(Instant now, DateTimeZone zone)
    {
        var begun = this with { DueAt = now, Anchor = now };
        return begun.Paid(begun.PeriodEnd(zone), now, zone);
    }

    /// <summary>
    /// The same after a time in which nothing was asked for: what fell due in it is due now, and counted from now.
    /// </summary>
    public Renewal Awake(Instant now) =>
        Failures > 0 || DueAt >= now ? this : this with { DueAt = now, Anchor = now, Since = now };

    /// <summary>The id of the invoice of what is due; it is unpaid while <see cref="Failures"/> is above 0.</summary>
    public string InvoiceOf(long subscription) => string.Create(
        CultureInfo.InvariantCulture, $"renewal:{subscription}:{DueAt.ToMicroseconds()}");

    /// <summary>The anchor, if a period begins at that time, else that time.</summary>
    public static Instant AnchorOf(Instant anchor, Instant at, PricePer per, DateTimeZone zone) =>
        CycleOf(anchor, per, zone).At(at).Start == at ? anchor : at;

    /// <summary>The periods that a price is for.</summary>
    public static Cycle CycleOf(Instant anchor, PricePer per, DateTimeZone zone) =>
        new(anchor, per == PricePer.Year ? CycleLength.Year : CycleLength.Month, zone);
}

/// <summary>How a subscription is to be renewed, as it is asked for.</summary>
/// <param name="By">Who pays.</param>
/// <param name="Per">By which price; null: by the month, if the plan has such a price, else by the year.</param>
/// <param name="Discount">The code of a discount; null: none.</param>
public sealed record RenewalTerms(RenewedBy By, PricePer? Per = null, string? Discount = null)
{
    /// <summary>Adds an error for each field that no state could make valid.</summary>
    public void Validate(FieldErrors errors, string path)
    {
        errors.Id($"{path}discount", Discount, optional: true);
        if (!Enum.IsDefined(By)) errors.Add($"{path}by", "invalid_value", "by must be wallet or invoice.");
    }
}
