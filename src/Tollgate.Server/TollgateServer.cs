namespace Tollgate.Server;

/// <summary>The HTTP server: a gate, its store, and the doors to it.</summary>
public static class TollgateServer
{
    /// <summary>
    /// Builds a server that is ready to be started. Starting it brings the database up to date, opens the gate and sees
    /// to the first key; see <see cref="FirstKey"/>.
    /// </summary>
    /// <exception cref="ArgumentException">A setting cannot be understood.</exception>
    public static WebApplication Build(ServerSettings settings) => Build(settings, _ => { });

    /// <summary>The same with other services, for tests: a clock that stands still, a store that fails.</summary>
    internal static WebApplication Build(ServerSettings settings, Action<IServiceCollection> configure)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.LedgerKey is { Length: < ChainKey.LeastCharacters })
            throw new ArgumentException($"The ledger's key must have at least {ChainKey.LeastCharacters} characters.");
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.AddLog(settings.LogLevel);
        builder.WebHost.UseBoundedKestrel(settings.Urls);
        builder.Services.AddDatabase(settings.Database);
        builder.Services.Configure<TollgateOptions>(options =>
        {
            options.WebhooksToPrivateAddresses = settings.Sandbox;
            options.LedgerKey = settings.LedgerKey;
        });
        builder.Services.AddPayouts(settings);
        builder.Services.AddRecharges(settings);
        builder.Services.AddPayments(settings);
        builder.Services.AddFirstKey(settings.AdminKey, settings.AdminKeyLifetime);
        builder.Services.AddTelemetry(settings.OtlpEndpoint);
        builder.Services.AddKeyUsage();
        builder.Services.AddDoor();
        builder.Services.AddApiDocument();
        configure(builder.Services);

        var app = builder.Build();
        app.UseDoor();
        app.MapHealth();
        app.MapApiDocument();
        app.MapFeatures();
        app.MapPlans();
        app.MapMoves();
        app.MapRateCards();
        app.MapSettings();
        app.MapCatalog();
        app.MapCustomers();
        app.MapNamespaces();
        app.MapSubscriptions();
        app.MapLifecycle();
        app.MapRenewals();
        app.MapDiscounts();
        app.MapPreviews();
        app.MapBoosts();
        app.MapChecks();
        app.MapUsage();
        app.MapUsageSummary();
        app.MapCloudEvents();
        app.MapCorrections();
        app.MapReservations();
        app.MapEntitlements();
        app.MapApiKeys();
        app.MapHistory();
        app.MapAudit();
        app.MapWebhookEndpoints();
        app.MapDeliveries();
        app.MapTestClock(settings.Sandbox);
        app.MapTokens();
        app.MapWallets();
        app.MapLedger();
        app.MapReturns();
        app.MapWithdrawals();
        app.MapVerification();
        app.MapCheckpoints();
        app.MapExports();
        app.MapBudgets();
        app.MapAccess();
        app.MapInvoices();
        app.MapPaymentSessions();
        app.MapPeriods();
        app.MapUsageReports();
        app.MapWebhooksIn();
        app.MapSandboxCheckout();
        app.MapStatements();
        app.MapReconciliations();
        app.MapPricePreviews();
        return app;
    }
}
