using NodaTime;

namespace Tollgate.Testing.Model;

/// <summary>A command at a moment: closed, and made of the model's own types alone.</summary>
public abstract record ModelCommand
{
    ModelCommand(Instant now) => Now = now;

    /// <summary>The moment of decision.</summary>
    public Instant Now { get; }

    /// <summary>What it asks to use, or to be told of; of a settlement what it then is.</summary>
    public IReadOnlyList<ModelUse> Asks() => this switch
    {
        Use use => use.Uses,
        Check check => [check.Asked],
        Reserve reserve => [reserve.Asked],
        Settle settle => [new ModelUse(settle.Customer, "", settle.Quantity, settle.Id)],
        _ => [],
    };

    /// <summary>The handle of the subscription that it is about; null where it is not about one that is.</summary>
    public string? Subscription => this switch
    {
        Cancel cancel => cancel.Handle,
        Pause pause => pause.Handle,
        Unpause unpause => unpause.Handle,
        Activate activate => activate.Handle,
        Renew renew => renew.Handle,
        Change change => change.Handle,
        TakeBack back => back.Handle,
        _ => null,
    };

    /// <summary>Puts a feature.</summary>
    public sealed record PutFeature(Instant Now, ModelFeature Feature) : ModelCommand(Now);

    /// <summary>Puts a plan; a changed one gets the next version.</summary>
    public sealed record PutPlan(Instant Now, ModelPlan Plan) : ModelCommand(Now);

    /// <summary>Puts a rate card.</summary>
    public sealed record PutRateCard(Instant Now, ModelRateCard Card) : ModelCommand(Now);

    /// <summary>Puts a customer's profile.</summary>
    public sealed record PutCustomer(Instant Now, string Customer, string TimeZone, bool Waived) : ModelCommand(Now);

    /// <summary>Suspends a customer.</summary>
    public sealed record Suspend(Instant Now, string Customer) : ModelCommand(Now);

    /// <summary>Resumes a customer.</summary>
    public sealed record Resume(Instant Now, string Customer) : ModelCommand(Now);

    /// <summary>
    /// Subscribes a customer. Later commands name the subscription by <paramref name="Handle"/>, which stands for the
    /// id that was answered; it stands for nothing when this command is refused.
    /// </summary>
    public sealed record Subscribe(Instant Now, string Handle, string Customer, ModelOrder Order) : ModelCommand(Now);

    /// <summary>Cancels a subscription at <c>now</c>, <c>period_end</c> or, for <c>time</c>, at a moment.</summary>
    public sealed record Cancel(Instant Now, string Handle, string At, Instant? Time = null) : ModelCommand(Now);

    /// <summary>Takes a subscription out of force until it is resumed.</summary>
    public sealed record Pause(Instant Now, string Handle) : ModelCommand(Now);

    /// <summary>Ends the pause of a subscription.</summary>
    public sealed record Unpause(Instant Now, string Handle) : ModelCommand(Now);

    /// <summary>Records that a subscription is paid.</summary>
    public sealed record Activate(Instant Now, string Handle) : ModelCommand(Now);

    /// <summary>Gives a subscription another end, or none, and a new anchor where one is given.</summary>
    public sealed record Renew(Instant Now, string Handle, Instant? EndsAt = null, Instant? Anchor = null)
        : ModelCommand(Now);

    /// <summary>Puts a subscription on another plan version; <c>at</c> is as that of a cancellation.</summary>
    public sealed record Change(
        Instant Now, string Handle, string Plan, int? Version, string At, Instant? Time = null,
        Instant? Anchor = null) : ModelCommand(Now);

    /// <summary>Takes back what is to come of a subscription: <c>plan</c>, <c>cancel</c>, <c>start</c>.</summary>
    public sealed record TakeBack(Instant Now, string Handle, string Kind) : ModelCommand(Now);

    /// <summary>Makes a namespace of a customer.</summary>
    public sealed record PutNamespace(Instant Now, string Customer, string Namespace) : ModelCommand(Now);

    /// <summary>Gives a customer a boost; handles are as those of subscriptions.</summary>
    public sealed record Provision(Instant Now, string Handle, string Customer, ModelGift Gift) : ModelCommand(Now);

    /// <summary>Ends a boost at once.</summary>
    public sealed record CancelBoost(Instant Now, string Handle) : ModelCommand(Now);

    /// <summary>One request of one or several uses.</summary>
    public sealed record Use(Instant Now, IReadOnlyList<ModelUse> Uses, bool Atomic = false, bool Backfill = false)
        : ModelCommand(Now);

    /// <summary>Sets quantity aside.</summary>
    public sealed record Reserve(Instant Now, ModelUse Asked) : ModelCommand(Now);

    /// <summary>Ends a reservation with what was used of it; 0 releases it.</summary>
    public sealed record Settle(Instant Now, string Customer, string Id, decimal Quantity, string? Properties = null)
        : ModelCommand(Now);

    /// <summary>Takes a use back.</summary>
    public sealed record Reverse(Instant Now, string Customer, string Id) : ModelCommand(Now);

    /// <summary>Asks what a use would be answered.</summary>
    public sealed record Check(Instant Now, ModelUse Asked) : ModelCommand(Now);

    /// <summary>Makes a wallet, or says how it is to be used.</summary>
    public sealed record PutWallet(Instant Now, string Customer, string Currency, ModelWalletUse Rules)
        : ModelCommand(Now);

    /// <summary>Adds credit.</summary>
    public sealed record Grant(Instant Now, string Customer, ModelCredit Asked) : ModelCommand(Now);

    /// <summary>Corrects a balance.</summary>
    public sealed record Adjust(Instant Now, string Customer, ModelAdjustment Asked) : ModelCommand(Now);

    /// <summary>Asks for every wallet.</summary>
    public sealed record ShowWallets(Instant Now, string Customer) : ModelCommand(Now);
}

/// <summary>What is asked of a subscription, as sent; all of it is its content.</summary>
public sealed record ModelOrder(
    string Plan,
    int? Version = null,
    Instant? StartsAt = null,
    Instant? EndsAt = null,
    Instant? TrialEndsAt = null,
    Instant? Anchor = null,
    string? ExternalId = null,
    string? Metadata = null,
    string? Namespace = null);

/// <summary>
/// What is asked of a boost, as sent; all of it is its content. <paramref name="Type"/> is <c>add_limit</c>,
/// <c>top_up</c>, <c>enable</c> or <c>unlimited</c>; <paramref name="Until"/> is <c>cycle_end</c>, <c>time</c> with
/// <paramref name="Time"/>, or <c>never</c>.
/// </summary>
public sealed record ModelGift(
    string Feature,
    string Type,
    decimal? Quantity = null,
    string? Per = null,
    string Until = "never",
    Instant? Time = null,
    Instant? StartsAt = null,
    string? Namespace = null,
    string? ExternalId = null,
    string? Metadata = null);
