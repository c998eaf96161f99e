namespace Tollgate.Core.UsageReports;

/// <summary>A command about one slice.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Id">Its id.</param>
public abstract record UsageSliceCommand(string Customer, long Id) : Command(Customer)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors) => errors.Id("customer", Customer);
}

/// <summary>Reads a slice.</summary>
public sealed record ShowUsageSlice(string Customer, long Id) : UsageSliceCommand(Customer, Id);

/// <summary>Lets one reporter begin: it gets the next token, for a minute.</summary>
public sealed record BeginUsageReport(string Customer, long Id) : UsageSliceCommand(Customer, Id);

/// <summary>Says how a report went. Only the holder of the newest token is listened to.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Id">The slice's.</param>
/// <param name="Token">The one that it began with.</param>
/// <param name="Problem">Why it failed; null: the provider has it.</param>
/// <param name="IsFinal">Whether the same again would fail again.</param>
public sealed record EndUsageReport(string Customer, long Id, long Token, string? Problem, bool IsFinal)
    : UsageSliceCommand(Customer, Id);

/// <summary>Lets what was given up be tried again.</summary>
public sealed record RetryUsageReport(string Customer, long Id) : UsageSliceCommand(Customer, Id);
