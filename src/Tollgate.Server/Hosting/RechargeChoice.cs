using Tollgate.Recharges;

namespace Tollgate.Server;

/// <summary>Who collects the payments of automatic recharges.</summary>
internal static class RechargeChoice
{
    /// <summary>Adds whoever the settings name; where they name none, nothing is recharged.</summary>
    /// <exception cref="ArgumentException">They name one that there is not.</exception>
    public static void AddRecharges(this IServiceCollection services, ServerSettings settings)
    {
        if (string.IsNullOrEmpty(settings.Recharges)) return;
        if (settings.Recharges != "sandbox" || !settings.Sandbox)
            throw new ArgumentException("Recharges must be sandbox, and only in a sandbox.", nameof(settings));
        new TollgateBuilder(services).UseRecharges<SandboxRecharges>();
    }
}
