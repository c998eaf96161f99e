namespace Tollgate.Payments.Flutterwave;

/// <summary>What to know of an account at Flutterwave.</summary>
public sealed class FlutterwaveOptions : ProviderOptions
{
    /// <inheritdoc/>
    public override Uri ApiBase { get; init; } = new("https://api.flutterwave.com");

    /// <summary>The secret hash of webhooks. None means that no message is believed.</summary>
    public string? WebhookSecret { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Problems()
    {
        var problems = new List<string>(base.Problems());
        if (WebhookSecret is not null && !IsSecret(WebhookSecret))
            problems.Add("The webhook secret is empty or has characters that none has.");
        return problems;
    }
}
