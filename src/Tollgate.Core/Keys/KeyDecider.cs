namespace Tollgate.Core.Keys;

/// <summary>Decides the commands about API keys.</summary>
public static class KeyDecider
{
    /// <summary>The most keys that are live at once.</summary>
    public const int MostLive = 10_000;

    static Rejected TooMany { get; } =
        new(Rejection.TooManyApiKeys, "The account has 10,000 live API keys, the most it can have.");

    /// <summary>Makes a key.</summary>
    public static Outcome Decide(Draft draft, CreateApiKey command)
    {
        var account = draft.AccountState;
        if (draft.Account.Keys.Find(command.Hash) is { } known) return new Put<ApiKey>(known, known, false);

        var now = draft.TimeOf(account);
        if (IsFull(draft, now)) return TooMany;
        if (command.ExpiresAt <= now)
            return Rejected.Invalid("expires_at", "out_of_range", "expires_at must lie in the future.");
        var key = new ApiKey(
            account.NextSequence, command.Prefix, command.Hash, command.Name, command.Scopes, now,
            command.ExpiresAt, null, command.BoundTo, command.Rate);
        Store(draft, account, key);
        draft.Audit(account, command.By, "api_key.created", key.Prefix, null, View(key));
        return new Put<ApiKey>(key, null, true);
    }

    /// <summary>Ends a key.</summary>
    public static Outcome Decide(Draft draft, RevokeApiKey command)
    {
        var account = draft.AccountState;
        if (draft.Account.Keys.All.FirstOrDefault(key => key.Id == command.Id) is not { } key)
            return new Rejected(Rejection.ApiKeyNotFound, "There is no such API key.");
        if (key.RevokedAt is not null) return new Put<ApiKey>(key, key, false);

        var revoked = key with { RevokedAt = draft.TimeOf(account) };
        Store(draft, account, revoked);
        draft.Audit(account, command.By, "api_key.revoked", key.Prefix, View(key), View(revoked));
        return new Put<ApiKey>(revoked, key, true);
    }

    /// <summary>Makes a key in the place of another, which ends after the overlap, or before if it was to.</summary>
    public static Outcome Decide(Draft draft, RotateApiKey command)
    {
        var account = draft.AccountState;
        if (draft.Account.Keys.Find(command.Hash) is { } known) return new Put<ApiKey>(known, known, false);
        if (draft.Account.Keys.All.FirstOrDefault(key => key.Id == command.Id) is not { } old)
            return new Rejected(Rejection.ApiKeyNotFound, "There is no such API key.");
        var now = draft.TimeOf(account);
        if (!old.IsLive(now))
            return new Rejected(Rejection.ApiKeyEnded, "The API key is over; make another instead.");
        if (IsFull(draft, now)) return TooMany;

        var made = old with
        {
            Id = account.NextSequence,
            Prefix = command.Prefix,
            Hash = command.Hash,
            CreatedAt = now,
        };
        Store(draft, account, made);
        draft.Audit(account, command.By, "api_key.created", made.Prefix, null, View(made));

        var end = now + command.Overlap;
        var ending = old with { ExpiresAt = old.ExpiresAt < end ? old.ExpiresAt : end };
        Store(draft, account, ending);
        draft.Audit(account, command.By, "api_key.rotated", old.Prefix, View(old), View(ending));
        return new Put<ApiKey>(made, null, true);
    }

    /// <summary>Reads a key's name.</summary>
    public static Outcome Decide(Draft draft, ShowKeyName command) =>
        new Shown<string>(draft.Account.Keys.Find(command.Hash)?.Name ?? "read token");

    static bool IsFull(Draft draft, Instant now) => draft.Account.Keys.Live(now) >= MostLive;

    static void Store(Draft draft, CustomerState account, ApiKey key)
    {
        account.Put(key);
        draft.Account = draft.Account with { Keys = draft.Account.Keys.With(key) };
    }

    static string View(ApiKey key) => CoreJson.Write(new ApiKeyView(
        key.Id, key.Prefix, key.Name, key.Scopes,
        CoreJson.Time(key.CreatedAt), CoreJson.Time(key.ExpiresAt), CoreJson.Time(key.RevokedAt),
        key.Customer, key.Rate?.PerMinute, key.Rate?.Burst));
}

/// <summary>A key as the audit shows it: without its hash.</summary>
public sealed record ApiKeyView(
    long Id, string Prefix, string Name, IReadOnlyList<string> Scopes,
    string CreatedAt, string? ExpiresAt, string? RevokedAt,
    string? Customer, int? RatePerMinute, int? RateBurst);
