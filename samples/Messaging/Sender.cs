namespace Messaging;

/// <summary>The way to the network that carries messages. To be thread-safe.</summary>
public interface ISender
{
    /// <summary>
    /// Hands a message on. False: this number will never take it. An exception says that it is not known, and the
    /// message comes again, with the same <see cref="Outgoing.Id"/>: hand that on as the idempotency key. It is told to
    /// stop after five seconds.
    /// </summary>
    Task<bool> SendAsync(Outgoing message, CancellationToken stop);
}

/// <summary>A message on its way out.</summary>
public sealed record Outgoing(long Id, string To, string Text);

/// <summary>Writes them down, for trials. A number that ends in 0000 takes none.</summary>
sealed partial class ConsoleSender(ILogger<ConsoleSender> log) : ISender
{
    public Task<bool> SendAsync(Outgoing message, CancellationToken stop)
    {
        if (message.To.EndsWith("0000", StringComparison.Ordinal)) return Task.FromResult(false);
        LogSent(message.To, message.Text);
        return Task.FromResult(true);
    }

    [LoggerMessage(1, LogLevel.Information, "To {Number}: {Text}")]
    private partial void LogSent(string number, string text);
}

/// <summary>Wakes the outbox when something was put into it; it looks by itself each second.</summary>
sealed class Bell : IDisposable
{
    readonly SemaphoreSlim rung = new(0, 1);

    public void Ring()
    {
        try
        {
            rung.Release();
        }
        catch (SemaphoreFullException)
        {
            // It rings already.
        }
    }

    public Task WaitAsync(CancellationToken stop) => rung.WaitAsync(TimeSpan.FromSeconds(1), stop);

    public void Dispose() => rung.Dispose();
}
