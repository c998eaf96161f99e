using System.Net;

namespace Tollgate.Core.Webhooks;

/// <summary>Where messages may be sent.</summary>
public static class WebhookUrl
{
    /// <summary>The most characters of a URL.</summary>
    public const int MostCharacters = 2048;

    /// <summary>
    /// Adds an error where <paramref name="url"/> is none that messages may be sent to: https, no user, no fragment.
    /// With <paramref name="sandbox"/> http too, and addresses that are not public.
    /// </summary>
    public static void Check(FieldErrors errors, string field, string? url, bool sandbox)
    {
        if (url is null or "")
            errors.Add(field, "required", $"{field} is required.");
        else if (url.Length > MostCharacters)
            errors.Add(field, "too_long", $"{field} is longer than {MostCharacters} characters.");
        else if (Problem(url, sandbox) is { } problem)
            errors.Add(field, "invalid_url", $"{field} {problem}");
    }

    static string? Problem(string url, bool sandbox)
    {
        if (!FieldErrors.IsStorable(url) || url.Any(c => c <= ' ' || c == '\\')
            || !Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
            return "must be an absolute URL.";
        if (uri.Scheme != Uri.UriSchemeHttps && !(sandbox && uri.Scheme == Uri.UriSchemeHttp))
            return "must begin with https://.";
        if (uri.UserInfo.Length > 0) return "must not carry a user or a password.";
        if (uri.Fragment.Length > 0) return "must not have a fragment.";
        // Names are judged by what they lead to, when it is connected to.
        if (!sandbox && IPAddress.TryParse(uri.IdnHost, out var address) && !PublicAddress.Is(address))
            return "must lead to a public address.";
        return null;
    }
}
