using System.Globalization;

namespace Tollgate.Core.Verification;

/// <summary>Whether a customer's chain passes through its checkpoints. Not thread-safe.</summary>
internal sealed class CheckpointCheck(string customer, IEnumerable<Checkpoint> checkpoints)
{
    readonly Queue<Checkpoint> open = new(checkpoints.OrderBy(one => one.Sequence));

    /// <summary>The chain has come to the end of a change.</summary>
    public Divergence? Pass(long sequence, Hash hash)
    {
        while (open.TryPeek(out var next) && next.Sequence <= sequence)
        {
            open.Dequeue();
            if (next.Sequence == sequence && next.Hash != hash) return Of(next, $"hash {hash}");
        }
        return null;
    }

    /// <summary>The history is at its end: what lies behind it is lost.</summary>
    public Divergence? Close(long last) => open.TryPeek(out var next)
        ? Of(next, string.Create(CultureInfo.InvariantCulture, $"a history that ends at {last}"))
        : null;

    Divergence Of(Checkpoint checkpoint, string found) => new(
        customer, DivergenceKind.Checkpoint, "customer_head",
        string.Create(CultureInfo.InvariantCulture, $"sequence {checkpoint.Sequence}"), $"hash {checkpoint.Hash}",
        found);
}
