namespace Tollgate.Testing.Model;

/// <summary>
/// How many units one request charges a customer for. Some prices go by that, and nobody knows it before all is
/// decided: so it is guessed, and decided again until the guess was right.
/// </summary>
sealed class ModelSizes
{
    const int MostRounds = 8;

    readonly Dictionary<(string Customer, string Feature), decimal> _counted = [];
    Dictionary<(string Customer, string Feature), decimal>? _guess;
    int _rounds;

    /// <summary>Whether nothing is guessed yet. Then what is refused for want of money counts too.</summary>
    public bool IsFirst => _guess is null;

    /// <summary>Whether every guess turned out wrong. Then nothing is let through that goes by it.</summary>
    public bool Refuses => _rounds > MostRounds;

    public decimal SoFar(string customer, string feature) => _counted.GetValueOrDefault((customer, feature));

    public decimal Whole(string customer, string feature, decimal more) => Math.Max(
        SoFar(customer, feature) + more, _guess?.GetValueOrDefault((customer, feature)) ?? 0);

    public void Count(string customer, string feature, decimal units) =>
        _counted[(customer, feature)] = SoFar(customer, feature) + units;

    /// <summary>Whether the guess was wrong; the next one is what it came to.</summary>
    public bool AreOther()
    {
        var isSame = _guess is null
            ? _counted.Count == 0
            : _guess.Count == _counted.Count && _counted.All(one => _guess.GetValueOrDefault(one.Key) == one.Value);
        if (isSame || _counted.Count == 0)
            return false;
        _rounds++;
        _guess = new(_counted);
        _counted.Clear();
        return true;
    }
}
