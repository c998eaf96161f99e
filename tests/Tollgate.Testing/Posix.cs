using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Tollgate.Testing;

/// <summary>The few system calls that .NET does not offer.</summary>
static class Posix
{
    public const int SigKill = 9;
    public const int SigTerm = 15;
    public static readonly int SigStop = OperatingSystem.IsMacOS() ? 17 : 19;
    public static readonly int SigContinue = OperatingSystem.IsMacOS() ? 19 : 18;

    const int NoSuchProcess = 3;

    /// <summary>Sends a signal; a process that is gone already is no error.</summary>
    public static void Signal(int processId, int signal)
    {
        if (kill(processId, signal) == 0) return;
        var error = Marshal.GetLastPInvokeError();
        if (error != NoSuchProcess) throw new Win32Exception(error);
    }

    /// <summary>Sleeps less than a second, to about 60 µs.</summary>
    public static void Sleep(TimeSpan time)
    {
        var request = new TimeSpec { Nanoseconds = (nint)(time.Ticks * TimeSpan.NanosecondsPerTick) };
        _ = nanosleep(in request, nint.Zero);
    }

    [StructLayout(LayoutKind.Sequential)]
    struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int kill(int processId, int signal);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int nanosleep(in TimeSpec request, nint remaining);
}
