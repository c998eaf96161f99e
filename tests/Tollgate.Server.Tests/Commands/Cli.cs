using System.Text.RegularExpressions;
using Tollgate.Server.Commands;

namespace Tollgate.Server.Tests.Commands;

/// <summary>What a command answered.</summary>
sealed record CliAnswer(int Code, string Output, string Error)
{
    /// <summary>Checks the code; on failure shows what was said.</summary>
    public CliAnswer Expect(int code)
    {
        Assert.True(code == Code, $"exit code {Code}, expected {code}\n{Output}\n{Error}");
        return this;
    }
}

/// <summary>Calls commands in this process, and starts them as processes of their own.</summary>
static class Cli
{
    public static async Task<CliAnswer> RunAsync(params IEnumerable<string> words)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync([.. words], output, error, TestContext.Current.CancellationToken);
        return new CliAnswer(code, output.ToString(), error.ToString());
    }

    /// <summary>Starts a process, with nothing of Tollgate in its environment.</summary>
    public static Task<ServerProcess> StartAsync(Regex? readyLine, params IEnumerable<string> words)
    {
        var start = Testing.ServerStart.Dotnet(typeof(CommandLine).Assembly.Location, words);
        return ServerProcess.StartAsync(start with
        {
            ReadyLine = readyLine,
            Environment = new Dictionary<string, string?>
            {
                ["TOLLGATE_ADMIN_KEY"] = null,
                ["TOLLGATE_DATABASE"] = null,
                ["TOLLGATE_KEY"] = null,
                ["TOLLGATE_LEDGER_HMAC_KEY"] = null,
                ["TOLLGATE_URL"] = null,
            },
        });
    }
}
