using System.Security.Cryptography;
using System.Text;
using Tollgate.Core.ProviderEvents;

namespace Tollgate.Payments.Inbox;

/// <summary>The names under which events are kept: a provider's own, unless they could stand in no path.</summary>
internal static class EventName
{
    /// <summary>The id of an event; of one that is too long, or has other characters, its hash.</summary>
    public static string Of(string id) =>
        id.Length is > 0 and <= ApplyEvent.MostId && id.All(one => one is > ' ' and <= '~' and not '/' and not '%')
            ? id
            : "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)));

    /// <summary>What a provider calls it, cut to what can be kept.</summary>
    public static string TypeOf(string type)
    {
        var plain = string.Concat(type.Where(one => one is >= ' ' and <= '~').Take(ApplyEvent.MostId));
        return plain.Length > 0 ? plain : "?";
    }
}
