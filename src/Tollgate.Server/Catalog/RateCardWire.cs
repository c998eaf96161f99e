using System.Globalization;

namespace Tollgate.Server;

/// <summary>Rate cards between the wire and the engine.</summary>
internal static class RateCardWire
{
    /// <summary>What a request states; amounts that are none are noted.</summary>
    public static RateCard Card(Wire.RateCardRequest request, FieldErrors errors) => new(
        MoneyWire.Currency(request.Currency, "currency", errors),
        [.. request.Match],
        [.. request.Rates.Select((rate, i) => Rate(
            rate, string.Create(CultureInfo.InvariantCulture, $"rates[{i}].unit_prices"), errors))],
        request.Default?.UnitPrices is { } prices ? Prices(prices, "default.unit_prices", errors) : null);

    public static Wire.RateCard Of(RateCardVersion version) => new()
    {
        Code = version.Code,
        Version = version.Version,
        Currency = version.Card.Currency.Code,
        Match = version.Card.Match,
        Rates = [.. version.Card.Rates.Select(
            rate => new Wire.CardRate { Match = rate.Values, UnitPrices = Of(rate.Prices) })],
        Default = version.Card.Default is { } prices
            ? new Wire.CardDefault { UnitPrices = Of(prices) } : Wire.CardDefault.Refuse,
    };

    static CardRate Rate(Wire.CardRate rate, string path, FieldErrors errors) => new(
        new SortedDictionary<string, string>(rate.Match.ToDictionary(), StringComparer.Ordinal),
        Prices(rate.UnitPrices, path, errors));

    // By name: the order in which prices are stated makes no other card.
    static List<QuantityPrice> Prices(
        IReadOnlyDictionary<string, Wire.CardPrice> stated, string path, FieldErrors errors) =>
        [.. stated.OrderBy(price => price.Key, StringComparer.Ordinal).Select(price => new QuantityPrice(
            price.Key,
            MoneyWire.Exact(price.Value.Amount, $"{path}.{StorableText.Shorten(price.Key)}.amount", errors),
            price.Value.Per))];

    static Dictionary<string, Wire.CardPrice> Of(IEnumerable<QuantityPrice> prices) => prices.ToDictionary(
        price => price.Property,
        price => new Wire.CardPrice { Amount = price.Amount.ToString(), Per = price.Per });
}
