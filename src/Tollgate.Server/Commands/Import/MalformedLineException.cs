namespace Tollgate.Server.Commands.Import;

/// <summary>A line of the file that cannot be taken.</summary>
/// <param name="line">From 1, the header's included; where a record spans several, its first.</param>
/// <param name="why">For people.</param>
sealed class MalformedLineException(long line, string why) : Exception(why)
{
    public long Line { get; } = line;
}
