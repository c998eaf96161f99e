using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Tollgate.Webhooks;

/// <summary>
/// Connects to public addresses only. A name is resolved here and each address judged before it is connected to, and
/// the very addresses that were judged are connected to: a name that leads elsewhere the next time changes nothing.
/// Thread-safe.
/// </summary>
/// <param name="anywhere">Whether any address will do.</param>
/// <param name="resolve">Resolves a name; null: as the system does.</param>
/// <param name="roots">Who may vouch for a receiver; null: whom the system trusts.</param>
internal sealed class PublicConnections(
    bool anywhere, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null,
    X509Certificate2Collection? roots = null)
{
    /// <summary>A handler that neither follows redirects nor uses a proxy, cookies or credentials.</summary>
    public SocketsHttpHandler Handler() => new()
    {
        SslOptions = { CertificateChainPolicy = Trust() },
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        Credentials = null,
        ActivityHeadersPropagator = null,
        AutomaticDecompression = DecompressionMethods.None,
        MaxResponseHeadersLength = 16,
        MaxResponseDrainSize = 0,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        ConnectCallback = (context, stop) => ConnectAsync(context.DnsEndPoint, stop),
    };

    X509ChainPolicy? Trust()
    {
        if (roots is null) return null;
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.AddRange(roots);
        return policy;
    }

    /// <summary>Connects to the first public address of a name that takes the connection.</summary>
    /// <exception cref="ForbiddenAddressException">It leads to none.</exception>
    public async ValueTask<Stream> ConnectAsync(DnsEndPoint endpoint, CancellationToken stop)
    {
        var found = IPAddress.TryParse(endpoint.Host, out var literal)
            ? [literal]
            : await (resolve ?? Dns.GetHostAddressesAsync)(endpoint.Host, stop);
        var allowed = anywhere ? found : Array.FindAll(found, PublicAddress.Is);
        if (allowed.Length == 0) throw new ForbiddenAddressException();
        for (var i = 0; ; i++)
        {
            // A socket for each attempt: one that failed to connect cannot be used again.
            var socket = new Socket(allowed[i].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(allowed[i], endpoint.Port), stop);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException) when (i + 1 < allowed.Length)
            {
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }
}

/// <summary>A name leads to no public address.</summary>
internal sealed class ForbiddenAddressException() : IOException("The address is not public.");
