namespace Tollgate.Core.Keys;

/// <summary>Makes a key whose secret the door has drawn. The same hash again changes nothing.</summary>
public sealed record CreateApiKey(
    Hash Hash, string Prefix, string Name, IReadOnlyList<string> Scopes, Instant? ExpiresAt)
    : Command(CustomerId.AccountKey)
{
    /// <summary>From when on it opens nothing, cut to microseconds; null: never.</summary>
    public Instant? ExpiresAt { get; init; } = ExpiresAt?.Cut();

    /// <inheritdoc/>
    public override void Validate(FieldErrors errors)
    {
        errors.Actor("name", Name, optional: false);
        errors.Text("prefix", Prefix, 32, optional: false);
        errors.Time("expires_at", ExpiresAt);
        if (Scopes.Count == 0) errors.Add("scopes", "required", "scopes must name at least one scope.");
        for (var i = 0; i < Scopes.Count; i++)
            if (!Scope.All.Contains(Scopes[i]))
                errors.Add($"scopes[{i}]", "unknown_scope", $"There is no scope {Scopes[i]}.");
    }
}

/// <summary>Ends a key for good.</summary>
public sealed record RevokeApiKey(long Id) : Command(CustomerId.AccountKey)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors) { }
}
