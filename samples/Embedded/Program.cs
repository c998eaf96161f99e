// A product with Tollgate inside: no second server, no HTTP between the two.
//
//   dotnet run --project samples/Embedded                  on SQLite, in a file beside it
//   curl -X POST http://localhost:5000/acme/summaries      the fourth in a minute is 429
//   curl -X POST http://localhost:5000/acme/digests        the same by a filter, with what would help
//   curl -X POST http://localhost:5000/acme/books          an operation in the transaction that holds its customer

using Embedded;
using Tollgate;
using Tollgate.AspNetCore;
using Tollgate.Core.Usage;

var builder = WebApplication.CreateBuilder(args);
var gate = builder.Services.AddTollgate();
if (builder.Configuration["Postgres"] is { } connectionString)
    gate.UsePostgres(connectionString);
else
    gate.UseSqlite(builder.Configuration["Sqlite"] ?? "embedded.db");
builder.Services.AddHostedService<ProductCatalog>();
builder.Services.Configure<GateHttpOptions>(options => options.Customer = CustomerSource.Route("customer"));

var app = builder.Build();
app.MapPost("/{customer}/summaries", async (string customer, Gate tollgate) =>
{
    var decision = await tollgate.UseAsync(new Use(customer, ProductCatalog.Summaries));
    if (!decision.Allowed)
        return Results.Problem($"No more summaries: {decision.Reason}.", statusCode: 429);
    return Results.Ok(new { summary = "...", left = decision.Figures?.Remaining });
});
app.MapPost("/{customer}/digests", () => Results.Ok(new { digest = "..." })).RequireFeature(ProductCatalog.Summaries);
app.MapPost("/{customer}/books", async (string customer, Gate tollgate) =>
{
    var passed = await tollgate.ExecuteAsync(customer, async (passage, cancel) =>
    {
        // On PostgreSQL passage.Transaction takes rows of the product's own; all of it is committed together.
        var first = await passage.UseAsync(new Use(customer, ProductCatalog.Summaries), cancel);
        var second = await passage.UseAsync(new Use(customer, ProductCatalog.Summaries), cancel);
        return (first, second);
    });
    return Results.Ok(new { passed.Ran, first = passed.Value.first?.Allowed, second = passed.Value.second?.Allowed });
});
await app.RunAsync();
