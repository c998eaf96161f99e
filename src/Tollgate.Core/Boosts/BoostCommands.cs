using System.Globalization;
using System.Text;

namespace Tollgate.Core.Boosts;

/// <summary>When a boost ends.</summary>
/// <param name="CycleEnd">At the end of the cycle that it begins in, fixed when it is provisioned.</param>
/// <param name="Time">At a time, cut to microseconds; null with no cycle end: never.</param>
public readonly record struct BoostEnd(bool CycleEnd, Instant? Time)
{
    /// <summary>Never.</summary>
    public static BoostEnd Never => default;

    /// <summary>At the end of the cycle.</summary>
    public static BoostEnd OfCycle { get; } = new(true, null);

    /// <summary>At a time.</summary>
    public static BoostEnd At(Instant time) => new(false, time.Cut());
}

/// <summary>Gives a customer, or a namespace of it, an extra on one feature.</summary>
public sealed record ProvisionBoost(
    string Customer, string Feature, BoostType Type, BoostEnd Until, decimal? Quantity = null, string? Per = null,
    Instant? StartsAt = null, string? Namespace = null, string? ExternalId = null, string? Metadata = null)
    : Command(Customer)
{
    /// <summary>From when on it counts, cut to microseconds; null: now.</summary>
    public Instant? StartsAt { get; init; } = StartsAt?.Cut();

    /// <summary>Hash of everything that was asked. Computed at each call.</summary>
    public Hash Content => Hash.Over(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
        $"{Feature}\n{Type}\n{Until.CycleEnd}\n{Text(Until.Time)}\n{Quantity:0.############################}\n{Per}\n"
        + $"{Text(StartsAt)}\n{Namespace}\n{Metadata}")));

    /// <inheritdoc/>
    public override void Validate(FieldErrors errors)
    {
        errors.Id("customer", Customer);
        errors.Id("feature", Feature);
        errors.Id("namespace", Namespace, optional: true);
        errors.Id("external_id", ExternalId, optional: true);
        errors.Text("metadata", Metadata, CanonicalJson.MostCharacters);
        errors.Time("starts_at", StartsAt);
        errors.Time("until", Until.Time);
        if (Until.Time <= StartsAt) errors.Add("until", "out_of_range", "until must be after starts_at.");
        ValidateQuantity(errors);
        if (Per is null) return;
        if (Type != BoostType.AddLimit) errors.Add("per", "not_allowed", "per goes with add_limit.");
        else if (!Time.Per.TryParse(Per, out _)) errors.Add("per", "invalid_per",
            "per must be forever, minute, hour, day, week, month, cycle, or an ISO 8601 duration of at most 400 days.");
    }

    void ValidateQuantity(FieldErrors errors)
    {
        var needed = Type is BoostType.AddLimit or BoostType.TopUp;
        if (needed && Quantity is null) errors.Add("quantity", "required", "add_limit and top_up need a quantity.");
        if (!needed && Quantity is not null)
            errors.Add("quantity", "not_allowed", "quantity goes with add_limit and top_up.");
        if (Quantity is <= 0 or > Quantities.Most)
            errors.Add("quantity", "out_of_range", "quantity must be above 0, and at most 10^15.");
    }

    static string Text(Instant? time) => time?.ToMicroseconds().ToString(CultureInfo.InvariantCulture) ?? "";
}

/// <summary>Ends a boost at once. What was used of it stays used.</summary>
public sealed record CancelBoost(string Customer, long Id) : Command(Customer)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors) => errors.Id("customer", Customer);
}
