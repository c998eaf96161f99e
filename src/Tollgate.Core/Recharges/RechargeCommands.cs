namespace Tollgate.Core.Recharges;

/// <summary>Takes an open recharge to try it: of all who ask, one gets it, and for a minute.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Currency">Of which wallet.</param>
public sealed record TakeRecharge(string Customer, Currency Currency) : Command(Customer)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors) => errors.Id("customer", Customer);
}

/// <summary>Says that a recharge was paid: the credit comes, once, whatever became of the recharge.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Currency">Of which wallet.</param>
/// <param name="Id">See <see cref="OpenRecharge.Id"/>.</param>
/// <param name="Amount">How much was collected, above 0.</param>
public sealed record CompleteRecharge(string Customer, Currency Currency, long Id, Amount Amount) : Command(Customer)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors)
    {
        errors.Id("customer", Customer);
        if (Amount <= Amount.Zero) errors.Add("amount", "out_of_range", "amount must be above 0.");
    }
}

/// <summary>Says that a recharge was refused: it is tried again later, and given up after the third time.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Currency">Of which wallet.</param>
/// <param name="Id">See <see cref="OpenRecharge.Id"/>.</param>
/// <param name="Reason">Why, for people; at most 500 characters.</param>
public sealed record FailRecharge(string Customer, Currency Currency, long Id, string Reason) : Command(Customer)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors)
    {
        errors.Id("customer", Customer);
        errors.Said("reason", Reason, 500, optional: false);
    }
}
