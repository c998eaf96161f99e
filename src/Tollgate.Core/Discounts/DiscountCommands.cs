namespace Tollgate.Core.Discounts;

/// <summary>
/// Makes a discount, or changes until when, how often and for which plans it is given. What it takes off stays.
/// </summary>
public sealed record PutDiscount(string Code, DiscountDefinition Definition) : Command(CustomerId.AccountKey)
{
    /// <summary>The most plans that a discount names.</summary>
    public const int MostPlans = 100;

    /// <summary>The most times that a limit may say.</summary>
    public const int MostTimes = 1_000_000_000;

    /// <inheritdoc/>
    public override void Validate(FieldErrors errors)
    {
        var (percent, amount) = (Definition.Percent, Definition.Amount);
        errors.Id("code", Code);
        if (percent is null == amount is null)
            errors.Add("percent", "required", "A discount has either percent or amount.");
        if (percent is { } part && (part.Sign <= 0 || part > Exact.Of(100)))
            errors.Add("percent", "out_of_range", "percent must be above 0, and at most 100.");
        if (amount is { Micros: <= 0 or > Money.Amount.MostStated })
            errors.Add("amount", "out_of_range", "amount must be above 0, and at most 10^9.");
        if (amount is null != Definition.Currency is null)
            errors.Add("currency", "required", "currency goes with amount.");
        errors.Time("expires_at", Definition.ExpiresAt);
        if (Definition.MaxUses is < 1 or > MostTimes)
            errors.Add("max_uses", "out_of_range", $"max_uses must be 1 to {MostTimes:N0}.");
        if (Definition.Periods is < 1 or > MostTimes)
            errors.Add("periods", "out_of_range", $"periods must be 1 to {MostTimes:N0}.");
        if (Definition.Plans is not { } plans) return;
        if (plans.Count is 0 or > MostPlans) errors.Add("plans", "out_of_range", $"plans names 1 to {MostPlans}.");
        foreach (var plan in plans.Take(MostPlans)) errors.Id("plans", plan);
    }
}

/// <summary>Gives a discount to nobody any more. Who has it keeps it.</summary>
public sealed record ArchiveDiscount(string Code) : Command(CustomerId.AccountKey)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors) => errors.Id("code", Code);
}

/// <summary>
/// Has the account locked together with a customer: goes with a command that gives the customer a discount, in the same
/// request, so that the discount's uses are counted in the same transaction. By itself it changes nothing.
/// </summary>
public sealed record HoldAccount() : Command(CustomerId.AccountKey)
{
    /// <inheritdoc/>
    public override bool ActsOnlyOn(string customer) => true;

    /// <inheritdoc/>
    public override void Validate(FieldErrors errors) { }
}
