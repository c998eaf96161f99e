using System.Text;

namespace Tollgate.Core.Usage;

/// <summary>
/// A recorded decision as bytes, small enough to be kept for ever. The first byte is the version of the form.
/// </summary>
public static class DecisionCodec
{
    internal const byte Sealed = 4;
    const byte Version = 3;
    const byte HasCharge = 16;
    const byte WithoutScales = 2;
    const byte WithoutTopUps = 1;
    const byte HasFigures = 1;
    const byte IsUnlimited = 2;
    const byte HasNamespace = 4;
    const byte IsReserved = 8;

    /// <summary>Encodes a decision that was recorded. Customer and id are those of its row and are left out.</summary>
    public static byte[] Encode(Decision decision)
    {
        using var stream = new MemoryStream(96);
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Version);
        writer.Write((byte)((decision.Figures is null ? 0 : HasFigures)
            | (decision.Unlimited ? IsUnlimited : 0) | (decision.Namespace is null ? 0 : HasNamespace)
            | (decision.ReservedUntil is null ? 0 : IsReserved) | (decision.Charge is null ? 0 : HasCharge)));
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
        if (decision.ReservedUntil is { } until) writer.Write(until.ToMicroseconds());
        if (decision.Charge is var (amount, currency))
        {
            writer.Write7BitEncodedInt64(amount.Micros);
            writer.Write(currency.Code);
        }
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>The decision that was recorded under <paramref name="id"/>, marked as replayed.</summary>
    public static Decision Decode(byte[] recorded, string id, string customer)
    {
        using var reader = new BinaryReader(new MemoryStream(recorded), Encoding.UTF8);
        var version = reader.ReadByte();
        if (version == Sealed) version = Version;
        if (version is not (Version or WithoutScales or WithoutTopUps))
            throw new InvalidDataException(
                $"A decision is stored in form {version}, which this version does not know.");
        var parts = reader.ReadByte();
        var reason = (Reason)reader.ReadByte();
        var feature = reader.ReadString();
        var name = (parts & HasNamespace) == 0 ? null : reader.ReadString();
        var quantity = reader.ReadDecimal();
        var scale = reader.ReadByte();
        return new Decision(reason, customer, name, feature, quantity, scale)
        {
            Unlimited = (parts & IsUnlimited) != 0,
            Included = reader.Read7BitEncodedInt64(),
            TopUp = version == WithoutTopUps ? 0 : reader.Read7BitEncodedInt64(),
            TopUpRemaining = version == WithoutTopUps ? 0 : reader.Read7BitEncodedInt64(),
            Overage = reader.Read7BitEncodedInt64(),
            Flags = (UsageFlags)reader.ReadInt16(),
            Sequence = reader.Read7BitEncodedInt64(),
            Figures = (parts & HasFigures) == 0 ? null : ReadFigures(reader, version, scale),
            ReservedUntil = (parts & IsReserved) == 0 ? null : ReadInstant(reader),
            Charge = (parts & HasCharge) == 0 ? null : new CurrencyAmount(
                new Amount(reader.Read7BitEncodedInt64()), Currency.Parse(reader.ReadString())),
            Id = id,
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
        writer.Write((byte)figures.Scale);
    }

    static Figures ReadFigures(BinaryReader reader, byte version, byte scale) => new(
        reader.ReadString(), reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt64(),
        reader.Read7BitEncodedInt64(),
        Per.Parse(reader.ReadString()), ReadInstant(reader), ReadInstant(reader),
        version == WithoutTopUps ? LimitScope.Customer : (LimitScope)reader.ReadByte(),
        version == Version ? reader.ReadByte() : scale);

    static Instant? ReadInstant(BinaryReader reader) =>
        reader.ReadInt64() is var value && value == long.MinValue ? null : Instants.FromMicroseconds(value);
}
