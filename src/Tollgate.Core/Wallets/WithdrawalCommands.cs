using System.Text;

namespace Tollgate.Core.Wallets;

/// <summary>Asks for money to be paid out of a wallet; it is held at once.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Currency">Of which wallet.</param>
/// <param name="Amount">What leaves the wallet, the fee included: above 0, in whole minor units.</param>
/// <param name="Method">By which of the settings' methods.</param>
/// <param name="Destination">Where it goes: a JSON object of at most 4,096 characters, not empty.</param>
/// <param name="Actor">Who asks; null: <see cref="Command.By"/>.</param>
/// <param name="ExternalId">The caller's id of it, unique per customer for ever.</param>
public sealed record RequestWithdrawal(
    string Customer, Currency Currency, Amount Amount, string Method, string Destination, string? Actor = null,
    string? ExternalId = null) : Command(Customer)
{
    /// <summary>The most characters of a destination.</summary>
    public const int MostDestination = 4096;

    /// <summary>Hash of everything that was asked. Computed at each call.</summary>
    public Hash Content => Hash.Over(Encoding.UTF8.GetBytes($"{Currency}\n{Amount}\n{Method}\n{Destination}\n{Actor}"));

    /// <inheritdoc/>
    public override void Validate(FieldErrors errors)
    {
        errors.Id("customer", Customer);
        errors.Id("method", Method);
        errors.Id("external_id", ExternalId, optional: true);
        errors.Actor("actor", Actor);
        errors.Text("destination", Destination, MostDestination, optional: false);
        if (Destination is "{}") errors.Add("destination", "required", "destination is empty.");
        if (Amount <= Amount.Zero) errors.Add("amount", "out_of_range", "amount must be above 0.");
        else if (Amount.Rounded(Currency) != Amount)
            errors.Add("amount", "invalid_value", "amount must be in whole minor units of its currency.");
    }
}

/// <summary>A command about one withdrawal.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Id">Its id.</param>
public abstract record WithdrawalCommand(string Customer, long Id) : Command(Customer)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors) => errors.Id("customer", Customer);
}

/// <summary>Reads a withdrawal.</summary>
public sealed record ShowWithdrawal(string Customer, long Id) : WithdrawalCommand(Customer, Id);

/// <summary>Lets it be paid out.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Id">Its id.</param>
/// <param name="Actor">Who approves; null: <see cref="Command.By"/>. Never who asked for it.</param>
public sealed record ApproveWithdrawal(string Customer, long Id, string? Actor = null)
    : WithdrawalCommand(Customer, Id)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors)
    {
        base.Validate(errors);
        errors.Actor("actor", Actor);
    }
}

/// <summary>Takes it back before a payout has begun; its money is free again.</summary>
public sealed record CancelWithdrawal(string Customer, long Id) : WithdrawalCommand(Customer, Id);

/// <summary>Says that somebody begins to pay it out, and that nobody else is to for a while.</summary>
public sealed record BeginPayout(string Customer, long Id) : WithdrawalCommand(Customer, Id);

/// <summary>Says that it was paid out.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Id">Its id.</param>
/// <param name="Reference">What whoever paid it calls it; at most 256 characters.</param>
public sealed record CompleteWithdrawal(string Customer, long Id, string? Reference = null)
    : WithdrawalCommand(Customer, Id)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors)
    {
        base.Validate(errors);
        errors.Said("reference", Reference, Most.Reference);
    }
}

/// <summary>Says that it cannot be paid out; its money is free again.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Id">Its id.</param>
/// <param name="Reason">Why, for people; at most 500 characters.</param>
public sealed record FailWithdrawal(string Customer, long Id, string Reason) : WithdrawalCommand(Customer, Id)
{
    /// <summary>
    /// Whether whoever pays says so. Once a payout has begun nobody else knows whether it was paid.
    /// </summary>
    public bool FromPayout { get; init; }

    /// <inheritdoc/>
    public override void Validate(FieldErrors errors)
    {
        base.Validate(errors);
        errors.Said("reason", Reason, Most.Reason, optional: false);
    }
}
