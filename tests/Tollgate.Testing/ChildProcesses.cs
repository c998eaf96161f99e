using System.Collections.Concurrent;
using System.Diagnostics;

namespace Tollgate.Testing;

/// <summary>Starts processes that the kernel kills when this one dies, even by <c>kill -9</c>. On Linux only.</summary>
static class ChildProcesses
{
    const string SetPriv = "/usr/bin/setpriv";

    // The kernel's "parent" is the thread that forked, and threads of the pool come and go.
    static readonly BlockingCollection<Action> Work = StartForkingThread();

    /// <summary>Starts a process; signals sent to its id reach the command itself.</summary>
    public static Task<Process> StartAsync(ProcessStartInfo start)
    {
        if (File.Exists(SetPriv)) BindToThisProcess(start);
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Work.Add(() =>
        {
            try
            {
                started.SetResult(Process.Start(start)!);
            }
#pragma warning disable CA1031 // it is thrown where the caller waits
            catch (Exception e)
#pragma warning restore CA1031
            {
                started.SetException(e);
            }
        });
        return started.Task;
    }

    static void BindToThisProcess(ProcessStartInfo start)
    {
        string[] prefix = ["--pdeathsig", "KILL", "--", start.FileName];
        for (var i = 0; i < prefix.Length; i++) start.ArgumentList.Insert(i, prefix[i]);
        start.FileName = SetPriv;
    }

    static BlockingCollection<Action> StartForkingThread()
    {
        var work = new BlockingCollection<Action>();
        new Thread(() =>
        {
            foreach (var action in work.GetConsumingEnumerable()) action();
        })
        { IsBackground = true, Name = nameof(ChildProcesses) }.Start();
        return work;
    }
}
