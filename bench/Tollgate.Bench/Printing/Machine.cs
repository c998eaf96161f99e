using System.Runtime.InteropServices;

namespace Tollgate.Bench.Printing;

/// <summary>What the figures were measured on.</summary>
internal sealed record Machine(
    int Cores, string Processor, long MemoryMegabytes, string System, string Runtime, string? Postgres)
{
    /// <summary>This machine.</summary>
    public static async Task<Machine> DescribeAsync(PostgresServer? postgres) => new(
        Environment.ProcessorCount,
        Find("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString(),
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024 * 1024),
        Find("/etc/os-release", "PRETTY_NAME")?.Trim('"') ?? RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription,
        postgres is null ? null : await postgres.VersionAsync());

    /// <inheritdoc/>
    public override string ToString()
    {
        var machine = FormattableString.Invariant(
            $"{Cores} cores ({Processor}), {MemoryMegabytes / 1024.0:0.#} GB, {System}, {Runtime}");
        return Postgres is null ? machine : $"{machine}, PostgreSQL {Postgres}";
    }

    static string? Find(string file, string name)
    {
        if (!File.Exists(file)) return null;
        var line = File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
        return line?[(line.IndexOfAny(['=', ':']) + 1)..].Trim();
    }
}
