using NodaTime;

namespace Tollgate.Testing.Model;

/// <summary>A wallet as it is shown.</summary>
public sealed record ModelWalletView(
    string Currency, ModelWalletUse Rules, decimal Balance, decimal Held, decimal Available,
    IReadOnlyList<ModelGrantView> Grants)
{
    /// <summary>On one line, equal for equal wallets.</summary>
    public string Describe() =>
        $"{Currency} {(Rules.HardStop ? "hard" : "soft")} overdraft {ModelText.Of(Rules.Overdraft)} "
        + $"low {ModelText.Of(Rules.Low)} balance {ModelText.Of(Balance)} held {ModelText.Of(Held)} "
        + $"available {ModelText.Of(Available)}"
        + string.Concat(Grants.Select(grant => $" | {grant.Describe()}"));
}

/// <summary>Credit as it is shown.</summary>
public sealed record ModelGrantView(
    string Id, string Kind, decimal Amount, decimal Remaining, decimal Held, int Priority, Instant? ExpiresAt,
    string? ExternalId)
{
    /// <summary>On one line, equal for equal grants.</summary>
    public string Describe() =>
        $"{Id} {Kind} {ModelText.Of(Remaining)}/{ModelText.Of(Amount)} held {ModelText.Of(Held)} "
        + $"priority {Priority} until {ModelText.Of(ExpiresAt)} as {ExternalId ?? "-"}";
}

/// <summary>A movement as it is shown; a part without a grant is of none.</summary>
public sealed record ModelEntryView(
    long Number, long Sequence, string Kind, decimal Amount, decimal Balance, string? Reference, string? Reason,
    IReadOnlyList<(string? Grant, decimal Amount)> Parts)
{
    // An id that was made is another one on each side.
    string? Named => Kind is "debit" or "reversal"
        && Reference is { Length: 32 } or ['u', 's', 'e', '_', ..]
        ? "made"
        : Reference;

    /// <summary>On one line, equal for equal movements: what is of one grant is shown together.</summary>
    public string Describe() =>
        $"{Number} by {Sequence} {Kind} {ModelText.Of(Amount)} to {ModelText.Of(Balance)} "
        + $"for {Named ?? "-"} because {Reason ?? "-"} of"
        + string.Concat(Parts.GroupBy(part => part.Grant ?? "none").OrderBy(same => same.Key, StringComparer.Ordinal)
            .Select(same => $" {same.Key} {ModelText.Of(same.Sum(part => part.Amount))}"));
}
