namespace Tollgate.Core.Customers;

/// <summary>Makes a customer or changes its profile. A field that is null returns to its default.</summary>
public sealed record PutCustomer(
    string Customer, string? Name = null, string? Email = null, string TimeZone = "UTC", string Currency = "USD",
    bool Waived = false, string? Metadata = null) : Command(Customer)
{
    /// <summary>At which parts of its limits its use is told of; null: as the features and settings say.</summary>
    public FeatureThresholds? Thresholds { get; init; }

    /// <summary>What payment providers call it; null: as before, since providers' messages tell of it too.</summary>
    public ProviderIds? Providers { get; init; }

    /// <inheritdoc/>
    public override bool MakesCustomer => true;

    /// <inheritdoc/>
    public override void Validate(FieldErrors errors)
    {
        errors.Id("customer", Customer);
        errors.Text("name", Name, 200);
        errors.Text("email", Email, 320);
        errors.Text("metadata", Metadata, CanonicalJson.MostCharacters);
        FeatureThresholds.Check(errors, "thresholds", Thresholds);
        ProviderIds.Check(errors, "providers", Providers);
        if (!Zones.TryFind(TimeZone, out _))
            errors.Add("time_zone", "unknown_time_zone", $"There is no time zone {TimeZone}.");
        errors.Currency("currency", Currency);
    }
}

/// <summary>Refuses every use of a customer until it is resumed.</summary>
public sealed record SuspendCustomer(string Customer, string? Reason = null) : Command(Customer)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors)
    {
        errors.Id("customer", Customer);
        errors.Said("reason", Reason, 500);
    }
}

/// <summary>Ends a suspension.</summary>
public sealed record ResumeCustomer(string Customer) : Command(Customer)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors) => errors.Id("customer", Customer);
}

/// <summary>Reads a customer's profile and subscriptions.</summary>
public sealed record ShowCustomer(string Customer) : Command(Customer)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors) => errors.Id("customer", Customer);
}
