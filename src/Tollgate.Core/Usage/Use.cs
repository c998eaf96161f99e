using System.Globalization;
using System.Text;

namespace Tollgate.Core.Usage;

/// <summary>
/// A use of a feature. With <see cref="CheckOnly"/> the same question without the recording: both give the same answer
/// for the same state.
/// </summary>
/// <param name="Customer">Who uses.</param>
/// <param name="Feature">Its code.</param>
/// <param name="Quantity">
/// In the feature's units, with at most its scale's decimal places; above 0, or of a gauge a rise or a fall.
/// </param>
/// <param name="Namespace">The part of the customer that uses.</param>
/// <param name="Id">The event id: counts once per customer, for ever. Null: one is made.</param>
/// <param name="At">When it happened; now unless given.</param>
/// <param name="Mode">Whether it asks or states.</param>
public sealed record Use(
    string Customer, string Feature, decimal Quantity = 1, string? Namespace = null, string? Id = null,
    Instant? At = null, UsageMode Mode = UsageMode.Enforce) : Command(Customer)
{
    /// <summary>When it happened, cut to microseconds; null: now.</summary>
    public Instant? At { get; init; } = At?.Cut();

    /// <summary>Sets a gauge to this level, in its units, in place of a quantity; null: a rise or a fall.</summary>
    public decimal? Level { get; init; }

    /// <summary>
    /// Sets the quantity aside for this long, to be settled or released, up to 24 hours; null: it is used.
    /// </summary>
    public Duration? HoldFor { get; init; }

    /// <summary>Who used it; at most 128 characters.</summary>
    public string? Actor { get; init; }

    /// <summary>Canonical JSON of the caller's own, part of the content; see <see cref="CanonicalJson"/>.</summary>
    public string? Properties { get; init; }

    /// <summary>Canonical JSON of the caller's own, no part of the content.</summary>
    public string? Metadata { get; init; }

    /// <summary>Lifts the late limit, for the import of history.</summary>
    public bool Backfill { get; init; }

    /// <summary>Whether only the answer is wanted.</summary>
    public bool CheckOnly { get; init; }

    /// <summary>Hash of namespace, feature, quantity, at as sent, and properties. Computed at each call.</summary>
    public Hash Content => ContentHash();

    /// <inheritdoc/>
    public override void Validate(FieldErrors errors)
    {
        errors.Id("customer", Customer);
        errors.Id("feature", Feature);
        errors.Id("namespace", Namespace, optional: true);
        errors.Id("id", Id, optional: true);
        errors.Actor("actor", Actor);
        errors.Text("properties", Properties, CanonicalJson.MostCharacters);
        errors.Text("metadata", Metadata, CanonicalJson.MostCharacters);
        errors.Time("at", At);
        if (Level is { } level && (level < 0 || !IsBounded(level)))
            errors.Add("value", "out_of_range", "value must be 0 to 10^15.");
        if (Level is null && Quantity == 0) errors.Add("quantity", "out_of_range", "quantity must be above 0.");
        if (!IsBounded(Quantity)) errors.Add("quantity", "out_of_range", "quantity must be at most 10^15.");
        if (HoldFor is { } time && (time < Duration.FromSeconds(1) || time > Duration.FromDays(1)))
            errors.Add("ttl_seconds", "out_of_range", "ttl_seconds must be 1 to 86,400.");
    }

    static bool IsBounded(decimal quantity) => Quantities.TryScale(Math.Floor(quantity), 0, out _);

    Hash ContentHash()
    {
        var quantity = Quantity.ToString("0.############################", CultureInfo.InvariantCulture);
        var at = At is { } given ? given.ToMicroseconds().ToString(CultureInfo.InvariantCulture) : "";
        var level = Level is { } set ? $"\nlevel {set.ToString("0.#########", CultureInfo.InvariantCulture)}" : "";
        var hold = HoldFor is { } time ? $"\nhold {time.BclCompatibleTicks}" : "";
        return Hash.Over(
            Encoding.UTF8.GetBytes($"{Namespace}\n{Feature}\n{quantity}\n{at}\n{Properties}{level}{hold}"));
    }
}
