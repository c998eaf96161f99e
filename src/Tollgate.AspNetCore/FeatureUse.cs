using System.Text;
using Microsoft.Extensions.Logging;

namespace Tollgate.AspNetCore;

/// <summary>
/// The use that a request is: recorded before its endpoint runs, given back where that fails. With a key a request that
/// comes again is the same use, unless that was given back meanwhile.
/// </summary>
internal sealed class FeatureUse(Gate gate, ILogger log, Use use)
{
    // Each failure of the same request takes an id of its own; whoever fails more often is counted anew each time.
    const int MostAttempts = 20;

    bool isMine;
    string? id;

    /// <summary>
    /// The use of a request, whose id goes by its key, if that counts, its endpoint and the feature.
    /// </summary>
    public static FeatureUse Of(
        HttpContext context, Gate gate, ILogger log, string customer, RequireFeature asked, bool byKey)
    {
        var request = context.Request;
        string? key = byKey ? request.Headers["Idempotency-Key"] : default;
        var id = key is null
            ? null
            : "key_" + Hash.Over(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}\n{asked.Feature}\n{key}"));
        return new FeatureUse(gate, log, new Use(customer, asked.Feature, asked.Quantity, Id: id));
    }

    /// <summary>Records it, or says why not.</summary>
    public async Task<Decision> RecordAsync(CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            var decision = await gate.UseAsync(Attempt(attempt), cancel);
            (id, isMine) = (decision.Id, decision is { Allowed: true, Replayed: false });
            if (!decision.Replayed || !await WasGivenBackAsync(decision.Id!, cancel)) return decision;
        }
    }

    /// <summary>Gives it back, if it is this request that recorded it.</summary>
    public async Task GiveBackAsync()
    {
        if (!isMine) return;
        isMine = false;
        try
        {
            await gate.ApplyAsync<Reversed>(
                new ReverseUse(use.Customer, id!, "The request failed."), CancellationToken.None);
        }
        catch (Exception exception) when (exception is GateUnavailableException or RejectedException)
        {
            log.NotGivenBack(exception);
        }
    }

    Use Attempt(int attempt) =>
        use.Id is null || attempt > MostAttempts ? use with { Id = null }
        : attempt == 1 ? use
        : use with { Id = $"{use.Id}.{attempt}" };

    // A reversal that is tried and dropped says whether there was one before it.
    async Task<bool> WasGivenBackAsync(string recorded, CancellationToken cancel)
    {
        var reversal = new Request([new ReverseUse(use.Customer, recorded)]) { ReadOnly = true };
        return (await gate.SubmitAsync(reversal, cancel)).Outcomes[0] is Reversed { Replayed: true };
    }
}
