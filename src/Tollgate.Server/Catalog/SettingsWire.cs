using System.Globalization;

namespace Tollgate.Server;

/// <summary>Settings between the wire and the engine.</summary>
internal static class SettingsWire
{
    const string None = "P0D";

    /// <summary>The settings a request states; a duration that is none is noted.</summary>
    public static SettingsChange Stated(Wire.SettingsRequest request, FieldErrors errors) => new()
    {
        LateLimit = LateLimit(request.LateLimit, errors),
        Thresholds = request.Thresholds is { } thresholds ? Percentages.Of(thresholds) : null,
        CloudEvents = request.CloudEvents is { } events ? Types(events.Types) : null,
        WithdrawalMethods = request.WithdrawalMethods is { } methods ? Methods(methods, errors) : null,
        ReceiptFeePercent = request.ReceiptFeePercent is { } fee
            ? MoneyWire.Exact(fee.Text, "receipt_fee_percent", errors) : null,
        FreePlan = request.FreePlan,
        DowngradeTo = request.DowngradeTo is { } codes ? PlanCodes.Of(codes) : null,
    };

    public static Wire.Settings Of(Settings settings) => new()
    {
        LateLimit = Text(settings.LateLimit),
        Thresholds = [.. settings.Thresholds.Select(one => (int)one)],
        CloudEvents = new()
        {
            Types = settings.CloudEvents.All.ToDictionary(
                one => one.Key,
                one => new Wire.CloudEventType { Feature = one.Value.Feature, Quantity = one.Value.Quantity }),
        },
        WithdrawalMethods = settings.WithdrawalMethods.All.ToDictionary(one => one.Key, one => Of(one.Value)),
        ReceiptFeePercent = new Wire.Percent(settings.ReceiptFeePercent.ToString()),
        FreePlan = settings.FreePlan,
        DowngradeTo = settings.DowngradeTo.All,
    };

    static CloudEventTypes Types(IReadOnlyDictionary<string, Wire.CloudEventType> types) =>
        CloudEventTypes.Of(types.ToDictionary(
            one => one.Key, one => new CloudEventType(one.Value.Feature, one.Value.Quantity)));

    static WithdrawalMethods Methods(
        IReadOnlyDictionary<string, Wire.WithdrawalMethod> methods, FieldErrors errors) =>
        WithdrawalMethods.Of(methods.ToDictionary(one => one.Key, one => Method(
            one.Value, $"withdrawal_methods.{StorableText.Shorten(one.Key)}", errors)));

    static WithdrawalMethod Method(Wire.WithdrawalMethod method, string path, FieldErrors errors) => new(
        MoneyWire.Amount(method.Minimum, $"{path}.minimum", errors),
        method.Fee?.Amount is { } fee ? MoneyWire.Amount(fee, $"{path}.fee.amount", errors) : null,
        method.Fee?.Percent is { } percent ? MoneyWire.Exact(percent.Text, $"{path}.fee.percent", errors) : null);

    static Wire.WithdrawalMethod Of(WithdrawalMethod method) => new()
    {
        Minimum = method.Minimum.ToString(),
        Fee = method is { FeeAmount: null, FeePercent: null } ? null : new Wire.WithdrawalFee
        {
            Amount = method.FeeAmount?.ToString(),
            Percent = method.FeePercent is { } percent ? new Wire.Percent(percent.ToString()) : null,
        },
    };

    static Duration? LateLimit(string? text, FieldErrors errors)
    {
        if (text is null) return null;
        if (text is None or "PT0S") return Duration.Zero;
        if (Per.TryParse(text, out var per) && per.Kind == PerKind.Rolling) return per.Length;
        errors.Add("late_limit", "invalid_value", "late_limit must be a duration of at most 400 days, as P35D.");
        return null;
    }

    static string Text(Duration duration) => duration < Duration.FromSeconds(1)
        ? None
        : Per.Parse(string.Create(CultureInfo.InvariantCulture, $"PT{(long)duration.TotalSeconds}S")).Text;
}
