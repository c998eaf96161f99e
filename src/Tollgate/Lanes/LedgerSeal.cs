namespace Tollgate.Lanes;

/// <summary>Whether a database and a key belong together.</summary>
internal static class LedgerSeal
{
    public const string Mismatch =
        "The ledger of this database was begun with another key, or without one: start with that key "
        + "(TOLLGATE_LEDGER_HMAC_KEY), or without one.";

    /// <summary>Whether the ledger is still to be sealed with the key.</summary>
    /// <exception cref="InvalidOperationException">It was begun with another key, or without one.</exception>
    public static async ValueTask<bool> CheckAsync(IStore store, ChainKey? key, CancellationToken stop)
    {
        await using var snapshot = await store.Records.OpenAsync(CustomerId.Account, stop);
        var seal = ChainKey.SealOf((await snapshot.AccountAsync(stop)).Settings);
        if (seal == key?.Fingerprint) return false;
        if (seal is not null || (await snapshot.CustomerAsync(stop)).Head.Sequence > 0)
            throw new InvalidOperationException(Mismatch);
        var customers = await store.Records.HeadsAsync(CustomerId.Account, 1, stop);
        return customers.Count == 0 ? true : throw new InvalidOperationException(Mismatch);
    }
}
