namespace Tollgate.Lanes;

/// <summary>
/// Requests that need a counter of a window which a request before them, in the same batch, has only now brought into
/// being by a change of their customer or of the catalogue, or one of a use that was only now recorded. A counter is
/// computed from the events, and those of this batch are not stored yet: such a request, and those of its customers
/// behind it, belong into the next batch. So does whatever is asked of a customer of whom more was due than could be
/// settled at once.
/// </summary>
internal sealed class Deferred
{
    readonly HashSet<string> customers = new(StringComparer.Ordinal);

    /// <summary>The requests, in order.</summary>
    public List<Request> Requests { get; } = [];

    /// <summary>Takes a request that comes behind one that was taken.</summary>
    public bool Follows(Request request)
    {
        if (customers.Count == 0 || !request.Commands.Any(command => customers.Contains(command.Customer)))
            return false;
        Add(request);
        return true;
    }

    /// <summary>Takes a request of a customer that is not settled yet.</summary>
    public bool Waits(Request request, World world)
    {
        if (!request.Commands.Any(one => world.Find(one.Customer)?.IsUnsettled == true)) return false;
        Add(request);
        return true;
    }

    /// <summary>Takes a request that lacks a fact which this batch has only now brought into being.</summary>
    public bool Takes(Request request, World world)
    {
        if (!HasChanged(CustomerId.AccountKey) && !request.Commands.Any(command => HasChanged(command.Customer)))
            return false;
        Add(request);
        return true;

        bool HasChanged(string customer) => world.Find(customer)?.Changes.Numbered == true;
    }

    void Add(Request request)
    {
        Requests.Add(request);
        foreach (var command in request.Commands) customers.Add(command.Customer);
    }
}
