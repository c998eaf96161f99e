namespace Tollgate.Core.Keys;

/// <summary>Keeps the secret that read tokens are signed with, unless there is one.</summary>
/// <param name="Secret">32 random bytes that the door has drawn.</param>
public sealed record KeepTokenSecret(byte[] Secret) : Command(CustomerId.AccountKey)
{
    /// <summary>The row it is kept in.</summary>
    public const string Row = "token_secret";

    /// <summary>Any key that may make tokens may need the first secret; it is told nothing by keeping it.</summary>
    public override bool ActsOnlyOn(string customer) => true;

    /// <inheritdoc/>
    public override void Validate(FieldErrors errors)
    {
        if (Secret.Length != 32) errors.Add("secret", "out_of_range", "A secret has 32 bytes.");
    }

    /// <summary>The secret among the stored settings, or null.</summary>
    public static byte[]? Of(IEnumerable<Setting> rows) =>
        rows.FirstOrDefault(row => row.Key == Row) is { } row ? Convert.FromHexString(row.Value) : null;
}

/// <summary>Reads the secret; nothing of it may leave the process.</summary>
public sealed record ShowTokenSecret() : Command(CustomerId.AccountKey)
{
    /// <inheritdoc/>
    public override bool ActsOnlyOn(string customer) => true;

    /// <inheritdoc/>
    public override void Validate(FieldErrors errors) { }
}

/// <summary>The secret, or null as long as nobody needed one.</summary>
public sealed record TokenSecret(byte[]? Bytes);

/// <summary>Decides the commands about the secret of read tokens.</summary>
public static class TokenDecider
{
    /// <summary>Keeps the first secret; every later one is dropped.</summary>
    public static Outcome Decide(Draft draft, KeepTokenSecret command)
    {
        var account = draft.AccountState;
        if (draft.Account.Keys.TokenSecret is { } known)
            return new Put<TokenSecret>(new TokenSecret(known), new TokenSecret(known), false);
        account.Put(new Setting(KeepTokenSecret.Row, Convert.ToHexStringLower(command.Secret)));
        draft.Account = draft.Account with { Keys = draft.Account.Keys.With(command.Secret) };
        draft.Audit(account, command.By, "token_secret.created", KeepTokenSecret.Row, null, null);
        return new Put<TokenSecret>(new TokenSecret(command.Secret), null, true);
    }

    /// <summary>Reads the secret.</summary>
    public static Outcome Decide(Draft draft, ShowTokenSecret _) =>
        new Shown<TokenSecret>(new TokenSecret(draft.Account.Keys.TokenSecret));
}
