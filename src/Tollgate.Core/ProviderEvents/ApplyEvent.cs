namespace Tollgate.Core.ProviderEvents;

/// <summary>
/// Applies what happened at a provider, once: the event is claimed in the transaction of its effect. One that is older
/// than what is known of its object changes nothing.
/// </summary>
/// <param name="Customer">Whom it is about.</param>
/// <param name="Provider">Where it happened.</param>
/// <param name="Event">The provider's id of it, at most <see cref="MostId"/> characters.</param>
/// <param name="Type">What the provider calls it.</param>
/// <param name="At">When, by the provider's clock.</param>
/// <param name="Effect">What follows from it: one command of the same customer.</param>
public sealed record ApplyEvent(
    string Customer, string Provider, string Event, string Type, Instant At, Command Effect) : Command(Customer)
{
    /// <summary>The most characters of an id or a type of a provider's.</summary>
    public const int MostId = 255;

    /// <summary>When it happened, cut to microseconds.</summary>
    public Instant At { get; init; } = At.Cut();

    /// <summary>
    /// The object that later news of overwrites earlier, see <see cref="ProviderObject.NameOf"/>; null where the effect
    /// comes to the same in whatever order it is told.
    /// </summary>
    public string? Object { get; init; }

    /// <summary>Set where the effect is how the object stands, as the provider was asked for it.</summary>
    public AskedObject? Asked { get; init; }

    /// <summary>The name under which it is remembered.</summary>
    internal string Claim => $"{Provider}/{Event}";

    /// <inheritdoc/>
    public override void Validate(FieldErrors errors)
    {
        errors.Id("customer", Customer);
        errors.Id("provider", Provider);
        errors.Text("event", Event, MostId, optional: false);
        errors.Text("type", Type, MostId, optional: false);
        errors.Text("object", Object, 1_024);
        errors.Time("at", At);
        if (Effect is ApplyEvent or Use || Effect.Customer != Customer)
            errors.Add("effect", "invalid_value", "The effect is a command of the same customer, and no use.");
        else
            Effect.Validate(errors);
    }
}

/// <summary>An answer of the provider to how an object stands.</summary>
/// <param name="At">When it was asked, by our clock.</param>
/// <param name="After">
/// <see cref="ProviderObject.Sequence"/> as it was before; 0: none was known. What was applied since may be newer.
/// </param>
public sealed record AskedObject(Instant At, long After)
{
    /// <summary>When it was asked, cut to microseconds.</summary>
    public Instant At { get; init; } = At.Cut();
}

/// <summary>Nothing was done: the provider is to be asked how the object stands.</summary>
/// <param name="After">What to hand on with the answer, as <see cref="AskedObject.After"/>.</param>
public sealed record AskFirst(long After) : Outcome;

/// <summary>What could be followed was; one thing was refused, and is left as it was.</summary>
/// <param name="Left">Why that was refused.</param>
public sealed record PartlyFollowed(Rejected Left) : Outcome;
