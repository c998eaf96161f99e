namespace Tollgate.Core.History;

/// <summary>
/// Says that every link from the first on is made with a key. Answers with the fingerprint that holds from now on; null
/// where there is a history without a key.
/// </summary>
/// <param name="Fingerprint">See <see cref="ChainKey.Fingerprint"/>.</param>
public sealed record SealLedger(string Fingerprint) : Command(CustomerId.AccountKey)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors) => errors.Id("fingerprint", Fingerprint);
}

/// <summary>Decides it: only an account to which nothing has happened is sealed.</summary>
public static class SealDecider
{
    /// <summary>Seals the ledger, unless it is sealed or begun.</summary>
    public static Outcome Decide(Draft draft, SealLedger command)
    {
        var account = draft.AccountState;
        if (draft.Account.Seal is not null || account.Head.Sequence > 0) return new Shown<string?>(draft.Account.Seal);
        account.Put(new Setting(ChainKey.Setting, command.Fingerprint));
        draft.Account = draft.Account with { Seal = command.Fingerprint };
        draft.Audit(account, command.By, "ledger.sealed", ChainKey.Setting, null, command.Fingerprint);
        return new Shown<string?>(command.Fingerprint);
    }
}
