namespace Tollgate.Payments.Inbox;

/// <summary>Why nothing followed from an event, or not yet. Kept and shown; the names never change.</summary>
internal static class Problem
{
    public const string UnknownType = "unknown_type";
    public const string NotFollowed = "not_followed";
    public const string SessionUnknown = "session_unknown";
    public const string SessionDiffers = "session_differs";
    public const string PaymentUnknown = "payment_unknown";
    public const string PlanPayment = "plan_payment";
    public const string Inquiry = "inquiry";
    public const string NotLinked = "not_linked";
    public const string Ambiguous = "ambiguous_link";
    public const string Erased = "erased";
    public const string Restless = "restless";

    public static string Malformed(string what) => Cut($"malformed: {what}");

    public static string Failed(ProviderException failure) => Cut($"provider_failed: {failure.Message}");

    static string Cut(string text) => text.Length <= 256 ? text : text[..256];
}
