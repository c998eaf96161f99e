namespace Tollgate.Payments.Flutterwave;

/// <summary>
/// Flutterwave's messages. They carry no id and no time of their own: the id is made of what happened to what, so that
/// a message that comes twice, and the same happening found in a list, have the same; the time is that of the object.
/// </summary>
internal static class FlutterwaveEvents
{
    const string Charge = "charge.completed";

    /// <summary>Reads one.</summary>
    public static WebhookReading Read(ReadOnlyMemory<byte> body) => Node.TryRead(body.Span, out var message)
        ? Read(message)
        : new WebhookReading(WebhookVerdict.NotJson, Problem: "The message is no JSON object.");

    /// <summary>
    /// A transaction of a list, as the message that told of it, or should have. One that cannot be read keeps none of
    /// the others from being.
    /// </summary>
    public static ProviderEvent OfTransaction(Node charge)
    {
        var told = Event(Charge, charge);
        try
        {
            return told with { Fact = FlutterwaveObjects.Charge(charge, default) };
        }
        catch (MalformedException malformed)
        {
            return told with { Fact = new UnknownFact { ObjectId = "", Problem = malformed.Message } };
        }
    }

    /// <summary>That message.</summary>
    public static ReadOnlyMemory<byte> MessageOf(Node charge) =>
        System.Text.Encoding.UTF8.GetBytes($$"""{"event":"{{Charge}}","data":{{charge.Raw()}}}""");

    static WebhookReading Read(Node message)
    {
        ProviderEvent? unread = null;
        try
        {
            var data = message["data"];
            unread = Event(message["event"].Text(), data);
            return new WebhookReading(
                WebhookVerdict.Read, unread with { Fact = FactOf(unread.Type, data, message) });
        }
        catch (MalformedException malformed)
        {
            var kept = unread is null
                ? null
                : unread with { Fact = new UnknownFact { ObjectId = "", Problem = malformed.Message } };
            return new WebhookReading(WebhookVerdict.Malformed, kept, malformed.Message);
        }
    }

    // A subscription's message has no id: its plan, its status and its time tell it from others.
    static ProviderEvent Event(string type, Node data)
    {
        var at = FlutterwaveObjects.MadeAt(data);
        var status = data["status"].OptionalText()?.ToLowerInvariant() ?? "";
        var thing = data["id"].OptionalId()
            ?? $"{data["plan"].OptionalId()}:{Fingerprint(data["customer"]["email"].OptionalText())}"
                + $":{at.ToUnixTimeSeconds()}";
        return new ProviderEvent($"{type}:{thing}:{status}", type, at, new UnknownFact { ObjectId = "" });
    }

    static ProviderFact FactOf(string type, Node data, Node message) => type switch
    {
        Charge => FlutterwaveObjects.Charge(data, message),
        "subscription.cancelled" => FlutterwaveObjects.Cancelled(data),
        "transfer.completed" => FlutterwaveObjects.Transfer(data),
        "refund.completed" or "refund.failed" or "refund" => FlutterwaveObjects.Refund(data),
        _ => new UnknownFact { ObjectId = data["id"].OptionalId() ?? "" },
    };

    // An id is listed and logged; an e-mail is not.
    static string Fingerprint(string? text) => text is null
        ? ""
        : Convert.ToHexStringLower(
            System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
}
