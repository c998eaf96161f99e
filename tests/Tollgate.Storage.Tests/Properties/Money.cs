using Tollgate.Core.Tests.Comparison;
using Tollgate.Testing.Model;

namespace Tollgate.Storage.Tests.Properties;

/// <summary>What a customer has and how it came and went, against the model's sums.</summary>
static class Money
{
    /// <summary>Both sides where they differ. The ledger is compared as far as the history goes.</summary>
    public static async Task<List<string>> DifferencesAsync(Gate gate, ModelCustomer known, long written)
    {
        List<string> faults = [];
        var wallets = await gate.ShowAsync<IReadOnlyList<WalletState>>(new ShowWallets(known.Id));
        Compare("wallets", SequentialModel.WalletsOf(known), MoneyWords.Text(known.Id, wallets));
        var expected = known.Wallets.Values.SelectMany(wallet => SequentialModel.Ledger(known, wallet)
            .Where(entry => entry.Sequence <= written).Select(entry => $"{wallet.Currency} {entry.Describe()}"));
        var stored = MoneyWords.Lines(known.Id, await Trial.LedgerAsync(gate, known.Id));
        Compare("ledger", string.Join('\n', expected), stored);
        return faults;

        void Compare(string what, string model, string real)
        {
            if (model != real) faults.Add($"{known.Id}: its {what}\nmodel:\n{model}\nreal:\n{real}");
        }
    }
}
