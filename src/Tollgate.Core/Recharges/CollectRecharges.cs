namespace Tollgate.Core.Recharges;

/// <summary>
/// Says that somebody collects the payments of recharges: from then on they open, for all servers alike. Asked by each
/// server that was told who does; the first time writes it down.
/// </summary>
public sealed record CollectRecharges() : Command(CustomerId.AccountKey)
{
    /// <summary>The row it is kept in.</summary>
    public const string Row = "recharges";

    const string Collected = "collected";

    /// <inheritdoc/>
    public override void Validate(FieldErrors errors) { }

    /// <summary>Whether the stored settings say so.</summary>
    public static bool Of(IEnumerable<Setting> rows) => rows.Any(row => row is { Key: Row, Value: Collected });

    /// <summary>Writes it down, unless it is.</summary>
    public static Outcome Decide(Draft draft, CollectRecharges command)
    {
        if (draft.Account.CollectsRecharges) return new Shown<bool>(true);
        var account = draft.AccountState;
        account.Put(new Setting(Row, Collected));
        draft.Account = draft.Account with { CollectsRecharges = true };
        draft.Audit(account, command.By, "recharges.collected", Row, null, null);
        return new Shown<bool>(true);
    }
}
