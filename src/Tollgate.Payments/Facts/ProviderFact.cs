namespace Tollgate.Payments.Facts;

/// <summary>What an event says of an object of the provider, in words that all providers share.</summary>
public abstract record ProviderFact
{
    /// <summary>The provider's id of what it is about.</summary>
    public required string ObjectId { get; init; }

    /// <summary>The provider's id of the customer.</summary>
    public string? Customer { get; init; }

    /// <summary>Texts that were sent along with it: at most 50, of at most 500 characters.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Whether it says all there is to know. Where not, nothing is to be decided by it before it was asked for with
    /// <see cref="IPaymentProvider.RefreshAsync"/>; where it is not even then, the provider does not know more.
    /// </summary>
    public bool Complete { get; init; } = true;

    /// <summary>Tollgate's session, where the metadata name one.</summary>
    public string? Session => Metadata.GetValueOrDefault(CheckoutRequest.SessionKey);
}

/// <summary>Of a type that is not known, or of no interest, or one that could not be read.</summary>
public sealed record UnknownFact : ProviderFact
{
    /// <summary>What it lacks, by the name of the field; null of a type that is not known.</summary>
    public string? Problem { get; init; }
}
