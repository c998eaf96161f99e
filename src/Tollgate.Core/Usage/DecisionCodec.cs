using System.Text;

namespace Tollgate.Core.Usage;

/// <summary>
/// A recorded decision as bytes, small enough to be kept for ever. The first byte is the version of the form.
/// </summary>
public static class DecisionCodec
{
    const byte Version = 2;
    const byte WithoutTopUps = 1;
    const byte HasFigures = 1;
    const byte IsUnlimited = 2;
    const byte HasNamespace = 4;

    /// <summary>Encodes a decision that was recorded. Customer and id are those of its row and are left out.</summary>
    public static byte[] Encode(Decision decision)
    {
        using var stream = new MemoryStream(96);
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Version);
        writer.Write((byte)((decision.Figures is null ? 0 : HasFigures)
            | (decision.Unlimited ? IsUnlimited : 0) | (decision.Namespace is null ? 0 : HasNamespace)));
        writer.Write((byte)decision.Reason);
        writer.Write(decision.Feature);
        if (decision.Namespace is { } name) writer.Write(name);
        writer.Write(decision.Quantity);
        writer.Write((byte)decision.Scale);
        writer.Write7BitEncodedInt64(decision.Included);
        writer.Write7BitEncodedInt64(decision.TopUp);
        writer.Write7BitEncodedInt64(decision.TopUpRemaining);
        writer.Write7BitEncodedInt64(decision.Overage);
        writer.Write((short)decision.Flags);
        writer.Write7BitEncodedInt64(decision.Sequence);
        if (decision.Figures is { } figures) Write(writer, figures);
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>The decision that was recorded for <paramref name="recorded"/>, marked as replayed.</summary>
    public static Decision Decode(RecordedId recorded, string customer)
    {
        using var reader = new BinaryReader(new MemoryStream(recorded.Decision), Encoding.UTF8);
        if (reader.ReadByte() is var version && version is not (Version or WithoutTopUps))
            throw new InvalidDataException(
                $"A decision is stored in form {version}, which this version does not know.");
        var parts = reader.ReadByte();
        var reason = (Reason)reader.ReadByte();
        var feature = reader.ReadString();
        var name = (parts & HasNamespace) == 0 ? null : reader.ReadString();
        var quantity = reader.ReadDecimal();
        return new Decision(reason, customer, name, feature, quantity, reader.ReadByte())
        {
            Unlimited = (parts & IsUnlimited) != 0,
            Included = reader.Read7BitEncodedInt64(),
            TopUp = version == WithoutTopUps ? 0 : reader.Read7BitEncodedInt64(),
            TopUpRemaining = version == WithoutTopUps ? 0 : reader.Read7BitEncodedInt64(),
            Overage = reader.Read7BitEncodedInt64(),
            Flags = (UsageFlags)reader.ReadInt16(),
            Sequence = reader.Read7BitEncodedInt64(),
            Figures = (parts & HasFigures) == 0 ? null : ReadFigures(reader, version),
            Id = recorded.Id,
            Replayed = true,
        };
    }

    static void Write(BinaryWriter writer, Figures figures)
    {
        writer.Write(figures.Feature);
        writer.Write7BitEncodedInt64(figures.Limit);
        writer.Write7BitEncodedInt64(figures.Used);
        writer.Write7BitEncodedInt64(figures.Reserved);
        writer.Write(figures.Per.Text);
        writer.Write(figures.StartsAt?.ToMicroseconds() ?? long.MinValue);
        writer.Write(figures.ResetsAt?.ToMicroseconds() ?? long.MinValue);
        writer.Write((byte)figures.Scope);
    }

    static Figures ReadFigures(BinaryReader reader, byte version) => new(
        reader.ReadString(), reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt64(),
        reader.Read7BitEncodedInt64(),
        Per.Parse(reader.ReadString()), ReadInstant(reader), ReadInstant(reader),
        version == WithoutTopUps ? LimitScope.Customer : (LimitScope)reader.ReadByte());

    static Instant? ReadInstant(BinaryReader reader) =>
        reader.ReadInt64() is var value && value == long.MinValue ? null : Instants.FromMicroseconds(value);
}
