namespace Tollgate.Core.Payments;

/// <summary>One attempt to collect money of a customer through a provider.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Id">The customer's sequence number at which it was opened.</param>
/// <param name="Plan">The code of the plan it pays for; null: it tops a wallet up.</param>
/// <param name="PlanVersion">The version of that plan; what was offered is what is given.</param>
/// <param name="Per">How long the plan is paid for.</param>
/// <param name="Amount">What is asked for, above 0, in whole minor units.</param>
/// <param name="Currency">What that is counted in.</param>
/// <param name="ReturnUrl">Where the customer goes after paying; empty once erased.</param>
/// <param name="Actor">Who opened it; empty once erased.</param>
/// <param name="CreatedAt">When it was opened.</param>
/// <param name="ExpiresAt">From then on it is expired, unless the money is on its way or has come.</param>
public sealed record PaymentSession(
    CustomerId Customer, long Id, string? Plan, int? PlanVersion, PricePer? Per, Amount Amount, Currency Currency,
    string ReturnUrl, string Actor, Instant CreatedAt, Instant ExpiresAt)
{
    /// <summary>How it stood when it was written; by time alone see <see cref="StatusAt"/>.</summary>
    public PaymentStatus Status { get; init; } = PaymentStatus.Pending;

    /// <summary>How many seats the plan is paid for; null: it tops a wallet up.</summary>
    public int? Quantity { get; init; }

    /// <summary>Whom it is tried with, or was last.</summary>
    public required string Provider { get; init; }

    /// <summary>The provider's id of the page.</summary>
    public string? Checkout { get; init; }

    /// <summary>Where the customer pays.</summary>
    public string? CheckoutUrl { get; init; }

    /// <summary>The provider's id of the payment.</summary>
    public string? Payment { get; init; }

    /// <summary>What the provider collected; null: nothing that is known of.</summary>
    public CurrencyAmount? Collected { get; init; }

    /// <summary>What an operator has to look at; one of <see cref="PaymentProblem"/>.</summary>
    public string? Problem { get; init; }

    /// <summary>The providers that could not open it, in order.</summary>
    public IReadOnlyList<FailedAttempt> Attempts { get; init; } = [];

    /// <summary>When it came to an end; a success may still come after another end.</summary>
    public Instant? EndedAt { get; init; }

    /// <summary>How it stands: one that nobody paid in time is expired, whether or not anything wrote that.</summary>
    public PaymentStatus StatusAt(Instant now) =>
        Status is PaymentStatus.Pending or PaymentStatus.Redirected && ExpiresAt <= now
            ? PaymentStatus.Expired
            : Status;
}

/// <summary>A provider that could not open a session.</summary>
/// <param name="Provider">Its name.</param>
/// <param name="Reason">Why, at most 256 characters; no text of the provider's own.</param>
public sealed record FailedAttempt(string Provider, string Reason);

/// <summary>What an operator has to look at.</summary>
public static class PaymentProblem
{
    /// <summary>Less was collected than was asked for, or another currency.</summary>
    public const string AmountMismatch = "amount_mismatch";

    /// <summary>It was collected, but what it was for cannot be given as things stand.</summary>
    public const string FulfilmentRefused = "fulfilment_refused";

    /// <summary>It was collected a second time, by another payment.</summary>
    public const string PaidTwice = "paid_twice";
}

/// <summary>The id of a session on the wire: <c>pay_&lt;customer&gt;_&lt;sequence&gt;</c>.</summary>
public static class PaymentId
{
    static readonly MadeId Form = new("pay_");

    /// <summary>The wire form.</summary>
    public static string Format(string customer, long id) => Form.Format(customer, id);

    /// <summary>Takes the wire form apart; false where it is not one.</summary>
    public static bool TryParse(string text, out string customer, out long id) =>
        Form.TryParse(text, out customer, out id);

    /// <summary>Whether it is the id of a session of that customer.</summary>
    public static bool IsOf(string customer, string? id) =>
        id is not null && TryParse(id, out var whose, out var number) && whose == customer
        && Format(customer, number) == id;
}
