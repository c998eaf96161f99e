namespace Tollgate.Core.Pricing;

/// <summary>One version of a rate card as it is stored. The latest is the one that prices by.</summary>
/// <param name="Id">The account's sequence number at which this version was made.</param>
/// <param name="Code">The caller's id of the card.</param>
/// <param name="Version">1 and up, without gaps.</param>
/// <param name="Card">What it states.</param>
public sealed record RateCardVersion(int Id, string Code, int Version, RateCard Card);
