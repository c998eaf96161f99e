namespace Tollgate.Testing.Model;

/// <summary>A catalogue and a history: commands of strictly increasing times, the same for the same seed.</summary>
public sealed record Scenario(int Seed, IReadOnlyList<ModelCommand> Commands);

/// <summary>Makes scenarios from seeds. Thread-safe.</summary>
public static class Scenarios
{
    /// <summary>
    /// A random catalogue, then at least <paramref name="length"/> random commands. Whoever plays it maps handles of
    /// subscriptions to the ids it was answered, and takes a handle that stands for nothing as not found.
    /// </summary>
    public static Scenario Generate(int seed, int length = 150) => new(seed, new ScenarioWriter(seed).Write(length));
}
