namespace Tollgate.Core.Due;

/// <summary>
/// Asks for nothing but that what is due of a customer is settled: whoever waits for it to be told needs no request of
/// its own.
/// </summary>
public sealed record SettleDue(string Customer) : Command(Customer)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors) => errors.Id("customer", Customer);
}
