using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Tollgate.Server.Tests.Http;

/// <summary>
/// A real server on a port of its own, in memory unless a test says otherwise, on a clock that stands still.
/// </summary>
public sealed class TollgateHost : IAsyncLifetime
{
    /// <summary>The administrator's key.</summary>
    public const string AdminKey = "administrator-of-the-tests";

    static int names;

    WebApplication? app;
    TollgateClient? admin;
    HttpClient? http;

    public ManualTime Clock { get; init; } = new(new DateTimeOffset(2026, 11, 15, 12, 0, 0, TimeSpan.Zero));

    public ServerSettings Settings { get; init; } = new()
    {
        Database = "memory:",
        Urls = "http://127.0.0.1:0",
        AdminKey = AdminKey,
        LogLevel = LogLevel.None,
    };

    /// <summary>One that is a sandbox: with a test clock, and webhooks to private addresses.</summary>
    public static TollgateHost InSandbox() => new()
    {
        Settings = new ServerSettings
        {
            Database = "memory:",
            Urls = "http://127.0.0.1:0",
            AdminKey = AdminKey,
            LogLevel = LogLevel.None,
            Sandbox = true,
        },
    };

    /// <summary>Changes the server's services before it is built.</summary>
    public Action<IServiceCollection> Configure { get; init; } = _ => { };

    /// <summary>Whether it runs on <see cref="Clock"/>; a database has a clock of its own.</summary>
    public bool StandsStill { get; init; } = true;

    public IServiceProvider Services => app!.Services;

    public TollgateClient Admin => admin!;

    /// <summary>Sends what no client would.</summary>
    public HttpClient Http => http!;

    public Uri Address { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        app = TollgateServer.Build(Settings, services =>
        {
            if (StandsStill) services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
            Configure(services);
        });
        await app.StartAsync();
        var addresses = Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Address = new Uri(addresses.Single());
        var bytes = new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => System.Text.Encoding.Latin1 };
        http = new HttpClient(bytes) { BaseAddress = Address };
        admin = ClientOf(AdminKey);
    }

    public async ValueTask DisposeAsync()
    {
        http?.Dispose();
        if (app is null) return;
        await app.StopAsync();
        await app.DisposeAsync();
    }

    /// <summary>A client that asks once: what a test sees is what the server said.</summary>
    public TollgateClient ClientOf(string key) => new(Http, new TollgateClientOptions { ApiKey = key, MaxRetries = 0 });

    /// <summary>A client whose key has these scopes.</summary>
    public async Task<TollgateClient> ClientWithAsync(params string[] scopes) => ClientOf(await KeyWithAsync(scopes));

    /// <summary>A new key with these scopes.</summary>
    public async Task<string> KeyWithAsync(params string[] scopes) =>
        (await Admin.CreateApiKeyAsync(new ApiKeyRequest { Name = "test", Scopes = scopes })).Key!;

    /// <summary>An id that no other test has.</summary>
    public static string NewId(string start = "id") =>
        string.Create(CultureInfo.InvariantCulture, $"{start}{Interlocked.Increment(ref names)}");

    /// <summary>
    /// A customer on a plan that gives <paramref name="limit"/> of a new metered feature in each cycle.
    /// </summary>
    public async Task<(string Customer, string Feature, string Plan)> CustomerWithAsync(
        decimal limit = 100, string per = "cycle", int scale = 0)
    {
        var (customer, feature, plan) = (NewId("customer"), NewId("feature"), NewId("plan"));
        await Admin.PutFeatureAsync(
            feature, new FeatureRequest { Name = feature, Type = FeatureType.Metered, Scale = scale });
        await Admin.PutPlanAsync(plan, PlanOf(feature, limit, per));
        await Admin.PutCustomerAsync(customer, new CustomerRequest());
        await Admin.CreateSubscriptionAsync(customer, new SubscriptionRequest { Plan = plan });
        return (customer, feature, plan);
    }

    /// <summary>A base plan with one limit.</summary>
    public static PlanRequest PlanOf(string feature, decimal limit, string per = "cycle") => new()
    {
        Name = "Plan",
        Kind = PlanKind.Base,
        Features = new Dictionary<string, PlanFeature>
        {
            [feature] = new() { Limits = [new PlanLimit { Quantity = limit, Per = per }] },
        },
    };
}
