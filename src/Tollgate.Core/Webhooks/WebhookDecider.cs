namespace Tollgate.Core.Webhooks;

/// <summary>Decides the commands about webhook endpoints.</summary>
public static class WebhookDecider
{
    /// <summary>Makes an endpoint.</summary>
    public static Outcome Decide(Draft draft, CreateWebhookEndpoint command)
    {
        var account = draft.AccountState;
        if (draft.Account.Webhooks.Count >= WebhookEndpoints.Most)
            return new Rejected(
                Rejection.TooManyWebhookEndpoints, $"There are at most {WebhookEndpoints.Most} webhook endpoints.");
        var endpoint = new WebhookEndpoint(
            account.NextSequence, command.Url, command.Events, command.Secret, null, null, draft.TimeOf(account), null,
            null, null);
        return Store(draft, command, "webhook_endpoint.created", null, endpoint);
    }

    /// <summary>Gives an endpoint another secret.</summary>
    public static Outcome Decide(Draft draft, RotateWebhookSecret command)
    {
        if (draft.Account.Webhooks.Find(command.Id) is not { } before) return NotFound;
        if (before.Secret == command.Secret) return new Put<WebhookEndpoint>(before, before, false);
        var after = before with
        {
            Secret = command.Secret,
            PreviousSecret = before.Secret,
            PreviousUntil = draft.TimeOf(draft.AccountState) + WebhookSecret.Overlap,
        };
        return Store(draft, command, "webhook_endpoint.rotated", before, after);
    }

    /// <summary>Sends an endpoint a message.</summary>
    public static Outcome Decide(Draft draft, TestWebhookEndpoint command)
    {
        if (draft.Account.Webhooks.Find(command.Id) is not { } endpoint) return NotFound;
        if (!endpoint.IsEnabled)
            return new Rejected(Rejection.WebhookEndpointDisabled, "The webhook endpoint is disabled.");
        var account = draft.AccountState;
        draft.Audit(account, command.By, "webhook_endpoint.tested", WebhookEndpointId.Format(endpoint.Id), null, null);
        return new Emitted(draft.EmitTo(endpoint, account, WebhookMessage.Test, "{}"));
    }

    /// <summary>Enables an endpoint.</summary>
    public static Outcome Decide(Draft draft, EnableWebhookEndpoint command)
    {
        if (draft.Account.Webhooks.Find(command.Id) is not { } before) return NotFound;
        if (before.IsEnabled) return new Put<WebhookEndpoint>(before, before, false);
        return Store(draft, command, "webhook_endpoint.enabled", before,
            before with { DisabledAt = null, DisabledReason = null });
    }

    /// <summary>Disables an endpoint.</summary>
    public static Outcome Decide(Draft draft, DisableWebhookEndpoint command)
    {
        if (draft.Account.Webhooks.Find(command.Id) is not { } before) return NotFound;
        if (!before.IsEnabled) return new Put<WebhookEndpoint>(before, before, false);
        return Store(draft, command, "webhook_endpoint.disabled", before,
            before with { DisabledAt = draft.TimeOf(draft.AccountState), DisabledReason = command.Reason });
    }

    /// <summary>Deletes an endpoint.</summary>
    public static Outcome Decide(Draft draft, DeleteWebhookEndpoint command)
    {
        if (draft.Account.Webhooks.Find(command.Id) is not { } before) return NotFound;
        var after = before with
        {
            Secret = "",
            PreviousSecret = null,
            PreviousUntil = null,
            DeletedAt = draft.TimeOf(draft.AccountState),
        };
        return Store(draft, command, "webhook_endpoint.deleted", before, after);
    }

    static Rejected NotFound { get; } =
        new(Rejection.WebhookEndpointNotFound, "There is no such webhook endpoint.");

    static Put<WebhookEndpoint> Store(
        Draft draft, Command command, string action, WebhookEndpoint? before, WebhookEndpoint after)
    {
        var account = draft.AccountState;
        account.Put(after);
        draft.Account = draft.Account with { Webhooks = draft.Account.Webhooks.With(after) };
        draft.Audit(account, command.By, action, WebhookEndpointId.Format(after.Id), View(before), View(after));
        return new Put<WebhookEndpoint>(after, before, true);
    }

    static string? View(WebhookEndpoint? endpoint) => endpoint is null ? null : CoreJson.Write(new WebhookEndpointView(
        endpoint.Url, endpoint.Events, CoreJson.Time(endpoint.PreviousUntil), CoreJson.Time(endpoint.DisabledAt),
        endpoint.DisabledReason, CoreJson.Time(endpoint.DeletedAt)));
}

/// <summary>An endpoint as the audit shows it: without its secrets.</summary>
public sealed record WebhookEndpointView(
    string Url, IReadOnlyList<string> Events, string? PreviousSecretUntil, string? DisabledAt, string? DisabledReason,
    string? DeletedAt);

/// <summary>A message was put into the outbox.</summary>
public sealed record Emitted(OutboxEntry Entry) : Outcome
{
    /// <inheritdoc/>
    public override bool Recorded => true;
}
