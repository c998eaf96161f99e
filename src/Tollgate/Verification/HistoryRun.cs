namespace Tollgate.Verification;

/// <summary>
/// Everything that is recorded of a customer in the order of its changes: of one change the lines of a use or an audit
/// entry, then what it moved of wallets, what was remembered of it, and what it made. Read page by page. Not
/// thread-safe.
/// </summary>
internal sealed class HistoryRun
{
    readonly List<Part> parts;
    Checked looked;

    /// <summary>That of a snapshot.</summary>
    public HistoryRun(IRecordSnapshot snapshot, IEnumerable<Wallet> wallets, Checked looked, CancellationToken stop)
    {
        this.looked = looked;
        var uses = new RowRun<UsageEvent>((last, limit) => snapshot.EventsAsync(
            last is null ? LinePlace.Start : new LinePlace(last.Sequence, last.Line), limit, stop));
        var audits = new RowRun<AuditEntry>((last, limit) => snapshot.AuditsAsync(last?.Sequence ?? 0, limit, stop));
        var ledger = new LedgerRun(snapshot, wallets, stop);
        var ids = new RowRun<RecordedId>((_, limit) => snapshot.NextIdsAsync(limit, stop));
        var ended = new RowRun<Reservation>((_, limit) => snapshot.NextEndedAsync(limit, stop));
        var grants = new RowRun<CreditGrant>((last, limit) => snapshot.GrantsAsync(last?.Id ?? 0, limit, stop));
        var payments = new RowRun<PaymentSession>((last, limit) => snapshot.PaymentsAsync(last?.Id ?? 0, limit, stop));
        var slices = new RowRun<UsageSlice>((last, limit) => snapshot.SlicesAsync(last?.Id ?? 0, limit, stop));
        var periods = new RowRun<ClosedPeriod>((last, limit) => snapshot.PeriodsAsync(last?.Id ?? 0, limit, stop));
        var withdrawals = new RowRun<Withdrawal>(
            (last, limit) => snapshot.WithdrawalsAsync(last?.Id ?? 0, limit, stop));
        parts =
        [
            new(() => uses.Row?.Sequence, uses.NextAsync, uses.NextAsync, verifier =>
            {
                this.looked = this.looked with { Events = this.looked.Events + 1 };
                return verifier.Add(uses.Row!);
            }),
            new(() => audits.Row?.Sequence, audits.NextAsync, audits.NextAsync, verifier =>
            {
                this.looked = this.looked with { Audits = this.looked.Audits + 1 };
                return verifier.Add(audits.Row!);
            }),
            new(() => ledger.Row?.Sequence, ledger.StartAsync, ledger.NextAsync, verifier =>
            {
                this.looked = this.looked with { Entries = this.looked.Entries + 1 };
                return verifier.Add(ledger.Row!);
            }),
            new(() => ids.Row?.Sequence, ids.NextAsync, ids.NextAsync, verifier =>
            {
                verifier.Add(ids.Row!);
                return null;
            }),
            new(() => ended.Row?.End!.Sequence, ended.NextAsync, ended.NextAsync, verifier =>
            {
                verifier.Add(ended.Row!);
                return null;
            }),
            new(() => grants.Row?.Id, grants.NextAsync, grants.NextAsync, verifier =>
            {
                verifier.Add(grants.Row!);
                return null;
            }),
            new(() => withdrawals.Row?.Id, withdrawals.NextAsync, withdrawals.NextAsync, verifier =>
            {
                verifier.Add(withdrawals.Row!);
                return null;
            }),
            new(() => payments.Row?.Id, payments.NextAsync, payments.NextAsync, verifier =>
            {
                verifier.Add(payments.Row!);
                return null;
            }),
            new(() => slices.Row?.Id, slices.NextAsync, slices.NextAsync, verifier =>
            {
                verifier.Add(slices.Row!);
                return null;
            }),
            new(() => periods.Row?.Id, periods.NextAsync, periods.NextAsync, verifier =>
            {
                verifier.Add(periods.Row!);
                return null;
            }),
        ];
    }

    /// <summary>How much has been looked at.</summary>
    public Checked Looked => looked;

    /// <summary>Reads the first of each kind.</summary>
    public async ValueTask StartAsync()
    {
        foreach (var part in parts) await part.Start();
    }

    /// <summary>Feeds the next row; false after the last.</summary>
    public async ValueTask<(bool Any, Divergence? Divergence)> StepAsync(Verifier verifier)
    {
        Part? first = null;
        var least = long.MaxValue;
        foreach (var part in parts)
        {
            if (part.Sequence() is not { } sequence || (first is not null && sequence >= least)) continue;
            (first, least) = (part, sequence);
        }
        if (first is null) return (false, null);
        var divergence = first.Feed(verifier);
        if (divergence is null) await first.Next();
        return (true, divergence);
    }

    sealed record Part(
        Func<long?> Sequence, Func<ValueTask> Start, Func<ValueTask> Next, Func<Verifier, Divergence?> Feed);
}
