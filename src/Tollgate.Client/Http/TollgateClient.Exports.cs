namespace Tollgate.Client;

public sealed partial class TollgateClient
{
    /// <summary>
    /// Copies what was recorded to a stream, while it is read. It is tried once: what was written of one that failed is
    /// to be thrown away. 404 <c>customer_not_found</c>.
    /// </summary>
    public async Task ExportAsync(ExportQuery query, Stream destination, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var text = new Query(
            ("customer", query.Customer), ("from", TimeOf(query.From)), ("to", TimeOf(query.To)),
            ("format", query.Format));
        using var message = Message(Call.Get($"v1/exports/{Segment.Of(query.What)}{text}"));
        using var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellation);
        if (!response.IsSuccessStatusCode) throw await ProblemOf(response, cancellation);
        await response.Content.CopyToAsync(destination, cancellation);
    }

    static string? TimeOf(DateTimeOffset? time) => time is { } given ? WireTime.Write(given) : null;

    /// <summary>
    /// Where the hash chain of one customer, or of the account and each customer, ends now. 404
    /// <c>customer_not_found</c>.
    /// </summary>
    public IAsyncEnumerable<Checkpoint> ListCheckpointsAsync(
        string? customer = null, CancellationToken cancellation = default) =>
        SendPagesAsync<Checkpoint>("v1/checkpoints", new Query(("customer", customer)), cancellation);
}
