using Tollgate.Exports;

namespace Tollgate.Server;

/// <summary>What is to be exported.</summary>
/// <param name="Ledger">Whether movements of wallets; otherwise lines of uses.</param>
/// <param name="Customer">Of one customer; null: of all.</param>
/// <param name="Period">When it was recorded.</param>
/// <param name="Format">In which form.</param>
internal sealed record Export(bool Ledger, NamedCustomer? Customer, ExportPeriod Period, ExportFormat Format)
{
    /// <summary>Writes it to a stream; how many rows it has.</summary>
    public Task<long> WriteAsync(IRecords records, Stream output, CancellationToken stop)
    {
        var reader = new HistoryReader(records, Period);
        return Ledger
            ? new ExportWriter<LedgerEntry>(output, Format, ExportColumns.Ledger).WriteAsync(
                reader.LedgerAsync(Customer, stop), stop)
            : new ExportWriter<UsageEvent>(output, Format, ExportColumns.Events).WriteAsync(
                reader.EventsAsync(Customer, stop), stop);
    }
}
