using Microsoft.Extensions.Logging;
using Npgsql;

namespace Tollgate.Server.Tests.Http;

/// <summary>The same server on each database: what memory cannot show is shown here.</summary>
public sealed class DatabaseTests
{
    [Fact]
    public async Task Fifty_at_once_with_one_key_are_one_on_postgres() => await FiftyAreOneAsync(await PostgresAsync());

    [Fact]
    public async Task Fifty_at_once_with_one_key_are_one_on_sqlite()
    {
        using var folder = new Folder();
        await FiftyAreOneAsync(folder.Database);
    }

    [Fact]
    public async Task Lists_are_walked_without_loss_or_repeat_on_postgres() => await WalkAsync(await PostgresAsync());

    [Fact]
    public async Task Lists_are_walked_without_loss_or_repeat_on_sqlite()
    {
        using var folder = new Folder();
        await WalkAsync(folder.Database);
    }

    [Fact]
    public async Task A_limit_holds_over_two_servers_on_one_postgres_and_a_revoked_key_opens_neither()
    {
        var database = await PostgresAsync();
        await using var one = await StartAsync(database);
        await using var two = await StartAsync(database);
        var (customer, feature, _) = await one.CustomerWithAsync(limit: 50);
        var created = await one.Admin.CreateApiKeyAsync(new ApiKeyRequest { Name = "k", Scopes = [Scopes.UsageWrite] });
        TollgateClient[] clients = [one.ClientOf(created.Key!), two.ClientOf(created.Key!)];
        var use = new UsageRequest { Customer = customer, Feature = feature };
        var decisions = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => clients[i % 2].UseAsync(use)));
        Assert.Equal(50, decisions.Count(decision => decision.Allowed));

        await two.Admin.RevokeApiKeyAsync(created.Id);
        foreach (var client in clients)
            Assert.Equal(
                ProblemCodes.Unauthenticated,
                (await Assert.ThrowsAsync<TollgateException>(() => client.UseAsync(use))).Code);
    }

    // A command that is killed revokes nothing: its key has an end, and is nobody's for good.
    [Fact]
    public async Task A_key_with_an_end_leaves_the_first_key_to_be_made()
    {
        using var folder = new Folder();
        await using (var command = HostOn(folder.Database, "key-of-a-command", TimeSpan.FromHours(1)))
            await command.InitializeAsync();

        await using var server = HostOn(folder.Database, adminKey: null);
        await server.InitializeAsync();

        Assert.NotNull(((FirstKey)server.Services.GetService(typeof(FirstKey))!).Secret);
    }

    [Fact]
    public async Task Several_servers_that_start_at_once_make_one_first_key()
    {
        var database = await PostgresAsync();
        TollgateHost[] hosts = [.. Enumerable.Range(0, 3).Select(_ => HostOn(database, adminKey: null))];
        await Task.WhenAll(hosts.Select(host => host.InitializeAsync().AsTask()));
        Assert.Single(hosts, host => ((FirstKey)host.Services.GetService(typeof(FirstKey))!).Secret is not null);
        foreach (var host in hosts) await host.DisposeAsync();
    }

    [Theory]
    [InlineData("postgres://ann:p%40ss@db.example:6432/toll%20gate?sslmode=require&application_name=x")]
    [InlineData("postgresql://ann:p%40ss@db.example:6432/toll%20gate?sslmode=require&application_name=x")]
    [InlineData(
        "Host=db.example;Port=6432;Database=toll gate;Username=ann;Password=p@ss;SSL Mode=Require;Application Name=x")]
    public void A_database_is_named_by_url_or_connection_string(string database)
    {
        var parts = new NpgsqlConnectionStringBuilder(DatabaseChoice.ConnectionString(database));
        Assert.Equal(
            ("db.example", 6432, "toll gate", "ann", "p@ss", SslMode.Require, "x"),
            (parts.Host, parts.Port, parts.Database, parts.Username, parts.Password, parts.SslMode,
                parts.ApplicationName));
    }

    [Theory]
    [InlineData("mysql://nowhere")]
    [InlineData("postgres://")]
    [InlineData("Hots=here")]
    public void A_database_that_cannot_be_understood_is_refused(string database) =>
        Assert.ThrowsAny<ArgumentException>(() => TollgateServer.Build(new ServerSettings { Database = database }));

    static async Task FiftyAreOneAsync(string database)
    {
        await using var host = await StartAsync(database);
        var (customer, feature, _) = await host.CustomerWithAsync();
        var body = $$"""{"customer":"{{customer}}","feature":"{{feature}}"}""";
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(_ => host.PostAsync("/v1/usage", body, "one-key")));
        Assert.Single(answers.Select(answer => answer.Text).Distinct());
        Assert.Equal(49, answers.Count(answer => answer.IsReplay));
        Assert.Single((await host.Admin.GetUsagePageAsync(customer)).Data);
    }

    static async Task WalkAsync(string database)
    {
        await using var host = await StartAsync(database);
        var (customer, feature, _) = await host.CustomerWithAsync(10_000, per: "forever");
        var now = TimeProvider.System.GetUtcNow();
        var uses = Enumerable.Range(0, 250).Select(i => new UsageRequest
        {
            Customer = customer,
            Feature = feature,
            At = now.AddMinutes(-(i % 7)),
            Properties = new() { ["i"] = System.Text.Json.JsonSerializer.SerializeToElement(i) },
        });
        await host.Admin.UseBatchAsync(new UsageBatchRequest { Events = [.. uses] });
        var listed = await host.Admin.ListUsageAsync(customer, new UsageQuery { Limit = 60 }).ToListAsync();
        Assert.Equal(250, listed.Select(one => one.Properties["i"].GetInt32()).Distinct().Count());
        Assert.Equal(250, listed.Count);
        Assert.Equal(250, (await host.Admin.GetEntitlementsAsync(customer)).Data[0].Limits[0].Used);
        Assert.Equal(customer, (await host.Admin.ListCustomersAsync(customer[2..]).FirstAsync()).Id);
    }

    static async Task<string> PostgresAsync()
    {
        if (await Databases.SharedAsync() is { } postgres) return await postgres.CreateDatabaseAsync();
        if (Databases.Required) Assert.Fail(Databases.Missing);
        Assert.Skip(Databases.Missing);
        return "";
    }

    static async Task<TollgateHost> StartAsync(string database)
    {
        var host = HostOn(database, TollgateHost.AdminKey);
        await host.InitializeAsync();
        return host;
    }

    static TollgateHost HostOn(string database, string? adminKey, TimeSpan? adminKeyLifetime = null) => new()
    {
        StandsStill = false,
        Settings = new()
        {
            Database = database,
            Urls = "http://127.0.0.1:0",
            AdminKey = adminKey,
            AdminKeyLifetime = adminKeyLifetime,
            LogLevel = LogLevel.None,
        },
    };

    sealed class Folder : IDisposable
    {
        readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("tollgate");

        public string Database => $"sqlite:{Path.Combine(folder.FullName, "tollgate.db")}";

        public void Dispose() => folder.Delete(recursive: true);
    }
}
