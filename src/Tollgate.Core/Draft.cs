namespace Tollgate.Core;

/// <summary>
/// One request's view of the world and all that it changes: kept whole, or dropped whole on refusal of an atomic
/// request, rejection or exception. Not thread-safe.
/// </summary>
public sealed class Draft(World world)
{
    readonly Dictionary<string, CustomerState> layers = new(1, StringComparer.Ordinal);

    /// <summary>The account, with what this request has changed of it.</summary>
    public Account Account { get; set; } = world.Account;

    /// <summary>How much of each feature the request charges for, where a price goes by that.</summary>
    public RequestSizes Sizes { get; init; } = new();

    /// <inheritdoc cref="World.MachineNow"/>
    public Instant MachineNow => world.MachineNow;

    /// <summary>Does what follows from all that was written, once the commands are decided.</summary>
    public void Follow()
    {
        foreach (var customer in layers.Values)
        {
            AccrualDecider.Follow(this, customer);
            if (customer.IsUnsettled) continue;
            RenewalTries.FollowCredit(this, customer);
            RechargeDecider.Follow(this, customer);
            UsageMeters.Follow(this, customer);
        }
    }

    /// <summary>The account as a customer: its head and its changes. Only where a command is the account's.</summary>
    public CustomerState AccountState =>
        Customer(CustomerId.AccountKey) ?? throw new MissingFactException("the account");

    /// <summary>A customer by its key, made or not; null where the key is unknown.</summary>
    public CustomerState? Customer(string key)
    {
        if (layers.TryGetValue(key, out var layer)) return layer;
        if (world.Find(key) is not { } under) return null;
        return layers[key] = under.Over();
    }

    /// <summary>A customer that was made, or null.</summary>
    public CustomerState? Existing(string key) =>
        Customer(key) is { Terms.Profile: not null } customer ? customer : null;

    /// <summary>
    /// Another customer, to be read and never changed: as this request or this batch has it, else as it was read
    /// without a lock. Null where there is none.
    /// </summary>
    public CustomerState? Seen(string key) => layers.GetValueOrDefault(key) ?? world.Find(key) ?? world.Seen(key);

    /// <summary>A customer's time: the clock, but never back behind its last change.</summary>
    public Instant TimeOf(CustomerState customer) => Instant.Max(world.Now, customer.Head.LastAt);

    /// <summary>
    /// Up to which moment what time brings about is settled, while it is in the order of time; null: up to now. What is
    /// recorded is dated when it is.
    /// </summary>
    internal Instant? Settling { get; set; }

    /// <summary>The moment as of which a customer is settled.</summary>
    internal Instant AsOf(CustomerState customer) => Settling ?? customer.SettledUntil ?? TimeOf(customer);

    /// <summary>Records a change of a customer's terms under its next number, in its chain.</summary>
    public void Audit(CustomerState customer, string by, string action, string subject, string? before, string? after)
    {
        var (head, terms) = (customer.Head, customer.Audited);
        var entry = new AuditEntry(
            head.Customer, customer.NextSequence, TimeOf(customer), by, action, subject, before, after, Hash.Empty);
        customer.Record(customer.Linked(entry));
        if (WebhookMessage.IsTold(action) && IsWanted(action))
            Emit(customer, action, WebhookMessage.DataOf(subject, after));
        DueDecider.Follow(this, customer, terms);
    }

    /// <summary>
    /// Whether any endpoint wants events of a type: asked first where the data of one takes work to make.
    /// </summary>
    public bool IsWanted(string type) => Account.Webhooks.Want(type);

    /// <summary>
    /// Puts an event into the outbox, once for each endpoint that wants it; for none, nothing. It belongs to the change
    /// that this draft recorded last of the customer, so it comes after that.
    /// </summary>
    /// <param name="customer">Whose change.</param>
    /// <param name="type">Its type: names of <c>a-z 0-9 _</c> with dots between them.</param>
    /// <param name="data">A JSON object; the customer is put in front of its members.</param>
    public void Emit(CustomerState customer, string type, string data)
    {
        if (!IsWanted(type)) return;
        var ordinal = NextOrdinal(customer);
        foreach (var endpoint in Account.Webhooks.All)
            if (endpoint.Wants(type)) customer.Record(Entry(endpoint, customer, ordinal, type, data));
    }

    /// <summary>The same to one endpoint, whether it wants it or not.</summary>
    public OutboxEntry EmitTo(WebhookEndpoint endpoint, CustomerState customer, string type, string data)
    {
        var entry = Entry(endpoint, customer, NextOrdinal(customer), type, data);
        customer.Record(entry);
        return entry;
    }

    static int NextOrdinal(CustomerState customer)
    {
        if (!customer.Changes.Numbered) throw new InvalidOperationException("An event belongs to a recorded change.");
        return customer.Changes.Outbox is [.., var last] && last.Sequence == customer.Head.Sequence
            ? last.Ordinal + 1
            : 0;
    }

    OutboxEntry Entry(
        WebhookEndpoint endpoint, CustomerState customer, int ordinal, string type, string data)
    {
        var (head, key) = (customer.Head, customer.Terms.Profile?.Key ?? CustomerId.AccountKey);
        return new OutboxEntry(
            head.Customer, head.Sequence, ordinal, endpoint.Id, key, type,
            WebhookMessage.Body(type, head.LastAt, key, data), head.LastAt)
        {
            NextAt = Instant.Min(head.LastAt, MachineNow),
        };
    }

    /// <summary>Makes what was written part of the world.</summary>
    public void Keep()
    {
        foreach (var (key, layer) in layers) world.Find(key)!.Keep(layer);
        if (layers.TryGetValue(CustomerId.AccountKey, out var account))
            world.Account = Account with { Revision = account.Head.Revision };
    }
}
