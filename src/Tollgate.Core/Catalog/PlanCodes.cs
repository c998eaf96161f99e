namespace Tollgate.Core.Catalog;

/// <summary>Codes of plans, in an order of their own. Equal by content; immutable, thread-safe.</summary>
public sealed record PlanCodes
{
    /// <summary>The most of them.</summary>
    public const int Most = 100;

    readonly string[] all;

    PlanCodes(string[] all) => this.all = all;

    /// <summary>No codes.</summary>
    public static PlanCodes None { get; } = new([]);

    /// <summary>All of them.</summary>
    public IReadOnlyList<string> All => all;

    /// <summary>As they are stored.</summary>
    public string Text => string.Join(' ', all);

    /// <summary>Those, as they are: <see cref="Check"/> says what is bad of them.</summary>
    public static PlanCodes Of(IEnumerable<string> codes) => new([.. codes]);

    /// <summary>Reads what <see cref="Text"/> wrote.</summary>
    public static PlanCodes Read(string text) => new(text.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Adds an error for each that cannot be a code, or stands twice, and for too many.</summary>
    public void Check(FieldErrors errors, string field)
    {
        if (all.Length > Most) errors.Add(field, "too_many", $"{field} has at most {Most} plans.");
        for (var i = 0; i < Math.Min(all.Length, Most); i++)
        {
            errors.Id($"{field}[{i}]", all[i]);
            if (Array.IndexOf(all, all[i]) < i) errors.Add($"{field}[{i}]", "duplicate", "It stands there twice.");
        }
    }

    /// <inheritdoc/>
    public bool Equals(PlanCodes? other) => other is not null && all.AsSpan().SequenceEqual(other.all);

    /// <inheritdoc/>
    public override int GetHashCode() => all.Length == 0 ? 0 : HashCode.Combine(all.Length, all[0], all[^1]);
}
