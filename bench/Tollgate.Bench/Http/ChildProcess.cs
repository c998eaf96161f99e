using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Tollgate.Bench.Http;

/// <summary>This program again, with other arguments, as a server to be loaded. It is killed at the end.</summary>
internal sealed class ChildProcess : IDisposable
{
    const string SetPriv = "/usr/bin/setpriv";

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    readonly Process process;
    readonly StringBuilder errors = new();

    ChildProcess(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) => errors.AppendLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Starts it and waits until it listens.</summary>
    public static async Task<ChildProcess> StartAsync(
        int port, string[] arguments, params (string Name, string Value)[] environment)
    {
        var child = new ChildProcess(await StartAsync(StartInfo(arguments, environment)));
        try
        {
            await child.ListensAsync(port);
            return child;
        }
        catch
        {
            child.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.WaitForExit(Patience);
        process.Dispose();
    }

    async Task ListensAsync(int port)
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < Patience && !process.HasExited)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync("127.0.0.1", port);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(50);
            }
        }
        throw new InvalidOperationException($"The server did not start:\n{errors}");
    }

    static ProcessStartInfo StartInfo(string[] arguments, (string Name, string Value)[] environment)
    {
        var program = Environment.ProcessPath!;
        var isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        string[] bound = File.Exists(SetPriv) ? [SetPriv, "--pdeathsig", "KILL", "--"] : [];
        string[] assembly = isHost ? [Environment.GetCommandLineArgs()[0]] : [];
        string[] line = [.. bound, program, .. assembly, .. arguments];
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return start;
    }

    // The kernel kills it when the thread that started it ends, so that thread stays for as long as it runs.
    static Task<Process> StartAsync(ProcessStartInfo start)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                var process = Process.Start(start)!;
                started.SetResult(process);
                Process.GetProcessById(process.Id).WaitForExit();
            }
            catch (Exception exception)
            {
                started.TrySetException(exception);
            }
        })
        { IsBackground = true, Name = nameof(ChildProcess) }.Start();
        return started.Task;
    }
}
