using System.Globalization;

namespace Tollgate.Core;

/// <summary>One bad field: its path as the caller wrote it, a stable code, and a sentence.</summary>
public sealed record FieldError(string Field, string Code, string Detail);

/// <summary>Collects every bad field of a request, so that all are named at once. Not thread-safe.</summary>
public sealed class FieldErrors
{
    const string IdCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:@+-";
    static readonly System.Buffers.SearchValues<char> IdCharacterSet = System.Buffers.SearchValues.Create(IdCharacters);

    /// <summary>The earliest time that is taken for a date (inclusive).</summary>
    public static Instant Earliest { get; } = Instant.FromUtc(1900, 1, 1, 0, 0);

    /// <summary>The latest time that is taken for a date (exclusive).</summary>
    public static Instant Latest { get; } = Instant.FromUtc(3000, 1, 1, 0, 0);

    readonly List<FieldError> errors = [];

    /// <summary>Put before each field's name, for example <c>events[3].</c>; empty unless set.</summary>
    public string Prefix { get; set; } = "";

    /// <summary>The errors so far.</summary>
    public IReadOnlyList<FieldError> All => errors;

    /// <summary>Whether there is any.</summary>
    public bool Any => errors.Count > 0;

    /// <summary>Adds an error for a field.</summary>
    public void Add(string field, string code, string detail) =>
        errors.Add(new FieldError(Prefix + field, code, detail));

    /// <summary>
    /// An id given by the caller: 1 to 128 of <c>A-Z a-z 0-9 . _ : @ + -</c>, but not <c>.</c> or <c>..</c>.
    /// </summary>
    public static bool IsId(string? value) =>
        value is { Length: >= 1 and <= 128 } && value is not ("." or "..")
        && value.AsSpan().IndexOfAnyExcept(IdCharacterSet) < 0;

    /// <summary>Checks an id; null passes where it is optional.</summary>
    public void Id(string field, string? value, bool optional = false)
    {
        if (value is null && optional) return;
        if (value is null) Add(field, "required", $"{field} is required.");
        else if (!IsId(value))
            Add(field, "invalid_id", $"{field} must be 1 to 128 of A-Z a-z 0-9 . _ : @ + - and not . or ..");
    }

    /// <summary>Checks free text: at most <paramref name="most"/> characters, no U+0000, no lone surrogate.</summary>
    public void Text(string field, string? value, int most, bool optional = true)
    {
        if (value is null)
        {
            if (!optional) Add(field, "required", $"{field} is required.");
            return;
        }
        if (value.Length > most)
            Add(field, "too_long", string.Create(
                CultureInfo.InvariantCulture, $"{field} is longer than {most} characters."));
        if (!IsStorable(value)) Add(field, "invalid_text", $"{field} holds U+0000 or a lone surrogate.");
        if (!optional && value.Length == 0) Add(field, "required", $"{field} is empty.");
    }

    /// <summary>
    /// Checks the name of whoever acts: at most 128 characters, and none that looks like one that was erased.
    /// </summary>
    public void Actor(string field, string? value, bool optional = true) => Erasable(field, value, 128, optional);

    /// <summary>Checks what is said for people, such as a reason: where it is given it is not blank.</summary>
    public void Said(string field, string? value, int most, bool optional = true)
    {
        Text(field, value, most, optional: optional || value is not null);
        if (value is not null && string.IsNullOrWhiteSpace(value)) Add(field, "required", $"{field} is blank.");
    }

    /// <summary>Checks free text that is erased in its place: none that looks as if it had been.</summary>
    public void Erasable(string field, string? value, int most, bool optional = true)
    {
        Said(field, value, most, optional);
        if (value?.StartsWith(Erased.Prefix, StringComparison.Ordinal) == true)
            Add(field, "invalid_value", $"{field} must not begin with {Erased.Prefix}");
    }

    /// <summary>Checks what money is counted in: see <see cref="Money.Currency"/>.</summary>
    public void Currency(string field, string? value)
    {
        if (!Money.Currency.TryParse(value, out _))
            Add(field, "invalid_currency", $"{field} must be three capital letters, or 4 to 16 of A-Z 0-9 _.");
    }

    /// <summary>Checks that a time is between <see cref="Earliest"/> and <see cref="Latest"/>.</summary>
    public void Time(string field, Instant? value)
    {
        if (value is { } at && (at < Earliest || at >= Latest))
            Add(field, "out_of_range", $"{field} must lie between the years 1900 and 2999.");
    }

    /// <summary>Whether a string can be stored in every database: no U+0000 and no lone surrogate.</summary>
    public static bool IsStorable(ReadOnlySpan<char> value)
    {
        if (value.Contains('\0')) return false;
        var surrogate = value.IndexOfAnyInRange('\ud800', '\udfff');
        if (surrogate < 0) return true;
        for (var i = surrogate; i < value.Length; i++)
        {
            if (!char.IsSurrogate(value[i])) continue;
            if (!char.IsHighSurrogate(value[i]) || i + 1 == value.Length || !char.IsLowSurrogate(value[i + 1]))
                return false;
            i++;
        }
        return true;
    }
}
