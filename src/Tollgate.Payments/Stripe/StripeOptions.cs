namespace Tollgate.Payments.Stripe;

/// <summary>What to know of an account at Stripe.</summary>
public sealed class StripeOptions : ProviderOptions
{
    /// <summary>The most secrets at once.</summary>
    public const int MostSecrets = 16;

    /// <inheritdoc/>
    public override Uri ApiBase { get; init; } = new("https://api.stripe.com");

    /// <summary>
    /// The secrets of webhook endpoints, <c>whsec_...</c>: several while they are rotated, at most 16. None means that
    /// no message is believed.
    /// </summary>
    public IReadOnlyList<string> WebhookSecrets { get; init; } = [];

    /// <summary>How far the time of a signature may be from now, before and after: 300 seconds unless set.</summary>
    public Duration Tolerance { get; init; } = Duration.FromSeconds(300);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Problems()
    {
        var problems = new List<string>(base.Problems());
        if (WebhookSecrets.Count > MostSecrets) problems.Add("There are more than 16 webhook secrets.");
        if (!WebhookSecrets.All(IsSecret)) problems.Add("A webhook secret is empty or has characters that none has.");
        if (Tolerance < Duration.Zero) problems.Add("The tolerance is below 0.");
        return problems;
    }
}
