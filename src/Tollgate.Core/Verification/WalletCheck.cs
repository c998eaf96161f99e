using System.Text.Json;

namespace Tollgate.Core.Verification;

/// <summary>
/// How each wallet may be used and is recharged, against the last entries that say so; one of which nothing was said is
/// as it was opened. Its memory is that of the wallets. Not thread-safe.
/// </summary>
internal sealed class WalletCheck(Standing standing)
{
    readonly Dictionary<string, string> settings = [];
    readonly Dictionary<string, string> recharges = [];
    bool isUnknown;

    public void Add(AuditEntry entry)
    {
        if (entry.Action is "wallet.created" or "wallet.updated") settings[entry.Subject] = entry.After!;
        if (!entry.Action.StartsWith("wallet.recharge_", StringComparison.Ordinal)
            && !entry.Action.StartsWith("recharge.", StringComparison.Ordinal)) return;
        if (entry.After is null || Erased.Is(entry.After))
        {
            isUnknown = true;
            return;
        }
        using var view = JsonDocument.Parse(entry.After);
        var currency = view.RootElement.GetProperty("currency").GetString()!;
        if (view.RootElement.TryGetProperty(RecordedRow.Member, out var row)) recharges[currency] = row.GetRawText();
        else isUnknown = true;
    }

    /// <summary>The first wallet that is not as its entries say.</summary>
    public Divergence? Close()
    {
        foreach (var wallet in standing.Wallets)
        {
            var code = wallet.Currency.Code;
            var said = settings.GetValueOrDefault(code)
                ?? CoreJson.Write(WalletView.Of(Wallet.New(wallet.Customer, wallet.Currency)));
            var stored = CoreJson.Write(WalletView.Of(wallet));
            if (Recorded.Compare(standing.Key, "wallet", code, said, stored) is { } divergence) return divergence;
            if (Recharge(wallet, code) is { } other) return other;
            settings.Remove(code);
        }
        foreach (var code in settings.Keys)
            return new Divergence(standing.Key, DivergenceKind.Row, "wallet", code, "a wallet", "no row");
        return null;
    }

    Divergence? Recharge(Wallet wallet, string code)
    {
        var stored = CoreJson.Write(RechargeRow.Of(wallet));
        if (recharges.TryGetValue(code, out var last))
            return Recorded.Compare(standing.Key, "wallet", code, last, stored);
        // Of what an earlier version recorded, or was erased, nothing is known.
        if (isUnknown) return null;
        var never = CoreJson.Write(RechargeRow.Of(Wallet.New(wallet.Customer, wallet.Currency)));
        return Recorded.Compare(standing.Key, "wallet", code, never, stored);
    }
}
