using System.Net;
using System.Net.Sockets;

namespace Tollgate.Core.Webhooks;

/// <summary>
/// Which addresses lie in the public internet. Everything else is refused: an address that a stranger chooses must not
/// lead into the network of whoever runs this. By the special-purpose registries of IANA (RFC 6890).
/// </summary>
public static class PublicAddress
{
    static readonly IPNetwork[] NotPublic = Array.ConvertAll<string, IPNetwork>(
    [
        "0.0.0.0/8",            // this network, the unspecified address
        "10.0.0.0/8",           // private
        "100.64.0.0/10",        // carrier-grade NAT
        "127.0.0.0/8",          // loopback
        "169.254.0.0/16",       // link-local, and the metadata service of clouds
        "172.16.0.0/12",        // private
        "192.0.0.0/24",         // protocol assignments
        "192.0.2.0/24",         // documentation
        "192.31.196.0/24",      // AS112
        "192.52.193.0/24",      // AMT
        "192.88.99.0/24",       // 6to4 relays
        "192.168.0.0/16",       // private
        "192.175.48.0/24",      // AS112
        "198.18.0.0/15",        // benchmarks
        "198.51.100.0/24",      // documentation
        "203.0.113.0/24",       // documentation
        "224.0.0.0/4",          // multicast
        "240.0.0.0/4",          // reserved, broadcast
    ], network => IPNetwork.Parse(network));

    // Of IPv6 only what is given out for the internet (2000::/3) can be public, and of that not these.
    static readonly IPNetwork Global = IPNetwork.Parse("2000::/3");

    static readonly IPNetwork[] NotPublic6 = Array.ConvertAll<string, IPNetwork>(
    [
        "2001::/23",            // protocol assignments, Teredo
        "2001:db8::/32",        // documentation
        "2002::/16",            // 6to4, which carries any IPv4 address
        "2620:4f:8000::/48",    // AS112
        "3fff::/20",            // documentation
    ], network => IPNetwork.Parse(network));

    /// <summary>Whether an address is public. One of IPv4 in an IPv6 form is judged as what it stands for.</summary>
    public static bool Is(IPAddress address)
    {
        var bare = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (bare.AddressFamily == AddressFamily.InterNetwork)
            return !Array.Exists(NotPublic, net => net.Contains(bare));
        return bare.AddressFamily == AddressFamily.InterNetworkV6 && bare.ScopeId == 0
            && Global.Contains(bare) && !Array.Exists(NotPublic6, net => net.Contains(bare));
    }
}
