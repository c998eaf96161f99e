using Microsoft.Extensions.Logging;

namespace Tollgate.Lanes;

/// <summary>What every lane stands in.</summary>
internal sealed record Surroundings(
    TollgateOptions Options, TimeProvider Clock, ILogger Log)
{
    /// <summary>What chains are made with; null: no key.</summary>
    public ChainKey? ChainKey { get; } = Options.LedgerKey is { } text ? new ChainKey(text) : null;

    /// <summary>How long a request has been waiting.</summary>
    public TimeSpan Age(Request request) => Clock.GetElapsedTime(request.Admitted);
}
