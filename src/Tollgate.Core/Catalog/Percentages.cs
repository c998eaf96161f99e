using System.Collections;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tollgate.Core.Catalog;

/// <summary>
/// The parts of a limit, in per cent, at which use is told of: at most <see cref="Most"/> rising whole numbers of 1 to
/// 1,000; none where nothing is to be told. Equal by content; immutable, thread-safe.
/// </summary>
[CollectionBuilder(typeof(Percentages), nameof(Create))]
[JsonConverter(typeof(PercentagesJson))]
public sealed class Percentages : IReadOnlyList<short>, IEquatable<Percentages>
{
    /// <summary>The most of them.</summary>
    public const int Most = 10;

    const short Largest = 1_000;

    readonly short[] all;

    Percentages(short[] all) => this.all = all;

    /// <inheritdoc/>
    public int Count => all.Length;

    /// <inheritdoc/>
    public short this[int index] => all[index];

    /// <summary>Those, as they are: <see cref="Check"/> says what is bad of them.</summary>
    public static Percentages Create(ReadOnlySpan<short> values) => new(values.ToArray());

    /// <summary>Those, whatever they are: what is too small or too large stays so.</summary>
    public static Percentages Of(IEnumerable<int> values) =>
        new([.. values.Select(one => (short)Math.Clamp(one, -1, Largest + 1))]);

    /// <summary>Adds an error for a field unless they are as they have to be; null passes.</summary>
    public static void Check(FieldErrors errors, string field, Percentages? given)
    {
        if (given is null) return;
        var rises = given.all.Zip(given.all.Skip(1)).All(pair => pair.First < pair.Second);
        if (!rises || given.Count > Most || given.all.Any(one => one is < 1 or > Largest))
            errors.Add(field, "out_of_range", $"{field} must be at most {Most} rising whole numbers of 1 to 1,000.");
    }

    /// <summary>
    /// The highest that <paramref name="used"/> has reached of <paramref name="limit"/>, or would with
    /// <paramref name="more"/>; 0: none.
    /// </summary>
    public short Reached(long used, long limit, long more = 0)
    {
        for (var i = all.Length - 1; i >= 0; i--)
            if (((Int128)used + more) * 100 >= (Int128)limit * all[i]) return all[i];
        return 0;
    }

    /// <inheritdoc/>
    public bool Equals(Percentages? other) => other is not null && all.AsSpan().SequenceEqual(other.all);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Percentages);

    /// <inheritdoc/>
    public override int GetHashCode() => all.Length == 0 ? 0 : HashCode.Combine(all.Length, all[0], all[^1]);

    /// <inheritdoc/>
    public IEnumerator<short> GetEnumerator() => ((IEnumerable<short>)all).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => all.GetEnumerator();
}

/// <summary>As a list of numbers.</summary>
internal sealed class PercentagesJson : JsonConverter<Percentages>
{
    public override Percentages Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        List<int> values = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) values.Add(reader.GetInt32());
        return Percentages.Of(values);
    }

    public override void Write(Utf8JsonWriter writer, Percentages value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var one in value) writer.WriteNumberValue(one);
        writer.WriteEndArray();
    }
}
