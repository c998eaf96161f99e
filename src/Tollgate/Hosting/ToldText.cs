namespace Tollgate;

/// <summary>What whoever moves money says of it, for people.</summary>
internal static class ToldText
{
    const int Most = 256;

    /// <summary>The same cut to 256 characters; null where it says nothing that can be stored.</summary>
    public static string? Of(string? text)
    {
        if (string.IsNullOrEmpty(text) || !FieldErrors.IsStorable(text)) return null;
        var cut = text.Length <= Most ? text : text[..Most];
        // Half of a pair of surrogates could not be stored.
        return FieldErrors.IsStorable(cut) ? cut : cut[..^1];
    }
}
