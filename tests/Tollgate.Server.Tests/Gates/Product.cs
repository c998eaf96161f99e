using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tollgate.AspNetCore;
using Tollgate.Core;
using Tollgate.Core.Customers;
using Tollgate.Core.Invoices;
using Tollgate.Core.Subscriptions;
using Tollgate.Core.Time;
using Tollgate.Core.Usage;
using Feature = Tollgate.Core.Catalog.Feature;
using FeatureDefinition = Tollgate.Core.Catalog.FeatureDefinition;
using FeatureType = Tollgate.Core.Catalog.FeatureType;
using OverageMode = Tollgate.Core.Catalog.OverageMode;
using PlanDefinition = Tollgate.Core.Catalog.PlanDefinition;
using PlanFeature = Tollgate.Core.Catalog.PlanFeature;
using PlanKind = Tollgate.Core.Catalog.PlanKind;
using PlanLimit = Tollgate.Core.Catalog.PlanLimit;
using PlanVersion = Tollgate.Core.Catalog.PlanVersion;
using PutFeature = Tollgate.Core.Catalog.PutFeature;
using PutPlan = Tollgate.Core.Catalog.PutPlan;
using Subscription = Tollgate.Core.Subscriptions.Subscription;

namespace Tollgate.Server.Tests.Gates;

/// <summary>
/// A team's own application with the gate inside. Customers: <c>acme</c> may pass and use 3 pages an hour and 3
/// exports, <c>idle</c> has no plan, <c>held</c> is suspended and <c>broke</c> has not paid.
/// </summary>
sealed class Product : IAsyncDisposable
{
    readonly WebApplication app;

    Product(WebApplication app, HttpClient client) => (this.app, Client) = (app, client);

    public HttpClient Client { get; }

    public Gate Gate => app.Services.GetRequiredService<Gate>();

