namespace Tollgate.Lanes;

/// <summary>
/// Customers that a batch reads beside those that it locks: owners of namespaces, and customers that a command names.
/// They are read after the locks and are never locked, so nobody waits for them; their terms are used only at the
/// revision that was read with them. Not thread-safe.
/// </summary>
internal sealed class Bystanders(Memory memory)
{
    readonly Dictionary<CustomerId, Bystander> all = [];
    readonly Dictionary<string, CustomerId> named = new(StringComparer.Ordinal);

    /// <summary>Takes the number of a key that a command names.</summary>
    public void Name(string key, CustomerId id) => named[key] = id;

    /// <summary>The number of a key that a command names; null where nobody has it.</summary>
    public CustomerId? Named(string key) => named.TryGetValue(key, out var id) ? id : null;

    /// <summary>Asks for one, unless it was asked for before.</summary>
    public void Want(Wanted wanted, CustomerId id)
    {
        if (all.ContainsKey(id)) return;
        var one = all[id] = new Bystander { Terms = memory.Terms(id) };
        wanted.Others.Add(id);
        if (one.Terms is null) wanted.Terms.Add(id);
    }

    /// <summary>Asks again for those whose terms are not of the revision that was read.</summary>
    public void AddMissing(Wanted wanted)
    {
        foreach (var (id, one) in all)
        {
            if (one.Terms is { } terms && terms.Revision == one.Head?.Revision) continue;
            wanted.Others.Add(id);
            wanted.Terms.Add(id);
        }
    }

    /// <summary>Takes the heads that a round trip brought, before the terms.</summary>
    public void Take(Loaded loaded)
    {
        foreach (var (id, head) in loaded.Others) all[id].Head = head;
    }

    /// <summary>Where the terms of a customer belong that changed no more while they were read, or null.</summary>
    public Bystander? Find(CustomerId id, Loaded loaded) =>
        loaded.Moving.Contains(id) ? null : all.GetValueOrDefault(id);

    /// <summary>Adds them to what a batch decides on.</summary>
    public void AddTo(World world)
    {
        foreach (var one in all.Values) world.See(new CustomerState(one.Head!, one.Terms!));
    }
}

/// <summary>One of them: its head as it was read, and what is known of its terms.</summary>
internal sealed class Bystander
{
    public Head? Head { get; set; }

    public Terms? Terms { get; set; }
}
