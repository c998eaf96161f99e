using System.Diagnostics;

namespace Tollgate.Testing;

/// <summary>A folder with a <c>package.json</c> whose packages a test needs.</summary>
public static class NodeProject
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>What to say where it cannot be tested.</summary>
    public const string Missing = "Node.js with npm, and the packages of the test's package.json, cannot be had";

    /// <summary>
    /// Whether Node.js is there and the packages are, installing them where they are not. A package that is missing is
    /// a failure under <c>CI=true</c>, as a database is; see <see cref="Databases.Required"/>.
    /// </summary>
    public static async Task<bool> IsReadyAsync(string folder)
    {
        if (!await RunsAsync("node", folder, "--version")) return false;
        if (Directory.Exists(Path.Combine(folder, "node_modules"))) return true;
        return await RunsAsync(
            "npm", folder, "install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts");
    }

    static async Task<bool> RunsAsync(string command, string folder, params string[] arguments)
    {
        var info = new ProcessStartInfo(command, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            using var process = await ChildProcesses.StartAsync(info);
            try
            {
                var output = Task.WhenAll(
                    process.StandardOutput.ReadToEndAsync(patience.Token),
                    process.StandardError.ReadToEndAsync(patience.Token));
                await process.WaitForExitAsync(patience.Token);
                await output;
                return process.ExitCode == 0;
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                return false;
            }
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
