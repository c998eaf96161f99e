using System.Text.Json;
using Tollgate.Client;

namespace Tollgate.Server.Commands;

/// <summary>Checkpoints in a file, one JSON object a line.</summary>
static class CheckpointFile
{
    // A line is some 200 bytes.
    const int MostLines = 10_000_000;

    public static string Line(Checkpoint one) =>
        JsonSerializer.Serialize(one, WireJson.Lookup<Checkpoint>(WireJson.Lenient));

    /// <summary>Reads a file.</summary>
    /// <exception cref="CommandException">A line is no checkpoint.</exception>
    public static async Task<IReadOnlyList<Core.Verification.Checkpoint>> ReadAsync(
        string file, CancellationToken stop)
    {
        List<Core.Verification.Checkpoint> found = [];
        await foreach (var line in File.ReadLinesAsync(file, stop))
        {
            if (found.Count == MostLines) throw CommandException.Fault($"{file} has more than {MostLines:N0} lines.");
            found.Add(Read(line) ?? throw CommandException.Fault($"{file}, line {found.Count + 1}: no checkpoint."));
        }
        return found;
    }

    static Core.Verification.Checkpoint? Read(string line)
    {
        try
        {
            var one = JsonSerializer.Deserialize(line, WireJson.Lookup<Checkpoint>(WireJson.Lenient));
            return one is null ? null : VerifyWire.Of(one);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
