using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Tollgate.Payments;
using Tollgate.Payments.Flutterwave;
using Tollgate.Payments.Inbox;
using Tollgate.Payments.Sandbox;
using Tollgate.Payments.Sessions;
using Tollgate.Payments.Stripe;
using Tollgate.Payments.UsageReports;

namespace Tollgate.Server;

/// <summary>Who collects payment sessions.</summary>
internal static class PaymentChoice
{
    /// <summary>Adds whoever the settings name, in order; the sandbox's in a sandbox that names nobody.</summary>
    /// <exception cref="ArgumentException">They name one that there is not, or what it needs is not there.</exception>
    public static void AddPayments(this IServiceCollection services, ServerSettings settings)
    {
        var named = settings.Payments ?? (settings.Sandbox ? "sandbox" : "");
        var names = named.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (names.Distinct(StringComparer.Ordinal).Count() != names.Length)
            throw new ArgumentException("A payment provider is named twice.", nameof(settings));
        if (names.Contains("sandbox") && !settings.Sandbox)
            throw new ArgumentException("The sandbox's payment provider is there only in a sandbox.", nameof(settings));
        List<Func<IServiceProvider, IPaymentProvider>> made = [.. names.Select(name => Of(name, settings))];
        services.AddSingleton(provider => new SandboxProvider(
            provider.GetRequiredService<TimeProvider>(), () => AddressOf(provider.GetRequiredService<IServer>())));
        services.AddSingleton(provider => new PaymentProviders([.. made.Select(make => make(provider))]));
        services.AddSingleton<Cashier>();
        services.AddSingleton<UsageReporter>();
        services.AddHostedService<UsageReportService>();
        services.AddPaymentInbox();
        if (names.Contains("sandbox")) services.AddHostedService<SandboxMessenger>();
    }

    static Func<IServiceProvider, IPaymentProvider> Of(string name, ServerSettings settings)
    {
        List<string> problems = [];
        switch (name)
        {
            case "sandbox":
                return provider => provider.GetRequiredService<SandboxProvider>();
            case "stripe":
                var stripe = ProviderSettings.Stripe(settings.PaymentVariables, problems);
                Check(stripe is not null, name, problems);
                return _ => new StripeProvider(stripe!);
            case "flutterwave":
                var flutterwave = ProviderSettings.Flutterwave(settings.PaymentVariables, problems);
                Check(flutterwave is not null, name, problems);
                return _ => new FlutterwaveProvider(flutterwave!);
            default:
                throw new ArgumentException($"There is no payment provider {name}.", nameof(settings));
        }
    }

    static void Check(bool isThere, string name, List<string> problems)
    {
        if (problems.Count > 0) throw new ArgumentException(string.Join(' ', problems));
        if (!isThere) throw new ArgumentException($"The payment provider {name} has no secret key.");
    }

    // Where the server listens; a name for every address is none to go to.
    static Uri AddressOf(IServer server)
    {
        var listens = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "";
        var address = listens.Replace("://+", "://localhost", StringComparison.Ordinal)
            .Replace("://*", "://localhost", StringComparison.Ordinal)
            .Replace("://0.0.0.0", "://localhost", StringComparison.Ordinal)
            .Replace("://[::]", "://localhost", StringComparison.Ordinal);
        return Uri.TryCreate(address, UriKind.Absolute, out var uri) ? uri : new Uri("http://localhost");
    }
}
