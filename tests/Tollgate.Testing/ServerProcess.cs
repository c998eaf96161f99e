using System.Diagnostics;
using System.Net;

namespace Tollgate.Testing;

/// <summary>
/// A server as a process of its own, to be killed, stalled and asked to end. It does not outlive this process. Every
/// wait is bounded. Thread safe.
/// </summary>
public sealed class ServerProcess : IAsyncDisposable
{
    static readonly TimeSpan ReadyPatience = TimeSpan.FromSeconds(60);
    static readonly TimeSpan ExitPatience = TimeSpan.FromSeconds(30);
    static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(25);
    static readonly EnumerationOptions OneBelow = new() { RecurseSubdirectories = true, MaxRecursionDepth = 1 };

    readonly Process _process;
    readonly ServerStart _start;
    readonly BoundedOutput _output = new();
    readonly TaskCompletionSource _readyLine = new(TaskCreationOptions.RunContinuationsAsynchronously);

    ServerProcess(Process process, ServerStart start)
    {
        _process = process;
        _start = start;
        process.OutputDataReceived += (_, e) => Keep(e.Data, isStandardOutput: true);
        process.ErrorDataReceived += (_, e) => Keep(e.Data, isStandardOutput: false);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>The process id.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>The last lines of its standard output and error.</summary>
    public string Output => _output.ToString();

    /// <summary>Starts it and waits, up to 60 s, until it is ready.</summary>
    /// <exception cref="InvalidOperationException">It ended before; the message has its output.</exception>
    /// <exception cref="TimeoutException">It was not ready and was killed; the message has its output.</exception>
    public static async Task<ServerProcess> StartAsync(ServerStart start)
    {
        var info = new ProcessStartInfo(start.Command)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in start.Arguments) info.ArgumentList.Add(argument);
        // A .NET process that is killed leaves the pipes and the socket of its debugger in /tmp.
        info.Environment["DOTNET_EnableDiagnostics"] = "0";
        foreach (var (name, value) in start.Environment) info.Environment[name] = value;

        var server = new ServerProcess(await ChildProcesses.StartAsync(info), start);
        try
        {
            await server.WaitUntilReadyAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Kills it (SIGKILL) and waits until it is gone.</summary>
    public void Kill9()
    {
        if (_process.HasExited) return;
        Posix.Signal(Id, Posix.SigKill);
        if (!_process.WaitForExit(ExitPatience)) throw new TimeoutException($"process {Id} survived SIGKILL");
    }

    /// <summary>Stalls it (SIGSTOP) and waits until none of its threads runs; connections stay open.</summary>
    public void Stop()
    {
        Signal(Posix.SigStop);
        if (!OperatingSystem.IsLinux()) return;
        if (!SpinWait.SpinUntil(() => _process.HasExited || IsStopped(), ExitPatience))
            throw new TimeoutException($"process {Id} did not stop");
    }

    /// <summary>Lets it run again after <see cref="Stop"/> (SIGCONT).</summary>
    public void Continue() => Signal(Posix.SigContinue);

    /// <summary>Asks it to end (SIGTERM), waits up to 30 s, and returns its exit code.</summary>
    /// <exception cref="TimeoutException">It did not end and was killed; the message has its output.</exception>
    public async Task<int> TerminateAsync()
    {
        if (!_process.HasExited) Posix.Signal(Id, Posix.SigTerm);
        using var patience = new CancellationTokenSource(ExitPatience);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
            return _process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            Kill9();
            throw new TimeoutException($"process {Id} did not end in {ExitPatience.TotalSeconds} s:\n{Output}");
        }
    }

    /// <summary>Kills it if it still runs.</summary>
    public ValueTask DisposeAsync()
    {
        Kill9();
        _process.Dispose();
        return ValueTask.CompletedTask;
    }

    async Task WaitUntilReadyAsync()
    {
        using var patience = new CancellationTokenSource(ReadyPatience);
        try
        {
            await IsReadyAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"not ready in {ReadyPatience.TotalSeconds} s:\n{Output}");
        }
    }

    async Task IsReadyAsync(CancellationToken cancel)
    {
        if (_start is { ReadyLine: null, ReadyPage: null }) return;

        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        List<Task> signs = [_readyLine.Task.WaitAsync(done.Token)];
        if (_start.ReadyPage is { } page) signs.Add(AnswersAsync(page, done.Token));
        var ended = _process.WaitForExitAsync(done.Token);

        var first = await Task.WhenAny([.. signs, ended]);
        await done.CancelAsync();
        await first;
        // Whoever ends has said all: one that was ready and ended may be seen to have ended first.
        if (first == ended && !_readyLine.Task.IsCompletedSuccessfully)
            throw new InvalidOperationException($"ended with {_process.ExitCode}:\n{Output}");
    }

    static async Task AnswersAsync(Uri page, CancellationToken cancel)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        using var interval = new PeriodicTimer(PollInterval);
        do
        {
            try
            {
                using var answer = await http.GetAsync(page, cancel);
                if (answer.StatusCode == HttpStatusCode.OK) return;
            }
            catch (Exception e) when (
                e is HttpRequestException or TaskCanceledException && !cancel.IsCancellationRequested)
            {
                // Not listening yet, or too busy starting to answer.
            }
        }
        while (await interval.WaitForNextTickAsync(cancel));
    }

    void Signal(int signal)
    {
        if (_process.HasExited) throw new InvalidOperationException($"process {Id} has ended:\n{Output}");
        Posix.Signal(Id, signal);
    }

    // Field 3 of /proc/<id>/stat, behind the name in parentheses, is the state.
    bool IsStopped()
    {
        Thread.Yield();
        return Directory.EnumerateFiles($"/proc/{Id}/task", "stat", OneBelow)
            .All(stat => File.ReadAllText(stat) is var text && text[text.LastIndexOf(')') + 2] == 'T');
    }

    void Keep(string? line, bool isStandardOutput)
    {
        if (line is null) return;
        _output.Add(line);
        if (isStandardOutput && _start.ReadyLine?.IsMatch(line) == true) _readyLine.TrySetResult();
    }
}
