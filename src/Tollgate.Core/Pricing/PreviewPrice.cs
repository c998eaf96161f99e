namespace Tollgate.Core.Pricing;

/// <summary>Asks what a quantity would be charged, and where its price turns. Nothing is recorded.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Feature">A metered feature's code.</param>
/// <param name="Quantity">In the feature's units, above 0.</param>
/// <param name="Namespace">The part of the customer that would use it.</param>
/// <param name="Properties">Canonical JSON of what the event would say.</param>
public sealed record PreviewPrice(
    string Customer, string Feature, decimal Quantity, string? Namespace = null, string? Properties = null)
    : Command(Customer)
{
    /// <summary>The same as a use that is only checked.</summary>
    internal Use Use => new(Customer, Feature, Quantity, Namespace, Mode: UsageMode.Record)
    {
        Properties = Properties,
        CheckOnly = true,
    };

    /// <inheritdoc/>
    public override void Validate(FieldErrors errors)
    {
        Use.Validate(errors);
        if (Quantity < 0) errors.Add("quantity", "out_of_range", "quantity must be above 0.");
    }
}

/// <summary>What a quantity would be charged. Quantities are in the feature's units.</summary>
/// <param name="Command">What was asked.</param>
/// <param name="Included">What fits every limit.</param>
/// <param name="TopUp">What top-ups pay.</param>
/// <param name="Overage">The rest.</param>
public sealed record PricePreview(PreviewPrice Command, decimal Included, decimal TopUp, decimal Overage)
{
    /// <summary>By what the overage is charged; null: it is not.</summary>
    public Price? Price { get; init; }

    /// <summary>What is charged; null: nothing, or the properties do not say what the price goes by.</summary>
    public CurrencyAmount? Charge { get; init; }

    /// <summary>What the last unit is priced at; null where no price of one unit holds.</summary>
    public Exact? UnitPrice { get; init; }

    /// <summary>What was charged in the cycle before; null where the price does not go by cycles.</summary>
    public CycleSoFar? Cycle { get; init; }

    /// <summary>The smallest quantity that reaches the next tier; null: there is none.</summary>
    public TierPreview? NextTier { get; init; }

    /// <summary>The dearest smaller quantity, where that costs more than the quantity asked.</summary>
    public QuantityCharge? FewerForMore { get; init; }

    /// <summary>The cheapest greater quantity, where that costs less than the quantity asked.</summary>
    public QuantityCharge? MoreForLess { get; init; }
}

/// <summary>What was charged in a cycle so far.</summary>
/// <param name="Start">When it began.</param>
/// <param name="Units">Units charged.</param>
/// <param name="Cost">What they cost by the price in force, exactly.</param>
public sealed record CycleSoFar(Instant Start, Exact Units, Exact Cost);

/// <summary>A quantity, and what it would be charged.</summary>
public readonly record struct QuantityCharge(decimal Quantity, Amount Charge);

/// <summary>The first quantity of a tier.</summary>
/// <param name="First">The quantity, and what it would be charged.</param>
/// <param name="UnitPrice">What a unit of that tier is priced at.</param>
public sealed record TierPreview(QuantityCharge First, Exact UnitPrice);
