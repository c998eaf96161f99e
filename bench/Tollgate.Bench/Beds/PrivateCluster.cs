using System.Diagnostics;
using System.Globalization;

namespace Tollgate.Bench.Beds;

/// <summary>
/// A PostgreSQL cluster in a temporary folder, with fsync on, owned by a shell that stops the server and deletes the
/// folder when its standard input closes: asked to, or because this process died.
/// </summary>
internal sealed class PrivateCluster : IDisposable
{
    // Ctrl-C reaches the bench alone: the shell ignores it and stays to clean up.
    const string Script = """
        trap '' HUP INT TERM PIPE
        cd /
        home=$(mktemp -d /tmp/tollgate-bench.XXXXXX) || exit 1
        "$1/initdb" -D "$home/data" -U postgres -A trust -E UTF8 --locale=C --no-sync >"$home/log" 2>&1 </dev/null &&
          "$1/pg_ctl" -D "$home/data" -l "$home/log" -w -t 60 start \
            -o "-p $2 -k $home -h 127.0.0.1 -c fsync=on -c max_connections=200" >>"$home/log" 2>&1 </dev/null &&
          echo ready || tail -5 "$home/log"
        read -r over
        "$1/pg_ctl" -D "$home/data" -m immediate -w -t 60 stop >/dev/null 2>&1 </dev/null
        rm -rf "$home"
        """;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    readonly Process shell;

    PrivateCluster(Process shell, string url) => (this.shell, Url) = (shell, url);

    /// <summary>How to reach it.</summary>
    public string Url { get; }

    /// <summary>Starts one; null where no PostgreSQL is installed.</summary>
    /// <exception cref="InvalidOperationException">There is one, and it does not start.</exception>
    public static async Task<PrivateCluster?> TryStartAsync()
    {
        if (Binaries() is not { } bin) return null;
        var port = FreePort.Next();
        var shell = Start(bin, port);
        var answer = await shell.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        var url = FormattableString.Invariant($"postgres://postgres@127.0.0.1:{port}/postgres");
        var cluster = new PrivateCluster(shell, url);
        if (answer == "ready") return cluster;
        cluster.Dispose();
        throw new InvalidOperationException($"PostgreSQL does not start: {answer}");
    }

    /// <summary>Stops it and deletes its folder.</summary>
    public void Dispose()
    {
        shell.StandardInput.Close();
        shell.WaitForExit(Patience);
        shell.Dispose();
    }

    static Process Start(string bin, int port)
    {
        // PostgreSQL refuses to run as root.
        string[] user = Environment.IsPrivilegedProcess
            ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--"]
            : [];
        string[] session = File.Exists("/usr/bin/setsid") ? ["/usr/bin/setsid"] : [];
        var number = port.ToString(CultureInfo.InvariantCulture);
        string[] line = [.. session, .. user, "sh", "-c", Script, "tollgate-bench", bin, number];
        return Process.Start(new ProcessStartInfo(line[0], line[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
    }

    static string? Binaries()
    {
        const string root = "/usr/lib/postgresql";
        if (!Directory.Exists(root)) return null;
        return Directory.GetDirectories(root).Select(version => Path.Combine(version, "bin"))
            .Where(bin => File.Exists(Path.Combine(bin, "pg_ctl")))
            .MaxBy(bin => int.TryParse(Path.GetFileName(Path.GetDirectoryName(bin)), out var version) ? version : 0);
    }
}
