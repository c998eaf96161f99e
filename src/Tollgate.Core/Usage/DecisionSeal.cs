namespace Tollgate.Core.Usage;

/// <summary>
/// What ties a remembered answer to the line that it is of: behind the answer's bytes, the first 16 bytes of a hash of
/// that line's link, of what was asked and of the answer; keyed as the chain is. No history could tell otherwise which
/// figures were answered. Thread-safe.
/// </summary>
internal static class DecisionSeal
{
    const int Length = 16;

    /// <summary>An encoded answer with its seal.</summary>
    public static byte[] Put(byte[] answer, Hash link, Hash content, ChainKey? key)
    {
        var stored = new byte[answer.Length + Length];
        answer.CopyTo(stored, 0);
        stored[0] = DecisionCodec.Sealed;
        Of(stored, link, content, key).CopyTo(stored.AsSpan(answer.Length));
        return stored;
    }

    /// <summary>Whether a stored answer has a seal: those of earlier versions have none.</summary>
    public static bool IsOn(byte[] stored) => stored.Length > Length && stored[0] == DecisionCodec.Sealed;

    /// <summary>Whether a seal is that of what was asked and answered.</summary>
    public static bool Holds(byte[] stored, Hash link, Hash content, ChainKey? key) =>
        Of(stored, link, content, key).SequenceEqual(stored.AsSpan(stored.Length - Length));

    static ReadOnlySpan<byte> Of(byte[] stored, Hash link, Hash content, ChainKey? key)
    {
        // Both hashes are of 32 bytes, so no two answers give the same bytes.
        byte[] bytes = [.. link.Bytes, .. content.Bytes, .. stored.AsSpan(0, stored.Length - Length)];
        var hash = key is null ? Hash.Over(bytes) : key.Over(bytes);
        return hash.Bytes.AsSpan(0, Length);
    }
}
