using System.Net;
using System.Text.RegularExpressions;

namespace Tollgate.Storage.Tests.Testing;

public sealed partial class ServerProcessTests
{
    [Fact]
    public async Task Kill_9_ends_it_at_once()
    {
        await using var sleeper = await ServerProcess.StartAsync(new() { Command = "sleep", Arguments = ["600"] });
        Assert.False(sleeper.HasExited);

        sleeper.Kill9();

        Assert.True(sleeper.HasExited);
        Assert.False(Directory.Exists($"/proc/{sleeper.Id}"));
    }

    [Fact]
    public async Task It_is_ready_when_its_line_is_printed_and_ends_with_its_exit_code_when_asked_to()
    {
        await using var server = await ServerProcess.StartAsync(Shell("""
            trap 'echo bye; exit 7' TERM
            echo "listening on $WHERE"
            while :; do read -r line || sleep 0.01; done
            """));
        Assert.Equal("listening on here", server.Output);

        Assert.Equal(7, await server.TerminateAsync());

        Assert.EndsWith("bye", server.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_ready_when_its_page_answers_200()
    {
        var asked = 0;
        using var listener = new HttpListener();
        var page = new Uri($"http://127.0.0.1:{FreePort.Next()}/readyz/");
        listener.Prefixes.Add(page.ToString());
        listener.Start();
        var answering = AnswerAsync();

        await using var server = await ServerProcess.StartAsync(
            new() { Command = "sleep", Arguments = ["600"], ReadyPage = page });

        Assert.Equal(3, asked);
        await answering;

        async Task AnswerAsync()
        {
            for (asked = 1; ; asked++)
            {
                var context = await listener.GetContextAsync();
                context.Response.StatusCode = asked < 3 ? 503 : 200;
                context.Response.Close();
                if (asked == 3) return;
            }
        }
    }

    [Fact]
    public async Task One_that_ends_before_it_is_ready_says_what_it_printed()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => ServerProcess.StartAsync(Shell("echo no licence >&2; exit 3")));

        Assert.Equal("ended with 3:\nno licence", error.Message);
    }

    [Fact]
    public async Task A_stopped_process_does_nothing_until_it_is_continued()
    {
        await using var server = await ServerProcess.StartAsync(Shell("echo listening on; exec sleep 600"));

        server.Stop();
        Assert.Equal('T', State(server));
        server.Continue();

        Assert.True(SpinWait.SpinUntil(() => State(server) != 'T', TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task A_dotnet_application_runs_on_the_runtime_of_the_tests()
    {
        await using var version = await ServerProcess.StartAsync(
            ServerStart.Dotnet(typeof(ServerProcessTests).Assembly.Location, "-assemblyInfo") with
            {
                ReadyLine = AssemblyInfo(),
            });

        Assert.Contains("core-framework", version.Output, StringComparison.Ordinal);
    }

    static ServerStart Shell(string script) => new()
    {
        Command = "sh",
        Arguments = ["-c", script],
        Environment = new Dictionary<string, string?> { ["WHERE"] = "here" },
        ReadyLine = Listening(),
    };

    static char State(ServerProcess server)
    {
        var stat = File.ReadAllText($"/proc/{server.Id}/stat");
        return stat[stat.LastIndexOf(')') + 2];
    }

    [GeneratedRegex("^listening on")]
    private static partial Regex Listening();

    [GeneratedRegex("core-framework")]
    private static partial Regex AssemblyInfo();
}
