using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tollgate.Payouts;

namespace Messaging;

/// <summary>
/// A small messaging platform with the gate inside: what it sells is decided, counted and charged in the transaction
/// that writes its own rows.
/// </summary>
public static class MessagingApp
{
    /// <summary>Puts it together. It wants a PostgreSQL: <c>--Postgres "Host=..."</c>.</summary>
    /// <param name="args">Of the command line, over the environment.</param>
    /// <param name="replace">Services that take the place of its own, such as <see cref="ISender"/>.</param>
    public static WebApplication Build(string[] args, Action<IServiceCollection>? replace = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        var postgres = builder.Configuration["Postgres"]
            ?? throw new InvalidOperationException("It needs a database: --Postgres \"Host=...\"");
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        var services = builder.Services;
        services.ConfigureHttpJsonOptions(json =>
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower);
        services.AddAuthentication(SignIn.Scheme)
            .AddScheme<AuthenticationSchemeOptions, SignIn>(SignIn.Scheme, null);
        services.AddAuthorization();

        // The gate, on the database of the application; it opens before what is added behind it.
        services.AddTollgate().UsePostgres(postgres).UsePayouts<SandboxPayouts>();
        services.Configure<GateHttpOptions>(gate => gate.Customer = CustomerSource.Claim(SignIn.TenantClaim));
        services.AddGateProblems();

        services.AddSingleton(NpgsqlDataSource.Create(postgres));
        services.AddHostedService<Schema>();
        services.AddHostedService<ProductCatalog>();
        services.AddHostedService<Outbox>();
        services.AddSingleton<Bell>();
        services.AddSingleton(new PublicUrl(builder.Configuration["PublicUrl"] ?? "http://localhost:5000"));
        replace?.Invoke(services);
        services.TryAddSingleton<ISender, ConsoleSender>();

        var app = builder.Build();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseAuthentication();
        app.UseAuthorization();
        Map(app);
        return app;
    }

    static void Map(WebApplication app)
    {
        app.MapUnsubscribe();                                           // whoever has the link

        var signedIn = app.MapGroup("").RequireAuthorization();
        signedIn.MapTenant();                                           // open to those who may not pass: they pay here
        signedIn.MapWallet();
        signedIn.MapWithdrawals();

        var active = signedIn.MapGroup("").RequireActiveSubscription();
        active.MapContacts();
        active.MapCampaigns();
        active.MapMessages();
    }
}
