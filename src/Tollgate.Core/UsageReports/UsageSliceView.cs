namespace Tollgate.Core.UsageReports;

/// <summary>A slice as the audit shows it.</summary>
public sealed record UsageSliceView(
    string Feature, decimal Quantity, long FromSequence, long ToSequence, string PeriodStartsAt, string At,
    string Provider, string Meter, string ProviderCustomer, string Identifier, string Status, long Token,
    string? TryAt, int Failures, string? Problem, string CreatedAt, string? EndedAt)
{
    /// <summary>The view of a slice.</summary>
    public static UsageSliceView Of(UsageSlice row, string customer, Feature feature) => new(
        feature.Code, Quantities.Unscale(row.Quantity, feature.Scale), row.After + 1, row.Id - 1,
        CoreJson.Time(row.PeriodFrom), CoreJson.Time(row.At), row.Provider, row.Meter, row.ProviderCustomer,
        row.Identifier(customer, feature.Code), NameOf(row.Status), row.Token, CoreJson.Time(row.TryAt), row.Failures,
        row.Problem, CoreJson.Time(row.CreatedAt), CoreJson.Time(row.EndedAt));

    /// <summary>The name of a status.</summary>
    public static string NameOf(UsageSliceStatus status) => status switch
    {
        UsageSliceStatus.Delivered => "delivered",
        UsageSliceStatus.GivenUp => "given_up",
        _ => "waiting",
    };
}
