using Tollgate.Core.Payments;

namespace Tollgate.Payments.Sessions;

/// <summary>The providers of a server in the order in which they are tried. Immutable, thread-safe.</summary>
/// <param name="all">Each name once; empty: nothing is collected here.</param>
public sealed class PaymentProviders(IReadOnlyList<IPaymentProvider> all)
{
    /// <summary>In order.</summary>
    public IReadOnlyList<IPaymentProvider> All => all;

    /// <summary>The name of the first; null: there is none.</summary>
    public string? First => all.Count > 0 ? all[0].Name : null;

    /// <summary>The one of a name, or null.</summary>
    public IPaymentProvider? Find(string name) => all.FirstOrDefault(one => one.Name == name);

    /// <summary>Whom to try once the session's own cannot: the first not tried yet; null: nobody is left.</summary>
    internal string? After(PaymentSession row) => all.Select(one => one.Name).FirstOrDefault(
        name => name != row.Provider && row.Attempts.All(tried => tried.Provider != name));
}
