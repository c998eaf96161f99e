namespace Tollgate.Bench;

/// <summary>The benchmarks, called by <c>tollgate bench</c>.</summary>
public static class BenchProgram
{
    /// <summary>Runs what the arguments name and returns the process's exit code.</summary>
    public static Task<int> RunAsync(string[] args) => Task.FromResult(0);
}
