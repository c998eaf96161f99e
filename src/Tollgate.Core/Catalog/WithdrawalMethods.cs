namespace Tollgate.Core.Catalog;

/// <summary>One way in which money is taken out of a wallet.</summary>
/// <param name="Minimum">The least that is taken out at once, at least 0, in the wallet's currency.</param>
/// <param name="FeeAmount">What each costs, in the wallet's currency; null: see <paramref name="FeePercent"/>.</param>
/// <param name="FeePercent">The part of each that it costs, 0 to 100; null with the other: nothing.</param>
public sealed record WithdrawalMethod(Amount Minimum, Amount? FeeAmount = null, Exact? FeePercent = null);

/// <summary>
/// The ways in which money is taken out of wallets, by name. Equal by content; immutable, thread-safe.
/// </summary>
public sealed class WithdrawalMethods : IEquatable<WithdrawalMethods>
{
    /// <summary>The most of them.</summary>
    public const int Most = 50;

    static readonly Exact Whole = Exact.Of(100);

    readonly SortedDictionary<string, WithdrawalMethod> methods;

    WithdrawalMethods(SortedDictionary<string, WithdrawalMethod> methods)
    {
        this.methods = methods;
        Text = CoreJson.Write(methods);
    }

    /// <summary>There is none.</summary>
    public static WithdrawalMethods None { get; } = new(new(StringComparer.Ordinal));

    /// <summary>As they are stored: JSON, by name.</summary>
    public string Text { get; }

    /// <summary>By name.</summary>
    public IReadOnlyDictionary<string, WithdrawalMethod> All => methods;

    /// <summary>Those.</summary>
    public static WithdrawalMethods Of(IReadOnlyDictionary<string, WithdrawalMethod> methods) =>
        methods.Count == 0 ? None : new(
            new SortedDictionary<string, WithdrawalMethod>(methods.ToDictionary(), StringComparer.Ordinal));

    /// <summary>Those of a stored text.</summary>
    public static WithdrawalMethods Read(string text) =>
        Of(CoreJson.Read<SortedDictionary<string, WithdrawalMethod>>(text));

    /// <summary>One by its name, or null.</summary>
    public WithdrawalMethod? Find(string name) => methods.GetValueOrDefault(name);

    /// <summary>Adds an error for each that no state could make valid.</summary>
    public void Check(FieldErrors errors, string field)
    {
        if (methods.Count > Most) errors.Add(field, "too_many", $"{field} holds at most {Most} methods.");
        foreach (var (name, method) in methods)
        {
            var path = $"{field}.{name}";
            if (!FieldErrors.IsId(name)) errors.Add(path, "invalid_id", "The name of a method must be an id.");
            CheckAmount(errors, $"{path}.minimum", method.Minimum);
            if (method is { FeeAmount: not null, FeePercent: not null })
                errors.Add($"{path}.fee", "not_allowed", "A fee is an amount or a percent.");
            if (method.FeeAmount is { } fee) CheckAmount(errors, $"{path}.fee.amount", fee);
            if (method.FeePercent is { } percent) CheckPercent(errors, $"{path}.fee.percent", percent);
        }
    }

    /// <summary>Adds an error unless a percentage is 0 to 100.</summary>
    internal static void CheckPercent(FieldErrors errors, string field, Exact percent)
    {
        if (percent.Sign < 0 || percent > Whole) errors.Add(field, "out_of_range", $"{field} must be 0 to 100.");
    }

    static void CheckAmount(FieldErrors errors, string field, Amount amount)
    {
        if (amount.Micros is < 0 or > Amount.MostStated)
            errors.Add(field, "out_of_range", $"{field} must be 0 to 10^9.");
    }

    /// <inheritdoc/>
    public bool Equals(WithdrawalMethods? other) => other is not null && Text == other.Text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as WithdrawalMethods);

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);
}
