using System.Collections.Concurrent;

namespace Tollgate.Messaging.Tests;

/// <summary>In place of the network that carries messages: keeps what came, and refuses what the test says.</summary>
sealed class Network : ISender
{
    readonly ConcurrentQueue<Outgoing> sent = new();

    /// <summary>What was handed on, in order, refused or not.</summary>
    public IReadOnlyList<Outgoing> All => [.. sent];

    /// <summary>Of these numbers no message is taken.</summary>
    public ConcurrentDictionary<string, bool> Refused { get; } = new();

    /// <summary>Of these numbers it is not known whether they took it.</summary>
    public ConcurrentDictionary<string, bool> Unknown { get; } = new();

    /// <summary>Waited for before each message is taken.</summary>
    public Task Open { get; set; } = Task.CompletedTask;

    public async Task<bool> SendAsync(Outgoing message, CancellationToken stop)
    {
        // Whatever it is told: how long a test holds it up is not to matter.
        await Open;
        sent.Enqueue(message);
        if (Unknown.ContainsKey(message.To)) throw new IOException("The connection was lost.");
        return !Refused.ContainsKey(message.To);
    }
}
