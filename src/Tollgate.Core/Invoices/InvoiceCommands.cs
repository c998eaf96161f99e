namespace Tollgate.Core.Invoices;

/// <summary>
/// Says that the payment of an invoice failed. Said again it changes nothing, unless it now asks for more; said of one
/// that is paid it changes nothing for ever.
/// </summary>
/// <param name="Customer">Whose.</param>
/// <param name="Id">Its id where it was made.</param>
/// <param name="Plan">Whether it asks for what a plan costs.</param>
/// <param name="Metered">Whether it asks for what was used. At least one of both.</param>
/// <param name="Subscription">The id of the subscription it is for; null: it names none.</param>
public sealed record FailInvoice(string Customer, string Id, bool Plan, bool Metered, long? Subscription = null)
    : Command(Customer)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors)
    {
        errors.Id("customer", Customer);
        errors.Id("invoice", Id);
        if (!Plan && !Metered) errors.Add("plan", "required", "An invoice asks for a plan, for use, or for both.");
    }
}

/// <summary>Says that an invoice is paid, or needs not be any more. It stays so.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Id">Its id where it was made.</param>
public sealed record PayInvoice(string Customer, string Id) : Command(Customer)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors)
    {
        errors.Id("customer", Customer);
        errors.Id("invoice", Id);
    }
}

/// <summary>Reads the invoices of a customer that are not paid, the oldest first.</summary>
public sealed record ShowInvoices(string Customer) : Command(Customer)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors) => errors.Id("customer", Customer);
}
