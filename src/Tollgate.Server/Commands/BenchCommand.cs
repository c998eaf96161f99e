using Command = System.CommandLine.Command;

namespace Tollgate.Server.Commands;

/// <summary><c>tollgate bench</c>, as the help shows it; <see cref="Bench.BenchProgram"/> reads its words.</summary>
static class BenchCommand
{
    public const string Name = "bench";

    public static Command Create() =>
        new(Name, "Measures this machine, each figure beside a baseline in the same run. 'bench --help' tells more.");
}
