using System.Collections.Concurrent;

namespace Tollgate.Server;

/// <summary>
/// The names of API keys by their hashes, for the audit. A key keeps its name for ever, so they are kept for ever; only
/// keys that exist are, so there is an end to them. They open nothing. Thread-safe.
/// </summary>
internal sealed class KeyNames
{
    readonly ConcurrentDictionary<Hash, string> names = new();

    public string? Find(Hash key) => names.GetValueOrDefault(key);

    public string Remember(Hash key, string name) => names[key] = name;
}
