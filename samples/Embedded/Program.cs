// A product with Tollgate inside: no second server, no HTTP between the two.
//
//   dotnet run --project samples/Embedded                  on SQLite, in a file beside it
//   curl -X POST http://localhost:5000/acme/summaries      the fourth in a minute is 429

using Embedded;
using Tollgate;
using Tollgate.Core.Usage;

var builder = WebApplication.CreateBuilder(args);
var gate = builder.Services.AddTollgate();
if (builder.Configuration["Postgres"] is { } connectionString)
    gate.UsePostgres(connectionString);
else
    gate.UseSqlite(builder.Configuration["Sqlite"] ?? "embedded.db");
builder.Services.AddHostedService<ProductCatalog>();

var app = builder.Build();
app.MapPost("/{customer}/summaries", async (string customer, Gate tollgate) =>
{
    var decision = await tollgate.UseAsync(new Use(customer, ProductCatalog.Summaries));
    if (!decision.Allowed)
        return Results.Problem($"No more summaries: {decision.Reason}.", statusCode: StatusCodes.Status429TooManyRequests);
    return Results.Ok(new { summary = "...", left = decision.Figures?.Remaining });
});
await app.RunAsync();
