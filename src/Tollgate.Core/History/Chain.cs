using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Tollgate.Core.History;

/// <summary>
/// The hash chain over a customer's changes: each hash covers the one before it and everything the change says.
/// What may hold personal data (actor, properties, metadata, before, after, reason) is covered by its own hash, so that
/// it can be erased and the chain still be checked. With a <see cref="ChainKey"/> the hashes are keyed. Strings are
/// length-prefixed UTF-8, integers little-endian.
/// </summary>
public static class Chain
{
    const long IsUse = 0;
    const long IsAudit = 1;
    const long IsEntry = 2;

    /// <summary>The hash of a use that follows <paramref name="previous"/>.</summary>
    public static Hash Next(Hash previous, UsageEvent use, string feature, ChainKey? key = null)
    {
        var link = new Link(stackalloc byte[1536]);
        link.Add(previous.Bytes);
        link.Add(IsUse);
        link.Add(use.Customer.Value);
        link.Add(use.Sequence);
        link.Add(use.Line);
        link.Add(use.Id);
        link.Add((long)use.Kind);
        link.Add(feature);
        link.Add(use.Pot);
        link.Add(use.Namespace);
        link.Add(use.Quantity);
        link.Add(use.At);
        link.Add(use.RecordedAt);
        link.Add((long)use.Flags);
        link.Add(use.Included);
        link.Add(use.TopUp);
        link.Add(use.Overage);
        link.AddHashed(use.Actor);
        link.AddHashed(use.Properties);
        link.AddHashed(use.Metadata);
        if (use.Charge is { } charge)
        {
            link.Add(charge.Currency.Code);
            link.Add(charge.Amount.Micros);
            link.AddHash(charge.Cost.ToString());
            link.AddHash(CreditPart.Write(charge.Paid));
            link.Add(charge.Cycle ?? Instant.MinValue);
            if (charge.Rated is { } rated) link.AddHash(rated.Text);
        }
        return link.Close(key);
    }

    /// <summary>The hash of another change that follows <paramref name="previous"/>.</summary>
    public static Hash Next(Hash previous, AuditEntry entry, ChainKey? key = null)
    {
        var link = new Link(stackalloc byte[1536]);
        link.Add(previous.Bytes);
        link.Add(IsAudit);
        link.Add(entry.Customer.Value);
        link.Add(entry.Sequence);
        link.Add(entry.At);
        link.Add(entry.Action);
        link.Add(entry.Subject);
        link.AddHashed(entry.Actor);
        link.AddHashed(entry.Before);
        link.AddHashed(entry.After);
        return link.Close(key);
    }

    /// <summary>The hash of a movement of money that follows <paramref name="previous"/>.</summary>
    public static Hash Next(Hash previous, LedgerEntry entry, ChainKey? key = null)
    {
        var link = new Link(stackalloc byte[1536]);
        link.Add(previous.Bytes);
        link.Add(IsEntry);
        link.Add(entry.Customer.Value);
        link.Add(entry.Currency.Code);
        link.Add(entry.Number);
        link.Add(entry.Sequence);
        link.Add(entry.Line);
        link.Add(entry.Amount.Micros);
        link.Add(entry.Balance.Micros);
        link.Add((long)entry.Kind);
        link.Add(entry.CreatedAt);
        link.AddHash(CreditPart.Write(entry.Parts));
        link.AddHash(entry.Reference);
        link.AddHashed(entry.Reason);
        link.AddHashed(entry.Actor);
        return link.Close(key);
    }

    // Ids, codes and namespaces are ASCII of at most 128 characters, so a link is always shorter than its buffer.
    ref struct Link(Span<byte> buffer)
    {
        readonly Span<byte> buffer = buffer;
        int length;

        public void Add(long value)
        {
            BinaryPrimitives.WriteInt64LittleEndian(buffer[length..], value);
            length += sizeof(long);
        }

        public void Add(Instant value) => Add(value == Instant.MinValue ? long.MinValue : value.ToMicroseconds());

        public void Add(ReadOnlySpan<byte> value)
        {
            Add((long)value.Length);
            value.CopyTo(buffer[length..]);
            length += value.Length;
        }

        public void Add(string value)
        {
            var written = Encoding.UTF8.GetBytes(value, buffer[(length + sizeof(long))..]);
            Add((long)written);
            length += written;
        }

        /// <summary>A text that may have been erased.</summary>
        public void AddHashed(string? value) =>
            Add(value is null ? [] : Erased.HashOf(value));

        /// <summary>A text of any length that is never erased; one that is an id may look as if it were.</summary>
        public void AddHash(string? value) =>
            Add(value is null ? [] : SHA256.HashData(Encoding.UTF8.GetBytes(value)));

        public readonly Hash Close(ChainKey? key) =>
            key is null ? Hash.Over(buffer[..length]) : key.Over(buffer[..length]);
    }
}
