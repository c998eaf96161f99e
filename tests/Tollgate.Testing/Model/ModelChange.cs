namespace Tollgate.Testing.Model;

/// <summary>
/// The answer to a change. <paramref name="Outcome"/> is <c>created</c>, <c>changed</c>, <c>unchanged</c> (already in
/// effect), <c>existing</c> (the first answer to an external id), or a refusal's code, such as
/// <c>subscription_exists</c>, <c>external_id_conflict</c>, <c>feature_in_use</c> or <c>customer_not_found</c>.
/// A reversal is <c>reversed</c>, or <c>reversed before</c>.
/// <paramref name="Sequence"/> is the customer's last number after it; null for the catalogue.
/// </summary>
public sealed record ModelChange(string Outcome, string? Id = null, int? Version = null, long? Sequence = null)
{
    /// <summary>The figures that were answered, of money; null: none.</summary>
    public string? Shown { get; init; }
}

/// <summary>The answer to one command: a change, or decisions in the order of the uses.</summary>
public sealed record ModelAnswer(ModelChange? Change, IReadOnlyList<ModelDecision> Decisions);
