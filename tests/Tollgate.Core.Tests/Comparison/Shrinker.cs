using Tollgate.Testing.Model;

namespace Tollgate.Core.Tests.Comparison;

/// <summary>Drops what a failure does not need: commands first, by halves, then single uses of a request.</summary>
public static class Shrinker
{
    /// <summary>The shortest list it finds for which <paramref name="fails"/> still holds.</summary>
    public static List<ModelCommand> Shrink(
        IReadOnlyList<ModelCommand> commands, Func<IReadOnlyList<ModelCommand>, bool> fails)
    {
        List<ModelCommand> kept = [.. commands];
        for (var before = int.MaxValue; Size(kept) < before;)
        {
            before = Size(kept);
            for (var chunk = kept.Count / 2; chunk > 0; chunk /= 2) Drop(kept, chunk, fails);
            DropUses(kept, fails);
        }
        return kept;
    }

    static void Drop(List<ModelCommand> kept, int chunk, Func<IReadOnlyList<ModelCommand>, bool> fails)
    {
        for (var start = kept.Count - chunk; start >= 0; start -= chunk)
        {
            var dropped = kept.GetRange(start, chunk);
            kept.RemoveRange(start, chunk);
            if (!fails(kept)) kept.InsertRange(start, dropped);
        }
    }

    static void DropUses(List<ModelCommand> kept, Func<IReadOnlyList<ModelCommand>, bool> fails)
    {
        for (var i = 0; i < kept.Count; i++)
        {
            if (kept[i] is not ModelCommand.Use { Uses.Count: > 1 } whole) continue;
            for (var drop = whole.Uses.Count - 1; drop >= 0 && whole.Uses.Count > 1; drop--)
            {
                var less = whole with { Uses = [.. whole.Uses.Where((_, j) => j != drop)] };
                kept[i] = less;
                if (fails(kept)) whole = less;
                else kept[i] = whole;
            }
        }
    }

    static int Size(List<ModelCommand> commands) =>
        commands.Sum(command => command is ModelCommand.Use use ? use.Uses.Count : 1);
}
