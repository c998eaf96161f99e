using Tollgate.Payments.Flutterwave;
using Tollgate.Payments.Stripe;

namespace Tollgate.Payments;

/// <summary>
/// The options of providers as they stand in variables of the environment. A provider whose secret key is not set is
/// not there. What is wrong is named by its variable, never by its value.
/// </summary>
public static class ProviderSettings
{
    const string StripeKey = "TOLLGATE_STRIPE_SECRET_KEY";
    const string StripeSecrets = "TOLLGATE_STRIPE_WEBHOOK_SECRETS";
    const string StripeBase = "TOLLGATE_STRIPE_API_BASE";
    const string FlutterwaveKey = "TOLLGATE_FLUTTERWAVE_SECRET_KEY";
    const string FlutterwaveSecret = "TOLLGATE_FLUTTERWAVE_WEBHOOK_SECRET";
    const string FlutterwaveBase = "TOLLGATE_FLUTTERWAVE_API_BASE";

    /// <summary>Those of Stripe; null where there are none, or where something is wrong. Secrets by commas.</summary>
    public static StripeOptions? Stripe(Func<string, string?> variable, ICollection<string> problems)
    {
        if (string.IsNullOrEmpty(variable(StripeKey))) return null;
        if (BaseOf(variable, StripeBase, "https://api.stripe.com", problems) is not { } address) return null;
        var separators = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        return Checked(
            new StripeOptions
            {
                SecretKey = variable(StripeKey)!,
                ApiBase = address,
                WebhookSecrets = variable(StripeSecrets)?.Split(',', separators) ?? [],
            },
            "TOLLGATE_STRIPE_",
            problems);
    }

    /// <summary>Those of Flutterwave; null where there are none, or where something is wrong.</summary>
    public static FlutterwaveOptions? Flutterwave(Func<string, string?> variable, ICollection<string> problems)
    {
        if (string.IsNullOrEmpty(variable(FlutterwaveKey))) return null;
        if (BaseOf(variable, FlutterwaveBase, "https://api.flutterwave.com", problems) is not { } address) return null;
        return Checked(
            new FlutterwaveOptions
            {
                SecretKey = variable(FlutterwaveKey)!,
                ApiBase = address,
                WebhookSecret = variable(FlutterwaveSecret) is { Length: > 0 } secret ? secret : null,
            },
            "TOLLGATE_FLUTTERWAVE_",
            problems);
    }

    static Uri? BaseOf(Func<string, string?> variable, string name, string usual, ICollection<string> problems)
    {
        var text = variable(name) is { Length: > 0 } given ? given : usual;
        if (Uri.TryCreate(text, UriKind.Absolute, out var address)) return address;
        problems.Add($"{name}: no address.");
        return null;
    }

    static T? Checked<T>(T options, string prefix, ICollection<string> problems)
        where T : ProviderOptions
    {
        var wrong = options.Problems();
        foreach (var problem in wrong) problems.Add($"{prefix}*: {problem}");
        return wrong.Count == 0 ? options : null;
    }
}
