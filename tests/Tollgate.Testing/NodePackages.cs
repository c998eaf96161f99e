using System.ComponentModel;
using System.Diagnostics;

namespace Tollgate.Testing;

/// <summary>
/// A script for Node.js with the packages that it names: copied to a folder of its own, where npm puts them.
/// </summary>
public sealed class NodePackages : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    readonly DirectoryInfo folder;

    NodePackages(DirectoryInfo folder) => this.folder = folder;

    /// <summary>What to say when there is nothing to run scripts with.</summary>
    public const string Missing = "no Node.js with npm found, or npm could not fetch the packages";

    /// <summary>
    /// Installs what <c>package.json</c> in a folder names, beside its scripts. Null where Node.js or npm is missing or
    /// the packages cannot be had.
    /// </summary>
    public static async Task<NodePackages?> TryInstallAsync(string source)
    {
        var folder = Directory.CreateTempSubdirectory("tollgate-node.");
        foreach (var file in Directory.EnumerateFiles(source))
            File.Copy(file, Path.Combine(folder.FullName, Path.GetFileName(file)));
        var packages = new NodePackages(folder);
        var (code, _) = await packages.RunAsync(
            "npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts", "--silent");
        if (code == 0) return packages;
        packages.Dispose();
        return null;
    }

    /// <summary>Runs a script; its exit code and what it said. A program that is missing ends with -1.</summary>
    public Task<(int Code, string Output)> NodeAsync(params string[] words) => RunAsync("node", words);

    /// <inheritdoc/>
    public void Dispose() => folder.Delete(recursive: true);

    async Task<(int Code, string Output)> RunAsync(string program, params string[] words)
    {
        var start = new ProcessStartInfo(program, words)
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            using var process = Process.Start(start)!;
            try
            {
                var (output, error) = (
                    process.StandardOutput.ReadToEndAsync(patience.Token),
                    process.StandardError.ReadToEndAsync(patience.Token));
                await process.WaitForExitAsync(patience.Token);
                return (process.ExitCode, await output + await error);
            }
            finally
            {
                if (!process.HasExited) process.Kill(entireProcessTree: true);
            }
        }
        catch (Exception missing) when (missing is Win32Exception or OperationCanceledException)
        {
            return (-1, missing.Message);
        }
    }
}
