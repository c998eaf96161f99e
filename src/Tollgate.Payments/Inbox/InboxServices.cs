using Microsoft.Extensions.DependencyInjection;

namespace Tollgate.Payments.Inbox;

/// <summary>Adds whoever takes in what payment providers tell.</summary>
public static class InboxServices
{
    /// <summary>
    /// Adds the <see cref="Clerk"/>, and his rounds: what is to be tried again, and what never came. It needs a gate
    /// and <see cref="Sessions.PaymentProviders"/>.
    /// </summary>
    public static IServiceCollection AddPaymentInbox(this IServiceCollection services)
    {
        services.AddSingleton<Clerk>();
        services.AddHostedService<InboxService>();
        return services;
    }
}
