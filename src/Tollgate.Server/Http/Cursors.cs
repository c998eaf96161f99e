using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Tollgate.Server;

/// <summary>Where a list goes on. Opaque to callers: the list's own letter and a place in it, as base64url.</summary>
internal static class Cursors
{
    public static string Write(char list, string place) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(list + place));

    public static string Write(char list, long place) => Write(list, place.ToString(CultureInfo.InvariantCulture));

    /// <summary>The place that the request's cursor names, or null at the beginning. A bad one is noted.</summary>
    public static string? Cursor(this Visit visit, char list)
    {
        if (visit.Text("cursor") is not { } text) return null;
        var bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        if (Base64Url.IsValid(text) && Base64Url.TryDecodeFromChars(text, bytes, out var length)
            && length > 1 && bytes[0] == list && Ascii.IsValid(bytes.AsSpan(0, length)))
            return Encoding.ASCII.GetString(bytes, 1, length - 1);
        visit.NoteBadCursor();
        return null;
    }

    /// <summary>The same where the place is an id.</summary>
    public static string? IdCursor(this Visit visit, char list)
    {
        var place = visit.Cursor(list);
        if (place is null || FieldErrors.IsId(place)) return place;
        visit.NoteBadCursor();
        return null;
    }

    /// <summary>The same where the place is a number; 0 at the beginning.</summary>
    public static long NumberCursor(this Visit visit, char list)
    {
        var place = visit.Cursor(list);
        if (place is null) return 0;
        if (TryNumber(place, out var number)) return number;
        visit.NoteBadCursor();
        return 0;
    }

    public static bool TryNumber(ReadOnlySpan<char> text, out long number) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

    public static void NoteBadCursor(this Visit visit) =>
        visit.Errors.Add("cursor", "invalid_cursor", "cursor must be the next_cursor of a page of this list.");
}
