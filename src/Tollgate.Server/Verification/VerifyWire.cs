using System.Text.Json;
using Tollgate.Verification;

namespace Tollgate.Server;

/// <summary>What a verification has found, as it is shown.</summary>
internal static class VerifyWire
{
    public static Wire.VerifyResult Of(Verified verified) => new()
    {
        Ok = verified.Divergence is null,
        Checked = Of(verified.Checked),
        Divergence = verified.Divergence is { } divergence ? Of(divergence) : null,
        NextAfter = verified.Last,
    };

    static Wire.VerifyCounts Of(Checked looked) => new()
    {
        Customers = looked.Customers,
        Events = looked.Events,
        Audits = looked.Audits,
        Counters = looked.Counters,
        Reservations = looked.Reservations,
        Entries = looked.Entries,
    };

    static Wire.Divergence Of(Core.Verification.Divergence divergence) => new()
    {
        Customer = divergence.Customer.Length == 0 ? null : divergence.Customer,
        Kind = JsonNamingPolicy.SnakeCaseLower.ConvertName(divergence.Kind.ToString()),
        Table = divergence.Table,
        Key = divergence.Key,
        Expected = divergence.Expected,
        Found = divergence.Found,
    };
}
