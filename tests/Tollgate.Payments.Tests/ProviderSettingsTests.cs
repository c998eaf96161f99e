namespace Tollgate.Payments.Tests;

/// <summary>Options from the environment.</summary>
public sealed class ProviderSettingsTests
{
    [Fact]
    public void What_is_not_set_is_not_there()
    {
        var problems = new List<string>();
        Assert.Null(ProviderSettings.Stripe(_ => null, problems));
        Assert.Null(ProviderSettings.Flutterwave(_ => "", problems));
        Assert.Empty(problems);
    }

    [Fact]
    public void What_is_set_is_taken_and_the_rest_is_as_usual()
    {
        var problems = new List<string>();
        var variables = new Dictionary<string, string>
        {
            ["TOLLGATE_STRIPE_SECRET_KEY"] = "sk_1",
            ["TOLLGATE_STRIPE_WEBHOOK_SECRETS"] = "whsec_1, whsec_2,",
            ["TOLLGATE_FLUTTERWAVE_SECRET_KEY"] = "FLWSECK-1",
            ["TOLLGATE_FLUTTERWAVE_WEBHOOK_SECRET"] = "hash",
            ["TOLLGATE_FLUTTERWAVE_API_BASE"] = "http://127.0.0.1:9",
        };
        var stripe = ProviderSettings.Stripe(variables.GetValueOrDefault, problems)!;
        Assert.Equal(("sk_1", new Uri("https://api.stripe.com")), (stripe.SecretKey, stripe.ApiBase));
        Assert.Equal(["whsec_1", "whsec_2"], stripe.WebhookSecrets);
        var flutterwave = ProviderSettings.Flutterwave(variables.GetValueOrDefault, problems)!;
        Assert.Equal(("FLWSECK-1", "hash", 9),
            (flutterwave.SecretKey, flutterwave.WebhookSecret, flutterwave.ApiBase.Port));
        Assert.Empty(problems);
    }

    [Theory]
    [InlineData("TOLLGATE_STRIPE_SECRET_KEY", "sk secret", "TOLLGATE_STRIPE_*")]
    [InlineData("TOLLGATE_STRIPE_WEBHOOK_SECRETS", "wh secret", "TOLLGATE_STRIPE_*")]
    [InlineData("TOLLGATE_STRIPE_API_BASE", "secret", "TOLLGATE_STRIPE_API_BASE")]
    [InlineData("TOLLGATE_STRIPE_API_BASE", "file:///secret", "TOLLGATE_STRIPE_*")]
    [InlineData("TOLLGATE_FLUTTERWAVE_WEBHOOK_SECRET", "a secret", "TOLLGATE_FLUTTERWAVE_*")]
    [InlineData("TOLLGATE_FLUTTERWAVE_API_BASE", "secret", "TOLLGATE_FLUTTERWAVE_API_BASE")]
    public void What_is_wrong_is_named_and_not_shown(string name, string value, string named)
    {
        var variables = new Dictionary<string, string>
        {
            ["TOLLGATE_STRIPE_SECRET_KEY"] = "sk_1",
            ["TOLLGATE_FLUTTERWAVE_SECRET_KEY"] = "FLWSECK-1",
            [name] = value,
        };
        var problems = new List<string>();
        var both = (ProviderSettings.Stripe(variables.GetValueOrDefault, problems) is null)
            ^ (ProviderSettings.Flutterwave(variables.GetValueOrDefault, problems) is null);
        Assert.True(both);
        var problem = Assert.Single(problems);
        Assert.StartsWith(named + ": ", problem);
        Assert.DoesNotContain(value, problem);
    }
}
