using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Tollgate.Core.Webhooks;

/// <summary>What a message says, and which changes are told.</summary>
public static class WebhookMessage
{
    /// <summary>The type of what <see cref="TestWebhookEndpoint"/> sends.</summary>
    public const string Test = "webhook_endpoint.test";

    /// <summary>
    /// Whether an audited change is an event of its own: one that the customer would want to know of.
    /// </summary>
    public static bool IsTold(string action) =>
        action.StartsWith("subscription.", StringComparison.Ordinal)
        || action.StartsWith("boost.", StringComparison.Ordinal)
        || action.StartsWith("credit.", StringComparison.Ordinal)
        || action.StartsWith("wallet.", StringComparison.Ordinal)
        || action.StartsWith("withdrawal.", StringComparison.Ordinal)
        || action is "payment.succeeded" or "payment.failed" or "payment.cancelled" or "payment.refunded"
            or "payment.problem"
        || action is "period.closed"
        || action is "customer.suspended" or "customer.resumed";

    /// <summary>
    /// The body: <c>{"type","timestamp","data":{"customer",...}}</c>. <paramref name="data"/> is a JSON object without
    /// a customer.
    /// </summary>
    public static string Body(string type, Instant at, string customer, string data)
    {
        var rest = data.Length > 2 ? "," + data[1..] : "}";
        var named = customer.Length == 0 ? "null" : $"\"{customer}\"";
        return $$"""{"type":"{{type}}","timestamp":"{{CoreJson.Time(at)}}","data":{"customer":{{named}}{{rest}}}""";
    }

    /// <summary>
    /// The data of an audited change: the subject as <c>id</c>, then the members of its view after the change. Metadata
    /// is an object here, as everywhere on the wire.
    /// </summary>
    public static string DataOf(string subject, string? after)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("id", subject);
            if (after is not null) WriteMembers(writer, after);
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>
    /// The id of a message: a hash, so that it has no full stop, which parts it from what is signed after it.
    /// </summary>
    public static string IdOf(string customer, long sequence, int ordinal, Instant at)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture, $"{customer} {sequence} {ordinal} {at.ToMicroseconds()}");
        return $"msg_{Convert.ToHexStringLower(Hash.Over(Encoding.UTF8.GetBytes(text)).Bytes.AsSpan(0, 16))}";
    }

    static void WriteMembers(Utf8JsonWriter writer, string after)
    {
        using var view = JsonDocument.Parse(after);
        foreach (var member in view.RootElement.EnumerateObject())
        {
            if (member.Name is "id" or "customer" or RecordedRow.Member) continue;
            writer.WritePropertyName(member.Name);
            if (member is { Name: "metadata", Value.ValueKind: JsonValueKind.String })
                writer.WriteRawValue(member.Value.GetString()!);
            else member.Value.WriteTo(writer);
        }
    }
}
