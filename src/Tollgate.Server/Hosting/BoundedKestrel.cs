using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Tollgate.Server;

/// <summary>The web server, with a limit on everything that a stranger can make it hold.</summary>
internal static class BoundedKestrel
{
    const int MostConnections = 16_384;
    const int MostHeaderBytes = 16 * 1024;
    const int MostHeaders = 64;

    public static void UseBoundedKestrel(this IWebHostBuilder host, string? urls)
    {
        host.UseKestrelCore();
        host.UseKestrelHttpsConfiguration();
        host.ConfigureKestrel(Limit);
        host.UseUrls(urls ?? "http://localhost:5000");
    }

    static void Limit(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        // Read byte by byte, so that a header with others than ASCII's is refused by name and not by the web server.
        kestrel.RequestHeaderEncodingSelector = _ => System.Text.Encoding.Latin1;
        kestrel.Limits.MaxConcurrentConnections = MostConnections;
        kestrel.Limits.MaxConcurrentUpgradedConnections = 0;
        kestrel.Limits.MaxRequestHeadersTotalSize = MostHeaderBytes;
        kestrel.Limits.MaxRequestHeaderCount = MostHeaders;
        kestrel.Limits.MaxRequestBodySize = Operation.LargeBody + 1;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(1024, TimeSpan.FromSeconds(5));
    }
}
