namespace Tollgate.Verification;

/// <summary>
/// The entries of all wallets of a customer in the order of its changes, of each wallet one page at a time. A customer
/// has few wallets. Not thread-safe.
/// </summary>
internal sealed class LedgerRun(IRecordSnapshot snapshot, IEnumerable<Wallet> wallets, CancellationToken stop)
{
    readonly List<RowRun<LedgerEntry>> runs = [.. wallets.Select(wallet => new RowRun<LedgerEntry>(
        (last, limit) => snapshot.LedgerAsync(wallet.Currency, last?.Number ?? 0, limit, stop)))];

    RowRun<LedgerEntry>? first;

    /// <summary>The entry at hand; null after the last.</summary>
    public LedgerEntry? Row => first?.Row;

    /// <summary>Reads the first.</summary>
    public async ValueTask StartAsync()
    {
        foreach (var run in runs) await run.NextAsync();
        Choose();
    }

    /// <summary>Goes on to the next.</summary>
    public async ValueTask NextAsync()
    {
        await first!.NextAsync();
        Choose();
    }

    void Choose() =>
        first = runs.Where(run => run.Row is not null).MinBy(run => (run.Row!.Sequence, run.Row.Line));
}
