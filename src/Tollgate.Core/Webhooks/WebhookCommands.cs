namespace Tollgate.Core.Webhooks;

/// <summary>Makes an endpoint whose secret the door has drawn.</summary>
/// <param name="Url">Where messages are sent; see <see cref="WebhookUrl"/>.</param>
/// <param name="Events">Which it wants; see <see cref="EventPattern"/>.</param>
/// <param name="Secret">What its messages are signed with.</param>
/// <param name="Sandbox">Whether http and addresses that are not public will do.</param>
public sealed record CreateWebhookEndpoint(
    string Url, IReadOnlyList<string> Events, string Secret, bool Sandbox = false) : Command(CustomerId.AccountKey)
{
    /// <summary>The most patterns of an endpoint.</summary>
    public const int MostEvents = 50;

    /// <inheritdoc/>
    public override void Validate(FieldErrors errors)
    {
        WebhookUrl.Check(errors, "url", Url, Sandbox);
        SecretRule.Check(errors, Secret);
        if (Events.Count is 0 or > MostEvents)
            errors.Add("events", "out_of_range", $"events must name 1 to {MostEvents}.");
        for (var i = 0; i < Math.Min(Events.Count, MostEvents); i++)
            if (!EventPattern.IsPattern(Events[i]))
                errors.Add($"events[{i}]", "invalid_pattern",
                    $"events[{i}] must be *, a type as boost.created, or its beginning as boost.*.");
    }

    /// <summary>Leaves the secret out, also from logs.</summary>
    public override string ToString() => $"{nameof(CreateWebhookEndpoint)} {{ Url = {Url} }}";
}

/// <summary>
/// Gives an endpoint another secret; the one it has signs too for <see cref="WebhookSecret.Overlap"/>.
/// </summary>
public sealed record RotateWebhookSecret(long Id, string Secret) : Command(CustomerId.AccountKey)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors) => SecretRule.Check(errors, Secret);

    /// <summary>Leaves the secret out, also from logs.</summary>
    public override string ToString() => $"{nameof(RotateWebhookSecret)} {{ Id = {Id} }}";
}

/// <summary>Sends an endpoint a message of type <see cref="WebhookMessage.Test"/>, whatever it wants.</summary>
public sealed record TestWebhookEndpoint(long Id) : Command(CustomerId.AccountKey)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors) { }
}

/// <summary>Enables an endpoint; what waited for it is sent.</summary>
public sealed record EnableWebhookEndpoint(long Id) : Command(CustomerId.AccountKey)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors) { }
}

/// <summary>Disables an endpoint: nothing is sent to it, and no messages are made for it.</summary>
/// <param name="Id">Which.</param>
/// <param name="Reason">Why, at most 200 characters.</param>
public sealed record DisableWebhookEndpoint(long Id, string Reason) : Command(CustomerId.AccountKey)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors) => errors.Said("reason", Reason, 200, optional: false);
}

/// <summary>Deletes an endpoint and its secrets, for good.</summary>
public sealed record DeleteWebhookEndpoint(long Id) : Command(CustomerId.AccountKey)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors) { }
}

static class SecretRule
{
    public static void Check(FieldErrors errors, string secret)
    {
        if (!WebhookSecret.IsSecret(secret))
            errors.Add("secret", "invalid_secret", "secret must be whsec_ and 24 to 64 bytes as base64.");
    }
}
