using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Unicode;

namespace Tollgate.Server;

/// <summary>
/// What stands after the question mark. Whatever is bad in it is noted, and its default stands in for it.
/// </summary>
internal static class Query
{
    const int MostCharacters = 512;
    const int DefaultLimit = 100;
    const int MostLimit = 500;

    /// <summary>
    /// Notes what the route does not know, what comes twice, and what is no text; and a bad Idempotency-Key.
    /// </summary>
    public static void CheckQuery(this Visit visit)
    {
        IdempotencyKey.Check(visit);
        if (!visit.Http.Request.QueryString.HasValue) return;
        foreach (var (name, values) in visit.Http.Request.Query)
        {
            var shown = StorableText.Shorten(name);
            if (visit.Route.Operation.Query.All(known => known.Name != name))
                visit.Errors.Add(shown, "unknown_field", $"There is no parameter {shown}.");
            else if (values.Count != 1) visit.Errors.Add(name, "duplicate_field", $"{name} is given more than once.");
            else if (!IsText(visit, values[0])) visit.Errors.Add(name, "invalid_text", $"{name} is not text in UTF-8.");
            else if (values[0]!.Length > MostCharacters) visit.Errors.Add(name, "too_long", $"{name} is too long.");
        }
    }

    /// <summary>A parameter as it was given; null where it was not, or is empty.</summary>
    public static string? Text(this Visit visit, string name)
    {
        var request = visit.Http.Request;
        return request.QueryString.HasValue && request.Query[name] is [{ Length: > 0 } value] ? value : null;
    }

    /// <summary>An id, or null.</summary>
    public static string? Code(this Visit visit, string name)
    {
        var id = visit.Text(name);
        visit.Errors.Id(name, id, optional: true);
        return id;
    }

    /// <summary>The part of the customer that is asked for; null for the customer itself.</summary>
    public static string? Namespace(this Visit visit) => visit.Code("namespace");

    /// <summary>How many to a page.</summary>
    public static int Limit(this Visit visit)
    {
        if (visit.Text("limit") is not { } text) return DefaultLimit;
        if (TryNumber(text, out var limit) && limit is >= 1 and <= MostLimit) return limit;
        visit.Errors.Add("limit", "out_of_range", "limit must be 1 to 500.");
        return DefaultLimit;
    }

    /// <summary>A whole number above 0, or null.</summary>
    public static int? Number(this Visit visit, string name)
    {
        if (visit.Text(name) is not { } text) return null;
        if (TryNumber(text, out var number) && number > 0) return number;
        visit.Errors.Add(name, "out_of_range", $"{name} must be a whole number above 0.");
        return null;
    }

    /// <summary><c>true</c> or <c>false</c>; false unless given.</summary>
    public static bool Flag(this Visit visit, string name)
    {
        var text = visit.Text(name);
        if (text is not (null or "true" or "false"))
            visit.Errors.Add(name, "invalid_value", $"{name} must be true or false.");
        return text == "true";
    }

    /// <summary>A time, or null.</summary>
    public static Instant? Time(this Visit visit, string name)
    {
        if (visit.Text(name) is not { } text) return null;
        if (!Wire.WireTime.TryRead(text, out var time))
        {
            visit.Errors.Add(name, "invalid_value", $"{name} must be a time in RFC 3339 with an offset.");
            return null;
        }
        var instant = Instant.FromDateTimeOffset(time).Cut();
        visit.Errors.Time(name, instant);
        return instant;
    }

    static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    // Bytes that are no UTF-8 come as U+FFFD, or undecoded.
    static bool IsText(Visit visit, string? value)
    {
        if (value is null || !FieldErrors.IsStorable(value)) return false;
        if (!value.Contains('\ufffd') && !value.Contains('%')) return true;
        var query = Encoding.UTF8.GetBytes(visit.Http.Request.QueryString.Value!);
        return Utf8.IsValid(WebUtility.UrlDecodeToBytes(query, 0, query.Length));
    }
}
