namespace Tollgate.Payments.Stripe;

/// <summary>How Stripe says that it has a meter event already.</summary>
internal static class StripeUsage
{
    /// <summary>
    /// Stripe refuses an identifier that it has seen with 400, and without a code of its own for it: the text is all
    /// there is. A refusal for anything else must not be taken for it, or usage would be lost.
    /// </summary>
    public static bool IsAlreadyThere(ProviderReply reply)
    {
        if (reply.Status is not (400 or 409)) return false;
        if (StripeApi.CodeOf(reply) is "duplicate_meter_event") return true;
        return StripeApi.TextOf(reply) is { } text
            && text.StartsWith("An event already exists with identifier", StringComparison.OrdinalIgnoreCase);
    }
}
