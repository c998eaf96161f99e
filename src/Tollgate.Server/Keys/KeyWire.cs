using System.Globalization;

namespace Tollgate.Server;

/// <summary>API keys between the wire and the engine.</summary>
internal static class KeyWire
{
    const string Prefix = "key_";

    public static bool TryParse(string id, out long number)
    {
        number = 0;
        return id.StartsWith(Prefix, StringComparison.Ordinal)
            && long.TryParse(id.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    public static Wire.ApiKey Of(ApiKey key, Instant? lastUsedAt = null) => new()
    {
        Id = Id(key),
        Name = key.Name,
        Prefix = key.Prefix,
        Scopes = key.Scopes,
        CreatedAt = Times.Write(key.CreatedAt),
        ExpiresAt = Times.Write(key.ExpiresAt),
        RevokedAt = Times.Write(key.RevokedAt),
        Customer = key.Customer,
        Rate = Of(key.Rate),
        LastUsedAt = Times.Write(lastUsedAt),
    };

    public static Wire.ApiKeyCreated Created(ApiKey key, string? secret) => new()
    {
        Id = Id(key),
        Key = secret,
        Name = key.Name,
        Prefix = key.Prefix,
        Scopes = key.Scopes,
        CreatedAt = Times.Write(key.CreatedAt),
        ExpiresAt = Times.Write(key.ExpiresAt),
        RevokedAt = Times.Write(key.RevokedAt),
        Customer = key.Customer,
        Rate = Of(key.Rate),
    };

    public static KeyRate? Of(Wire.KeyRate? rate) => rate is null ? null : new KeyRate(rate.PerMinute, rate.Burst);

    static Wire.KeyRate? Of(KeyRate? rate) =>
        rate is null ? null : new Wire.KeyRate { PerMinute = rate.PerMinute, Burst = rate.Burst };

    static string Id(ApiKey key) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{key.Id}");
}
