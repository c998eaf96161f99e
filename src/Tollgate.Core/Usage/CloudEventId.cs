using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Tollgate.Core.Usage;

/// <summary>
/// The event id of a CloudEvent, which is told from others by its source and id together (CloudEvents 1.0). Either may
/// be any text, so the event id is a hash of both.
/// </summary>
public static class CloudEventId
{
    const int Bytes = 20;

    /// <summary>
    /// <c>ce_</c> and 40 hexadecimal digits of the SHA-256 over both texts in UTF-8, each behind its length in bytes
    /// (64 bits, little-endian).
    /// </summary>
    public static string Of(string source, string id)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, source);
        Add(hash, id);
        return $"ce_{Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, Bytes))}";
    }

    static void Add(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