    public static async Task<Product> StartAsync(
        Action<GateHttpOptions>? configure = null, Action<IEndpointConventionBuilder>? controllers = null)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddTollgate().UseMemory();
        builder.Services.AddControllers().AddApplicationPart(typeof(PagesController).Assembly);
        builder.Services.AddSingleton<RunCount>();
        builder.Services.Configure<GateHttpOptions>(options =>
        {
            options.Customer = CustomerSource.First(options.Customer, CustomerSource.Header("X-Customer-Id"));
            options.CountsOncePerKey = true;
        });
        if (configure is not null) builder.Services.Configure(configure);
        var app = builder.Build();
        app.Use(SignIn);
        Map(app);
        var mapped = app.MapControllers();
        controllers?.Invoke(mapped);
        await app.StartAsync();
        var product = new Product(app, app.GetTestClient());
        await product.FillAsync();
        return product;
    }

    /// <summary>How often an endpoint of it ran.</summary>
    public int Runs => app.Services.GetRequiredService<RunCount>().Value;

    public async Task<long> UsedAsync(string feature, string customer = "acme") =>
        (await Gate.CheckAsync(new Use(customer, feature))).Figures!.Used;

    public Task<HttpResponseMessage> SendAsync(
        string path, string? customer = "acme", string? claim = null, string? key = null, string body = "{}")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json"),
        };
        if (customer is not null) request.Headers.Add("X-Customer-Id", customer);
        if (claim is not null) request.Headers.Add("X-Test-Claim", claim);
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        return Client.SendAsync(request);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    static Task SignIn(HttpContext context, RequestDelegate next)
    {
        // As where a request is run again to show why it failed.
        if (int.TryParse(context.Request.Headers["X-Test-Status"], out var status))
            context.Response.StatusCode = status;
        var said = context.Request.Headers["X-Test-Claim"].ToString();
        if (said.Length > 0)
            context.User = new ClaimsPrincipal(new ClaimsIdentity(
                said.Split(',').Select(one => one.Split('=')).Select(pair => new Claim(pair[0], pair[1])), "test"));
        return next(context);
    }

    static void Map(WebApplication app)
    {
        app.MapPost("/pages", (RunCount count) => count.Add()).RequireFeature("pages");
        app.MapPost("/both", (RunCount count) => count.Add()).RequireFeature("pages").RequireFeature("exports", 2);
        app.MapPost("/two-exports", (RunCount count) => count.Add()).RequireFeature("exports", 2);
        app.MapPost("/throws", void (RunCount count) =>
        {
            count.Add();
            throw new InvalidOperationException("The endpoint failed.");
        }).RequireFeature("pages");
        app.MapPost("/answers/{status:int}", (int status, RunCount count) =>
        {
            count.Add();
            return Results.StatusCode(status);
        }).RequireFeature("pages");
        app.MapPost("/fails-once", (RunCount count) => Results.StatusCode(count.Add() == 1 ? 503 : 200))
            .RequireFeature("pages");
        app.MapPost("/reads", (PageBody body, RunCount count) => count.Add() + body.Length).RequireFeature("pages");
        var group = app.MapGroup("/group").RequireActiveSubscription();
        group.MapPost("/inside", (RunCount count) => count.Add());
        app.MapPost("/route/{customer}", (RunCount count) => count.Add()).RequireActiveSubscription();
        app.MapPost("/service", async (HttpContext context, Gate gate) =>
            (await gate.AccessAsync(context.GateCustomer()!)).Active);
        app.MapPost("/held", async (HttpContext context, Gate gate) => (await gate.ExecuteAsync(
            context.GateCustomer()!,
            (passage, cancel) => passage.UseAsync(new Use(passage.Customer, "pages"), cancel))).Ran);
    }

    async Task FillAsync()
    {
        foreach (var feature in new[] { "pages", "exports" })
            await Gate.ApplyAsync<Put<Feature>>(
                new PutFeature(feature, new FeatureDefinition(feature, FeatureType.Metered)));
        SortedDictionary<string, PlanFeature> features = new()
        {
            ["pages"] = new(false, [new PlanLimit(3, "PT1H")], OverageMode.Deny, null, false),
            ["exports"] = new(false, [new PlanLimit(3, "forever")], OverageMode.Deny, null, false),
        };
        var plan = new PlanDefinition("Pro", PlanKind.Base, false, CycleLength.Month, 0, true, features);
        await Gate.ApplyAsync<Put<PlanVersion>>(new PutPlan("pro", plan));
        foreach (var customer in new[] { "acme", "idle", "held", "broke" })
        {
            await Gate.ApplyAsync<Put<Profile>>(new PutCustomer(customer));
            if (customer == "idle") continue;
            await Gate.ApplyAsync<Put<Subscription>>(new Subscribe(customer, "pro"));
        }
        await Gate.ApplyAsync<Put<Profile>>(new SuspendCustomer("held"));
        await Gate.ApplyAsync<Put<InvoiceView>>(new FailInvoice("broke", "in_1", Plan: false, Metered: true));
    }
}

/// <summary>A count that requests add to.</summary>
public sealed class RunCount
{
    int value;

    public int Value => Volatile.Read(ref value);

    public int Add() => Interlocked.Increment(ref value);
}

/// <summary>A body that an endpoint reads.</summary>
public sealed record PageBody(int Length);

/// <summary>The same by controllers.</summary>
[ApiController]
[Route("controller")]
public sealed class PagesController(RunCount count) : ControllerBase
{
    [HttpPost("pages")]
    [RequireFeature("pages")]
    public ActionResult<int> Pages() => count.Add();

    [HttpPost("throws")]
    [RequireFeature("pages")]
    public ActionResult<int> Throws() => throw new InvalidOperationException($"The action failed: {count.Add()}.");

    [HttpPost("unavailable")]
    [RequireFeature("pages")]
    [RequireFeature("exports", Quantity = 2)]
    public ActionResult<int> Unavailable() => StatusCode(503, count.Add());

    [HttpPost("active")]
    [RequireActiveSubscription]
    public ActionResult<int> Active() => count.Add();

    [HttpPost("open")]
    public ActionResult<int> Open() => count.Add();
}
