namespace Tollgate.Core.Keys;

/// <summary>Decides the commands about API keys.</summary>
public static class KeyDecider
{
    /// <summary>Makes a key.</summary>
    public static Outcome Decide(Draft draft, CreateApiKey command)
    {
        var account = draft.AccountState;
        if (draft.Account.Keys.Find(command.Hash) is { } known) return new Put<ApiKey>(known, known, false);

        var now = draft.TimeOf(account);
        if (command.ExpiresAt <= now)
            return Rejected.Invalid("expires_at", "out_of_range", "expires_at must lie in the future.");
        var key = new ApiKey(
            account.NextSequence, command.Prefix, command.Hash, command.Name, command.Scopes, now,
            command.ExpiresAt, null);
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

    static void Store(Draft draft, CustomerState account, ApiKey key)
    {
        account.Put(key);
        draft.Account = draft.Account with { Keys = draft.Account.Keys.With(key) };
    }

    static string View(ApiKey key) => CoreJson.Write(new ApiKeyView(
        key.Id, key.Prefix, key.Name, key.Scopes,
        CoreJson.Time(key.CreatedAt), CoreJson.Time(key.ExpiresAt), CoreJson.Time(key.RevokedAt)));
}

/// <summary>A key as the audit shows it: without its hash.</summary>
public sealed record ApiKeyView(
    long Id, string Prefix, string Name, IReadOnlyList<string> Scopes,
    string CreatedAt, string? ExpiresAt, string? RevokedAt);
