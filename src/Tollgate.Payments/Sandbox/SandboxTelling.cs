using System.Globalization;
using System.Text;

namespace Tollgate.Payments.Sandbox;

/// <summary>Something that the sandbox tells the server.</summary>
/// <param name="Id">Its id: the same in a message that comes twice.</param>
/// <param name="Checkout">The page it is about.</param>
/// <param name="Type">What happened.</param>
/// <param name="At">When.</param>
/// <param name="Times">How often it is told.</param>
internal sealed record SandboxTelling(string Id, string Checkout, string Type, DateTimeOffset At, int Times)
{
    const string Completed = "checkout.completed";
    const string Failed = "checkout.failed";
    const string Expired = "checkout.cancelled";

    /// <summary>What is told of how a payment goes.</summary>
    public static SandboxTelling Of(string checkout, SandboxOutcome outcome, DateTimeOffset chosenAt)
    {
        var at = outcome == SandboxOutcome.SucceedLate ? chosenAt + SandboxProvider.Lateness : chosenAt;
        var type = outcome switch
        {
            SandboxOutcome.Fail => Failed,
            SandboxOutcome.Cancel => Expired,
            _ => Completed,
        };
        var number = at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        return new SandboxTelling(
            $"evt_{checkout}_{number}", checkout, type, at, outcome == SandboxOutcome.SucceedTwice ? 2 : 1);
    }

    /// <summary>The message.</summary>
    public byte[] Body() => Encoding.UTF8.GetBytes(new System.Text.Json.Nodes.JsonObject
    {
        ["id"] = Id,
        ["object"] = "event",
        ["type"] = Type,
        ["created"] = At.ToUnixTimeSeconds(),
        ["checkout"] = Checkout,
    }.ToJsonString());

    /// <summary>Reads a message.</summary>
    public static WebhookReading Read(ReadOnlyMemory<byte> body)
    {
        if (!Node.TryRead(body.Span, out var message))
            return new WebhookReading(WebhookVerdict.NotJson, Problem: "The message is no JSON object.");
        try
        {
            var (type, checkout) = (message["type"].Text(), message["checkout"].Id());
            var fact = new CheckoutFact
            {
                ObjectId = checkout,
                Step = type switch
                {
                    Completed => CheckoutStep.Completed,
                    Failed => CheckoutStep.AsyncFailed,
                    Expired => CheckoutStep.Expired,
                    _ => throw message["type"].Missing("is none that is known"),
                },
                Paid = type == Completed,
                Reference = SandboxProvider.SessionOf(checkout),
            };
            return new WebhookReading(
                WebhookVerdict.Read, new ProviderEvent(message["id"].Id(), type, message["created"].Second(), fact));
        }
        catch (MalformedException malformed)
        {
            return new WebhookReading(WebhookVerdict.Malformed, Problem: malformed.Message);
        }
    }
}
