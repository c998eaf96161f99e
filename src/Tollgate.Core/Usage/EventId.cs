using System.Globalization;

namespace Tollgate.Core.Usage;

/// <summary>The id of a use that was sent without one.</summary>
public static class EventId
{
    /// <summary>
    /// The id of the use that comes after <paramref name="head"/>: its number, so that ids made one after the other lie
    /// side by side in the index, and the end of the chain, so that no caller has sent it before. 32 hexadecimal
    /// digits.
    /// </summary>
    public static string Make(Head head)
    {
        Span<byte> end = stackalloc byte[sizeof(ulong)];
        head.Hash.Bytes.AsSpan(0, Math.Min(end.Length, head.Hash.Bytes.Length)).CopyTo(end);
        return string.Create(CultureInfo.InvariantCulture, $"{head.Sequence + 1:x16}{Convert.ToHexStringLower(end)}");
    }
}
