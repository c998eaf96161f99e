using System.Diagnostics;
using System.Globalization;

namespace Tollgate.Testing;

/// <summary>
/// A shell that owns a cluster: it makes the folder, obeys commands that come through its standard input, and when that
/// closes (asked to, or because this process was killed) it stops the server and deletes the folder.
/// </summary>
sealed class PostgresSupervisor : IDisposable
{
    // PostgreSQL refuses to run as root.
    const string UserForRoot = "postgres";

    static readonly string[] LogNames = ["command.log", "server.log"];
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    // Signals are ignored and the session is its own: Ctrl-C and a kill of the process group reach the tests, and this
    // shell stays to clean up. A command runs to its end before the closed input is noticed, so that no server is
    // left that was just starting.
    const string Script = """
        trap '' HUP INT TERM PIPE
        cd /
        bin=$1
        home=$(mktemp -d "${TMPDIR:-/tmp}/tollgate-postgres.XXXXXX" 2>/dev/null) ||
          home=$(mktemp -d /tmp/tollgate-postgres.XXXXXX) || exit 1
        data=$home/data
        echo "$home"

        create() {
          "$bin/initdb" -D "$data" -U postgres -A trust -E UTF8 --locale=C --no-sync || return
          {
            echo "listen_addresses = '127.0.0.1'"
            echo "unix_socket_directories = '$home'"
            echo "max_connections = 300"
            echo "fsync = on"
            echo "log_line_prefix = '%m [%p] %d '"
          } >>"$data/postgresql.conf"
        }
        start() { "$bin/pg_ctl" -D "$data" -l "$home/server.log" -o "-p $1" -w -t 60 start; }
        stop() { "$bin/pg_ctl" -D "$data" -m immediate -w -t 60 stop; }

        while read -r verb argument; do
          case $verb in create | start | stop) "$verb" "$argument" >>"$home/command.log" 2>&1 </dev/null ;; esac
          echo $? 2>/dev/null
        done
        stop >/dev/null 2>&1 </dev/null
        rm -rf "$home"
        """;

    readonly Process _shell;
    readonly SemaphoreSlim _turn = new(1);
    int _disposed;

    PostgresSupervisor(Process shell, string home)
    {
        _shell = shell;
        Home = home;
    }

    /// <summary>The folder with the data, the logs and the Unix socket.</summary>
    public string Home { get; }

    public static async Task<PostgresSupervisor> StartAsync(string bin)
    {
        var start = new ProcessStartInfo { RedirectStandardInput = true, RedirectStandardOutput = true };
        string[] line = [.. Session(), .. User(), "sh", "-c", Script, "tollgate-postgres", bin];
        start.FileName = line[0];
        foreach (var argument in line.Skip(1)) start.ArgumentList.Add(argument);

        var shell = Process.Start(start)!;
        var home = await shell.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        if (home is null)
            throw new InvalidOperationException("no folder for a PostgreSQL cluster (root needs a user postgres)");
        return new PostgresSupervisor(shell, home);
    }

    /// <summary>Makes the cluster's data.</summary>
    public async Task CreateAsync() => Check("initdb", await DoAsync("create"));

    /// <summary>Starts the server and waits until it takes connections; false when it could not start.</summary>
    public async Task<bool> TryStartServerAsync(int port) =>
        await DoAsync(string.Create(CultureInfo.InvariantCulture, $"start {port}")) == "0";

    /// <summary>Stops the server at once, without a checkpoint, and waits until it is gone.</summary>
    public async Task StopServerAsync() => Check("pg_ctl stop", await DoAsync("stop"));

    /// <summary>The end of what the programs and the server wrote, for the message of a failure.</summary>
    public string Logs() =>
        string.Join('\n', LogNames
            .Select(name => Path.Combine(Home, name))
            .Where(File.Exists)
            .SelectMany(File.ReadLines)
            .TakeLast(40));

    /// <summary>Has the shell stop the server and delete the folder, and waits for it.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1) return;
        _shell.StandardInput.Close();
        _shell.WaitForExit(Patience);
        _shell.Dispose();
    }

    async Task<string?> DoAsync(string command)
    {
        await _turn.WaitAsync();
        try
        {
            await _shell.StandardInput.WriteLineAsync(command);
            await _shell.StandardInput.FlushAsync();
            return await _shell.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        }
        finally
        {
            _turn.Release();
        }
    }

    void Check(string what, string? status)
    {
        if (status != "0") throw new InvalidOperationException($"{what} failed:\n{Logs()}");
    }

    static string[] Session() => File.Exists("/usr/bin/setsid") ? ["/usr/bin/setsid"] : [];

    static string[] User() =>
        Environment.IsPrivilegedProcess
            ? ["setpriv", $"--reuid={UserForRoot}", $"--regid={UserForRoot}", "--init-groups", "--"]
            : [];
}
