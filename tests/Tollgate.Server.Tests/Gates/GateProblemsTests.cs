using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tollgate.Core;
using Tollgate.Core.Customers;
using Tollgate.Core.Usage;

namespace Tollgate.Server.Tests.Gates;

public sealed class GateProblemsTests
{
    [Fact]
    public async Task What_the_gate_rejects_is_answered_as_the_server_answers_it()
    {
        foreach (var code in Enum.GetValues<Rejection>())
        {
            var (status, problem) = await AskAsync(Task<IResult> (_, _) =>
                throw new RejectedException(new Rejected(code, "As it stands.", [new("a", "b", "c")])));

            var expected = Statuses.Of(code);
            Assert.Equal((expected.Number, expected.Code), (status, problem.GetProperty("code").GetString()));
            Assert.Equal("As it stands.", problem.GetProperty("detail").GetString());
            Assert.Equal("a", problem.GetProperty("errors")[0].GetProperty("field").GetString());
        }
    }

    [Fact]
    public async Task What_is_malformed_is_400_with_each_bad_field()
    {
        var (status, problem) = await AskAsync(async (gate, _) =>
            Results.Ok(await gate.UseAsync(new Use("no/id", "pages", Quantity: 0))));

        Assert.Equal(400, status);
        Assert.Equal(
            ["customer", "quantity"],
            problem.GetProperty("errors").EnumerateArray().Select(one => one.GetProperty("field").GetString()));
    }

    [Fact]
    public async Task A_gate_that_cannot_decide_is_503_and_says_when_to_come_again()
    {
        var (status, problem) = await AskAsync(async (gate, http) =>
        {
            await gate.CloseAsync();
            return Results.Ok(await gate.AccessAsync("acme"));
        });

        Assert.Equal((503, "overloaded"), (status, problem.GetProperty("code").GetString()));
    }

    [Theory]
    [InlineData("acme", null, 403, "SUBSCRIPTION_INACTIVE")]
    [InlineData("nobody", null, 404, "customer_not_found")]
    [InlineData("acme", "site", 404, "namespace_not_found")]
    public async Task An_operation_that_was_not_called_is_a_problem(string who, string? part, int status, string code)
    {
        var answer = await AskAsync(async (gate, _) =>
            (await gate.ExecuteAsync(new ShowAccess(who, part), (_, _) => Task.FromResult(1))).Problem());

        Assert.Equal((status, code), (answer.Status, answer.Problem.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task A_refused_use_is_a_problem_with_its_figures()
    {
        var (status, problem) = await AskAsync(async (gate, _) =>
            gate.Problem(await gate.UseAsync(new Use("acme", "pages"))));

        Assert.Equal((403, "feature_unknown"), (status, problem.GetProperty("code").GetString()));
        Assert.Equal("pages", problem.GetProperty("feature").GetString());
    }

    static async Task<(int Status, JsonElement Problem)> AskAsync(Func<Gate, HttpContext, Task<IResult>> endpoint)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddTollgate().UseMemory();
        builder.Services.AddGateProblems();
        await using var app = builder.Build();
        app.UseExceptionHandler();
        app.MapGet("/", (Gate gate, HttpContext http) => endpoint(gate, http));
        await app.StartAsync();
        await app.Services.GetRequiredService<Gate>().ApplyAsync<Put<Profile>>(new PutCustomer("acme"));
        using var answer = await app.GetTestClient().GetAsync(new Uri("/", UriKind.Relative));
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal((int)answer.StatusCode == 503, answer.Headers.RetryAfter is not null);
        return ((int)answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement);
    }
}
