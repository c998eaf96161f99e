using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Tollgate.Testing;

/// <summary>
/// How to start a <see cref="ServerProcess"/> and how to tell that it is ready: by a line, by a page, by whichever is
/// first when both are given, or at once when none is.
/// </summary>
public sealed record ServerStart
{
    /// <summary>The executable: a path, or a name that PATH knows.</summary>
    public required string Command { get; init; }

    /// <summary>Its arguments.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Variables set on top of this process's environment; null removes one.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>A line of standard output that says it is ready.</summary>
    public Regex? ReadyLine { get; init; }

    /// <summary>A page that answers 200 when it is ready, such as <c>/readyz</c>.</summary>
    public Uri? ReadyPage { get; init; }

    /// <summary>A built or published .NET application, run by the runtime that runs this process.</summary>
    public static ServerStart Dotnet(string dll, params IEnumerable<string> arguments) =>
        new() { Command = DotnetHost(), Arguments = ["exec", dll, .. arguments] };

    // <root>/shared/Microsoft.NETCore.App/<version>/ -> <root>/dotnet
    static string DotnetHost() =>
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));
}
