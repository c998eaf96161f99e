using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Tollgate.Core.History;

/// <summary>
/// What the <c>after</c> of an audit entry says of a stored row beside what its view shows: a member <c>row</c>,
/// covered by the chain, for verification alone. Nobody is shown it: the hash of a short number gives the number away.
/// Thread-safe.
/// </summary>
public static class RecordedRow
{
    /// <summary>The name of the member.</summary>
    public const string Member = "row";

    /// <summary>A recorded text as it may be shown: without that member.</summary>
    [return: NotNullIfNotNull(nameof(recorded))]
    public static string? Without(string? recorded)
    {
        if (recorded is null || !recorded.Contains("\"row\":{", StringComparison.Ordinal)) return recorded;
        var buffer = new ArrayBufferWriter<byte>();
        using (var view = JsonDocument.Parse(recorded))
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var member in view.RootElement.EnumerateObject())
                if (member.Name != Member) member.WriteTo(writer);
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}

/// <summary>What was asked, where a repetition is told from a conflict by it.</summary>
/// <param name="Content">Its hash.</param>
public sealed record AskedRow(string Content);
