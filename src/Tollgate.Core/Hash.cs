using System.Security.Cryptography;

namespace Tollgate.Core;

/// <summary>A SHA-256 hash, or the empty hash that a customer's chain begins with. Equal by content.</summary>
public readonly struct Hash : IEquatable<Hash>
{
    readonly byte[]? bytes;

    Hash(byte[] bytes) => this.bytes = bytes;

    /// <summary>No bytes: where a chain begins.</summary>
    public static Hash Empty => default;

    /// <summary>The stored bytes: 32, or none. Not to be written to.</summary>
    public byte[] Bytes => bytes ?? [];

    /// <summary>Takes stored bytes as they are.</summary>
    public static Hash Of(byte[] stored) => new(stored);

    /// <summary>Hashes <paramref name="content"/>.</summary>
    public static Hash Over(ReadOnlySpan<byte> content)
    {
        var hash = new byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, hash);
        return new Hash(hash);
    }

    /// <summary>Hashes <paramref name="content"/> with a key, by HMAC-SHA-256.</summary>
    public static Hash Over(ReadOnlySpan<byte> content, ReadOnlySpan<byte> key)
    {
        var hash = new byte[SHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, content, hash);
        return new Hash(hash);
    }

    /// <inheritdoc/>
    public bool Equals(Hash other) => Bytes.AsSpan().SequenceEqual(other.Bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Hash other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Bytes.Length < 4 ? 0 : BitConverter.ToInt32(Bytes);

    /// <inheritdoc cref="Equals(Hash)"/>
    public static bool operator ==(Hash left, Hash right) => left.Equals(right);

    /// <inheritdoc cref="Equals(Hash)"/>
    public static bool operator !=(Hash left, Hash right) => !left.Equals(right);

    /// <inheritdoc/>
    public override string ToString() => Convert.ToHexStringLower(Bytes);
}
