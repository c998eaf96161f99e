using System.Data.Common;

namespace Tollgate.Stores;

/// <summary>Reads the columns of a row in their order. Each database overrides what it keeps in its own way.</summary>
public abstract class RowReader(DbDataReader reader)
{
    /// <summary>The reader underneath.</summary>
    protected DbDataReader Reader { get; } = reader;

    /// <summary>A 64-bit integer.</summary>
    public long Int64(int column) => Reader.GetInt64(column);

    /// <summary>A 64-bit integer, or null.</summary>
    public long? NullableInt64(int column) => Reader.IsDBNull(column) ? null : Reader.GetInt64(column);

    /// <summary>A 32-bit integer.</summary>
    public int Int32(int column) => Reader.GetInt32(column);

    /// <summary>A 16-bit integer.</summary>
    public short Int16(int column) => Reader.GetInt16(column);

    /// <summary>True or false.</summary>
    public bool Bool(int column) => Reader.GetBoolean(column);

    /// <summary>Text.</summary>
    public string Text(int column) => Reader.GetString(column);

    /// <summary>Text, or null.</summary>
    public string? NullableText(int column) => Reader.IsDBNull(column) ? null : Reader.GetString(column);

    /// <summary>Bytes.</summary>
    public byte[] Bytes(int column) => Reader.GetFieldValue<byte[]>(column);

    /// <summary>An instant.</summary>
    public abstract Instant Instant(int column);

    /// <summary>An instant, or null.</summary>
    public Instant? NullableInstant(int column) => Reader.IsDBNull(column) ? null : Instant(column);

    /// <summary>A hash.</summary>
    public Hash Hash(int column) => Core.Hash.Of(Bytes(column));
}
