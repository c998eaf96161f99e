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

    /// <summary>Where a chain ends.</summary>
    public static Wire.Checkpoint Of(NamedHead one) => new()
    {
        Customer = one.Key.Length == 0 ? null : one.Key,
        Sequence = one.Head.Sequence,
        Hash = one.Head.Hash.ToString(),
        At = one.Head.Sequence == 0 ? null : Times.Write(one.Head.LastAt),
    };

    /// <summary>A place that a chain is to pass through; null where it is not well said.</summary>
    public static Core.Verification.Checkpoint? Of(Wire.Checkpoint one) =>
        one.Sequence >= 0 && one.Hash.Length is 0 or 64 && one.Hash.All(char.IsAsciiHexDigit)
            ? new(one.Customer ?? "", one.Sequence, Hash.Of(Convert.FromHexString(one.Hash)),
                Times.Read(one.At) ?? Instant.MinValue)
            : null;

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
