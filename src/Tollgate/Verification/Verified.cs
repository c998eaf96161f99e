namespace Tollgate.Verification;

/// <summary>What a verification has found.</summary>
/// <param name="Checked">How much it has looked at.</param>
/// <param name="Divergence">The first divergence, at which it ended; null where there is none.</param>
/// <param name="Last">
/// The key of the last customer that was verified, after which it ended because its time was over. Null where it came
/// to its end.
/// </param>
public sealed record Verified(Checked Checked, Divergence? Divergence, string? Last);

/// <summary>How many rows were looked at.</summary>
/// <param name="Customers">Customers, the account among them.</param>
/// <param name="Events">Lines of uses.</param>
/// <param name="Audits">Other changes.</param>
/// <param name="Counters">Counters that were compared with their events.</param>
/// <param name="Reservations">Open reservations.</param>
/// <param name="Entries">Movements of wallets.</param>
public readonly record struct Checked(
    long Customers, long Events, long Audits, long Counters, long Reservations, long Entries);
