namespace Tollgate.Lanes;

/// <summary>
/// What the process remembers between batches: customers' numbers, their terms, the account. All of it is used only if
/// the revision read under the lock is the same, so being wrong or forgetful costs a round trip, never meaning. The
/// account is remembered before the terms that rest on it, and asked for after them. Thread-safe.
/// </summary>
internal sealed class Memory(TimeProvider clock)
{
    const int MostCustomers = 200_000;
    const long MostTermsBytes = 256 * 1024 * 1024;

    readonly RecentCache<string, CustomerId> customers = new(MostCustomers, _ => 1);
    readonly RecentCache<CustomerId, Terms> terms = new(MostTermsBytes, BytesOf);
    volatile Account account = Account.Empty;
    long ahead;

    /// <summary>The account as last seen.</summary>
    public Account Account => account;

    /// <summary>About what the store's clock shows.</summary>
    public Instant Now => Instant.FromDateTimeOffset(clock.GetUtcNow()).PlusTicks(Volatile.Read(ref ahead));

    public CustomerId? Customer(string key) =>
        key == CustomerId.AccountKey ? CustomerId.Account : customers.TryGet(key, out var id) ? id : null;

    public void Remember(string key, CustomerId id) => customers.Set(key, id);

    public Terms? Terms(CustomerId id) => terms.TryGet(id, out var known) ? known : null;

    public void Remember(Terms known) => terms.Set(known.Customer, known);

    public void Remember(Account known)
    {
        if (known.Revision > account.Revision) account = known;
    }

    // About what terms take: a customer may have thousands of subscriptions and boosts, each with texts of its own.
    static long BytesOf(Terms terms)
    {
        const int Customer = 600, Row = 400;
        var texts = (long)(terms.Profile?.Metadata?.Length ?? 0);
        foreach (var one in terms.Subscriptions) texts += one.Metadata?.Length ?? 0;
        foreach (var one in terms.Boosts) texts += one.Metadata?.Length ?? 0;
        var rows = terms.Subscriptions.Count + terms.Boosts.Count + terms.Namespaces.Count;
        return Customer + ((long)rows * Row) + (texts * sizeof(char));
    }

    public void SawClock(Instant now) =>
        Volatile.Write(
            ref ahead, now.ToUnixTimeTicks() - Instant.FromDateTimeOffset(clock.GetUtcNow()).ToUnixTimeTicks());
}
