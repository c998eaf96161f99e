namespace Tollgate.Core;

/// <summary>
/// One thing asked of one customer. Every verb is a record of its own in its noun's folder; <see cref="Decider"/>
/// decides each in one switch. Commands are immutable and carry no clock: time comes in with the decision.
/// </summary>
/// <param name="Customer">
/// The caller's key of the customer; <see cref="CustomerId.AccountKey"/> for the account.
/// </param>
public abstract record Command(string Customer)
{
    /// <summary>
    /// Who asks, for the audit: the name of an API key, or of the embedding application. At most 128 characters.
    /// </summary>
    public string By { get; init; } = "system";

    /// <summary>
    /// Whether this may bring a customer into being. Only then is a number reserved for an unknown key.
    /// </summary>
    public virtual bool MakesCustomer => false;

    /// <summary>The key of another customer that this names, and reads without changing it; null: none.</summary>
    public virtual string? Names => null;

    /// <summary>Whether a key that is bound to <paramref name="customer"/> may ask this.</summary>
    public virtual bool ActsOnlyOn(string customer) => Customer == customer;

    /// <summary>Adds an error for each field that no state could make valid. Called once, on admission.</summary>
    public abstract void Validate(FieldErrors errors);
}
