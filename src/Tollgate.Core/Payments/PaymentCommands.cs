namespace Tollgate.Core.Payments;

/// <summary>Opens a session: for a plan, or to top a wallet up.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Plan">The plan's code; null: <paramref name="TopUp"/>.</param>
/// <param name="Per">Which of the plan's prices.</param>
/// <param name="TopUp">What to put into a wallet: above 0, in whole minor units; null: a plan.</param>
/// <param name="ReturnUrl">Where the customer goes after paying: http or https, at most 2,048 characters.</param>
/// <param name="Provider">Whom to try first.</param>
public sealed record OpenPayment(
    string Customer, string? Plan, PricePer Per, CurrencyAmount? TopUp, string ReturnUrl, string Provider)
    : Command(Customer)
{
    /// <summary>The most characters of an address.</summary>
    public const int MostUrl = 2048;

    /// <inheritdoc/>
    public override void Validate(FieldErrors errors)
    {
        errors.Id("customer", Customer);
        errors.Id("provider", Provider);
        errors.Id("purpose.plan", Plan, optional: true);
        if ((Plan is null) == (TopUp is null))
            errors.Add("purpose", "invalid_value", "purpose is either plan or top_up.");
        errors.Text("return_url", ReturnUrl, MostUrl, optional: false);
        if (!Uri.TryCreate(ReturnUrl, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            errors.Add("return_url", "invalid_value", "return_url must be an http or https address.");
        if (TopUp is not { } asked) return;
        if (asked.Amount <= Amount.Zero)
            errors.Add("purpose.top_up.amount", "out_of_range", "amount must be above 0.");
        else if (asked.Amount.Rounded(asked.Currency) != asked.Amount)
            errors.Add("purpose.top_up.amount", "invalid_value", "amount must be in whole minor units.");
        if (asked.Currency.IsOwn)
            errors.Add("purpose.top_up.currency", "invalid_currency", "No provider collects a unit of one's own.");
    }
}

/// <summary>A command about one session.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Id">Its id.</param>
public abstract record PaymentCommand(string Customer, long Id) : Command(Customer)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors) => errors.Id("customer", Customer);
}

/// <summary>Reads a session.</summary>
public sealed record ShowPayment(string Customer, long Id) : PaymentCommand(Customer, Id);

/// <summary>Says that a provider made a page for it.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Id">Its id.</param>
/// <param name="Provider">Who.</param>
/// <param name="Checkout">The provider's id of the page.</param>
/// <param name="Url">Where it is.</param>
public sealed record RedirectPayment(string Customer, long Id, string Provider, string Checkout, string Url)
    : PaymentCommand(Customer, Id)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors)
    {
        base.Validate(errors);
        errors.Text("checkout", Checkout, 512, optional: false);
        errors.Text("url", Url, 8192, optional: false);
    }
}

/// <summary>Says that a provider could not make a page: the next is to be tried, or it has failed.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Id">Its id.</param>
/// <param name="Provider">Who could not.</param>
/// <param name="Reason">Why, at most 256 characters.</param>
/// <param name="Next">Whom to try next; null: nobody is left.</param>
public sealed record FailPaymentAttempt(string Customer, long Id, string Provider, string Reason, string? Next)
    : PaymentCommand(Customer, Id)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors)
    {
        base.Validate(errors);
        errors.Said("reason", Reason, Most.Reference, optional: false);
    }
}

/// <summary>How a payment stands at its provider, in words that all share.</summary>
public enum PaymentFact
{
    /// <summary>It may still be paid.</summary>
    Open,
    /// <summary>It was tried; whether it comes is not known.</summary>
    Processing,
    /// <summary>It was collected.</summary>
    Succeeded,
    /// <summary>It was not paid.</summary>
    Failed,
    /// <summary>It was called off.</summary>
    Cancelled,
    /// <summary>Its page has closed.</summary>
    Expired,
    /// <summary>It was collected and returned whole.</summary>
    Refunded,
}

/// <summary>Records what the provider says when it is asked. In any order, however often: it converges.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Id">Its id.</param>
/// <param name="Provider">Who says so.</param>
/// <param name="Fact">How it stands there.</param>
public sealed record RecordPayment(string Customer, long Id, string Provider, PaymentFact Fact)
    : PaymentCommand(Customer, Id)
{
    /// <summary>The provider's id of the page.</summary>
    public string? Checkout { get; init; }

    /// <summary>The provider's id of the payment.</summary>
    public string? Payment { get; init; }

    /// <summary>What was collected; null: nothing.</summary>
    public CurrencyAmount? Collected { get; init; }

    /// <summary>What was returned of that so far, in the same currency.</summary>
    public Amount Refunded { get; init; }

    /// <inheritdoc/>
    public override void Validate(FieldErrors errors)
    {
        base.Validate(errors);
        errors.Text("checkout", Checkout, 512);
        errors.Text("payment", Payment, 512);
        if (Collected?.Amount < Amount.Zero || Refunded < Amount.Zero)
            errors.Add("collected", "out_of_range", "What was collected and returned is not below 0.");
    }
}

/// <summary>Calls a session off that is not paid.</summary>
public sealed record CancelPayment(string Customer, long Id) : PaymentCommand(Customer, Id);

/// <summary>An operator's word on a session with a problem.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Id">Its id.</param>
/// <param name="Accept">Whether what was collected is taken for what was asked; otherwise it has failed.</param>
/// <param name="Reason">Why, for people; at most 500 characters.</param>
public sealed record ResolvePayment(string Customer, long Id, bool Accept, string? Reason = null)
    : PaymentCommand(Customer, Id)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors)
    {
        base.Validate(errors);
        errors.Said("reason", Reason, Most.Reason);
    }
}
