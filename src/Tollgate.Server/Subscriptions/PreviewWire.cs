using System.Globalization;

namespace Tollgate.Server;

/// <summary>Previews on the wire.</summary>
internal static class PreviewWire
{
    public static Wire.ChangePreview Of(ChangePreview preview) => new()
    {
        Subscription = SubscriptionWire.Of(preview.Subscription, preview.After),
        TakesEffectAt = preview.TakesEffect ? Times.Write(preview.After.Now) : null,
        Data = [.. preview.Lines.Select(line => Of(line, preview.After.Terms.Profile!.Key))],
        Prorations = [.. preview.Prorations.Select(Of)],
    };

    static Wire.FeaturePreview Of(PreviewLine line, string customer) => new()
    {
        Feature = line.Before.Feature.Code,
        Effect = (Wire.PreviewEffect)line.Effect,
        Before = EntitlementWire.Of(line.Before, customer),
        After = EntitlementWire.Of(line.After, customer),
    };

    static Wire.Proration Of(Proration one) => new()
    {
        Currency = one.Currency,
        Per = one.Per == PricePer.Year ? Wire.PricePer.Year : Wire.PricePer.Month,
        Period = new Wire.Period
        {
            StartsAt = Times.Write(one.Period.Start),
            EndsAt = Times.Write(one.Period.End!.Value),
        },
        Credit = Text(one.Credit),
        Charge = Text(one.Charge),
        Due = Text(one.Due),
    };

    static string Text(decimal amount) => amount.ToString(CultureInfo.InvariantCulture);
}
