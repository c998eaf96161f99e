namespace Tollgate.Core.Subscriptions;

/// <summary>
/// Moves a customer's subscriptions from older versions of a plan to a version of it. Repeated it changes nothing more.
/// </summary>
/// <param name="Customer">Whose.</param>
/// <param name="Plan">The plan's code.</param>
/// <param name="From">The version to move from; null: every one below <paramref name="To"/>.</param>
/// <param name="To">The version to move to.</param>
/// <param name="AtPeriodEnd">Whether each waits for the end of its cycle; otherwise it moves at once.</param>
public sealed record MoveSubscriptions(string Customer, string Plan, int? From, int To, bool AtPeriodEnd)
    : Command(Customer)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors)
    {
        errors.Id("customer", Customer);
        errors.Id("plan", Plan);
        if (From < 1) errors.Add("from", "out_of_range", "from must be at least 1.");
        if (To < 1) errors.Add("to", "out_of_range", "to must be at least 1.");
        if (From == To) errors.Add("from", "out_of_range", "from and to must be different versions.");
    }

    /// <summary>Whether a version of the plan is one to move from.</summary>
    public bool IsFrom(PlanVersion version) =>
        version.Code == Plan && (From is { } from ? version.Version == from : version.Version < To);
}

/// <summary>What was moved of a customer, or of several.</summary>
/// <param name="Now">Subscriptions that are on the version from now on.</param>
/// <param name="Later">Subscriptions that will be, once a time has come.</param>
/// <param name="Skipped">Subscriptions that stay: they have fewer seats than the version asks for.</param>
public sealed record Moved(int Now, int Later, int Skipped = 0) : Outcome
{
    /// <inheritdoc/>
    public override bool Recorded => Now + Later > 0;
}

/// <summary>
/// Notes in the account's history that customers were moved, after they were: who did it, and how many in that step.
/// </summary>
public sealed record NoteMove(string Plan, int? From, int To, bool AtPeriodEnd, Moved Moved)
    : Command(CustomerId.AccountKey)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors) => errors.Id("plan", Plan);
}

/// <summary>A step of a move as the audit shows it.</summary>
public sealed record MoveView(int? From, int To, string At, int Moved, int Scheduled, int Skipped);
