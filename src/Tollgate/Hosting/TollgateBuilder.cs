using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tollgate.Payouts;
using Tollgate.Recharges;

namespace Tollgate;

/// <summary>Names the store of a gate. One store is to be named.</summary>
public sealed class TollgateBuilder(IServiceCollection services)
{
    /// <summary>The services it adds to.</summary>
    public IServiceCollection Services { get; } = services;

    /// <summary>Keeps everything in the store that <paramref name="store"/> makes. The last one named counts.</summary>
    public TollgateBuilder UseStore(Func<IServiceProvider, IStore> store)
    {
        Services.Replace(ServiceDescriptor.Singleton(store));
        return this;
    }

    /// <summary>
    /// Collects the payments of automatic recharges by <typeparamref name="T"/>, a singleton. Unless one is named, a
    /// wallet's rule is kept and nothing is opened.
    /// </summary>
    public TollgateBuilder UseRecharges<T>() where T : class, IRechargePayments
    {
        Services.Replace(ServiceDescriptor.Singleton<IRechargePayments, T>());
        Services.Configure<TollgateOptions>(options => options.Recharges = true);
        Services.AddHostedService<RechargeService>();
        return this;
    }

    /// <summary>
    /// Pays approved withdrawals out by <typeparamref name="T"/>, a singleton. Unless one is named, an operator says of
    /// each that it was paid.
    /// </summary>
    public TollgateBuilder UsePayouts<T>() where T : class, IPayoutExecutor
    {
        Services.Replace(ServiceDescriptor.Singleton<IPayoutExecutor, T>());
        Services.AddHostedService<PayoutService>();
        return this;
    }

    /// <summary>Keeps everything in memory, for tests and trials: it ends with the process.</summary>
    public TollgateBuilder UseMemory() =>
        UseStore(provider => new MemoryStore(provider.GetRequiredService<TimeProvider>()));
}
