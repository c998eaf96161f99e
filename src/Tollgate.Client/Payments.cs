using System.Text.Json.Serialization;

namespace Tollgate.Client;

/// <summary><c>POST /v1/access</c>.</summary>
public sealed record AccessRequest
{
    /// <summary>Who.</summary>
    public required string Customer { get; init; }

    /// <summary>The part of the customer that asks: where it has a base plan of its own, that counts.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Namespace { get; init; }
}

/// <summary>Whether a customer may pass the gate, and why not.</summary>
public sealed record AccessAnswer
{
    /// <summary>Not suspended, and either waived, or not blocked with a base subscription that gives access.</summary>
    public required bool Active { get; init; }

    /// <summary>The <see cref="Subscription.Status"/> of the base subscription that counts; null: there is none.</summary>
    public string? Status { get; init; }

    /// <summary>Whether an operator has it suspended.</summary>
    public required bool Suspended { get; init; }

    /// <summary>Whether it needs no subscription that gives access, and nothing paid.</summary>
    public required bool Waived { get; init; }

    /// <summary>What is paid.</summary>
    public required PaymentFacts Payment { get; init; }

    /// <summary>When the trial ends, or ended; null: there is none.</summary>
    public DateTimeOffset? TrialEndDate { get; init; }
}

/// <summary>The two facts about what a customer owes.</summary>
public sealed record PaymentFacts
{
    /// <summary>Everything is paid.</summary>
    public const string Ok = "ok";

    /// <summary>An invoice for a plan is not.</summary>
    public const string PastDue = "past_due";

    /// <summary>An invoice for what was used is not, and nothing more is used.</summary>
    public const string Blocked = "blocked";

    /// <summary><see cref="Ok"/> or <see cref="PastDue"/>.</summary>
    public required string Plan { get; init; }

    /// <summary><see cref="Ok"/> or <see cref="Blocked"/>.</summary>
    public required string Metered { get; init; }
}

/// <summary><c>POST /v1/customers/{id}/invoices/{invoice}/fail</c>: at least one of plan and metered is true.</summary>
public sealed record InvoiceFailure
{
    /// <summary>Whether it asks for what a plan costs. False unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Plan { get; init; }

    /// <summary>Whether it asks for what was used. False unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Metered { get; init; }

    /// <summary>The id of the subscription it is for; every base plan's unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Subscription { get; init; }
}

/// <summary>An invoice that somebody said something of.</summary>
public sealed record Invoice
{
    /// <summary>Its id where it was made.</summary>
    public required string Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required string Customer { get; init; }

    /// <summary>Whether it was said to ask for what a plan costs.</summary>
    public required bool Plan { get; init; }

    /// <summary>Whether it was said to ask for what was used.</summary>
    public required bool Metered { get; init; }

    /// <inheritdoc cref="InvoiceFailure.Subscription"/>
    public string? Subscription { get; init; }

    /// <summary>Whether it is paid: then it stays so.</summary>
    public required bool Paid { get; init; }
}
