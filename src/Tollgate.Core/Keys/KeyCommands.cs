namespace Tollgate.Core.Keys;

/// <summary>Makes a key whose secret the door has drawn. The same hash again changes nothing.</summary>
public sealed record CreateApiKey(
    Hash Hash, string Prefix, string Name, IReadOnlyList<string> Scopes, Instant? ExpiresAt)
    : Command(CustomerId.AccountKey)
{
    /// <summary>From when on it opens nothing, cut to microseconds; null: never.</summary>
    public Instant? ExpiresAt { get; init; } = ExpiresAt?.Cut();

    /// <summary>The one customer it may act on, which need not exist yet; null: all, and the account.</summary>
    public string? BoundTo { get; init; }

    /// <summary>How many requests it may make; null: as many as it likes.</summary>
    public KeyRate? Rate { get; init; }

    /// <inheritdoc/>
    public override void Validate(FieldErrors errors)
    {
        errors.Actor("name", Name, optional: false);
        errors.Text("prefix", Prefix, 32, optional: false);
        errors.Time("expires_at", ExpiresAt);
        if (BoundTo is not null) errors.Id("customer", BoundTo);
        Check(errors, "rate.per_minute", Rate?.PerMinute);
        Check(errors, "rate.burst", Rate?.Burst);
        if (Scopes.Count == 0) errors.Add("scopes", "required", "scopes must name at least one scope.");
        for (var i = 0; i < Scopes.Count; i++)
            if (!Scope.All.Contains(Scopes[i]))
                errors.Add($"scopes[{i}]", "unknown_scope", $"There is no scope {Scopes[i]}.");
    }

    static void Check(FieldErrors errors, string field, int? value)
    {
        if (value is < 1 or > KeyRate.Most)
            errors.Add(field, "out_of_range", $"{field} must be 1 to 1,000,000.");
    }
}

/// <summary>
/// Makes a key that may do what another one may, and ends that one after an overlap. The same hash again changes
/// nothing.
/// </summary>
public sealed record RotateApiKey(long Id, Hash Hash, string Prefix, Duration Overlap) : Command(CustomerId.AccountKey)
{
    /// <summary>How long both hold unless said otherwise.</summary>
    public static Duration DefaultOverlap { get; } = Duration.FromHours(24);

    /// <summary>The longest that both may hold.</summary>
    public static Duration LongestOverlap { get; } = Duration.FromDays(30);

    /// <inheritdoc/>
    public override void Validate(FieldErrors errors)
    {
        errors.Text("prefix", Prefix, 32, optional: false);
        if (Overlap < Duration.Zero || Overlap > LongestOverlap)
            errors.Add("overlap_seconds", "out_of_range", "overlap_seconds must be 0 to 2,592,000 (30 days).");
    }
}

/// <summary>
/// Reads the name of a key. Any key may ask for its own, so this also tells whether a key is refused.
/// </summary>
/// <param name="Hash">The key.</param>
/// <param name="About">The customer it is about to act on; null: not known yet.</param>
public sealed record ShowKeyName(Hash Hash, string? About) : Command(CustomerId.AccountKey)
{
    /// <inheritdoc/>
    public override bool ActsOnlyOn(string customer) => About is null || About == customer;

    /// <inheritdoc/>
    public override void Validate(FieldErrors errors) { }
}

/// <summary>Ends a key for good.</summary>
public sealed record RevokeApiKey(long Id) : Command(CustomerId.AccountKey)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors) { }
}
