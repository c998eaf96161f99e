using Tollgate.Payouts;

namespace Tollgate.Server;

/// <summary>Who pays withdrawals out.</summary>
internal static class PayoutChoice
{
    /// <summary>Adds whoever the settings name; nobody where they name none.</summary>
    /// <exception cref="ArgumentException">They name one that there is not.</exception>
    public static void AddPayouts(this IServiceCollection services, ServerSettings settings)
    {
        if (string.IsNullOrEmpty(settings.Payouts)) return;
        if (settings.Payouts != "sandbox" || !settings.Sandbox)
            throw new ArgumentException("Payouts must be sandbox, and only in a sandbox.", nameof(settings));
        new TollgateBuilder(services).UsePayouts<SandboxPayouts>();
    }
}
