namespace Tollgate.Core;

/// <summary>
/// Everything a batch decides on: one time, the account, and the customers that are locked. Not thread-safe.
/// </summary>
public sealed class World(Instant now, Account account)
{
    readonly Dictionary<string, CustomerState> customers = new(StringComparer.Ordinal);
    Dictionary<string, CustomerState>? seen;

    /// <summary>The clock, read once after the locks were taken.</summary>
    public Instant Now { get; } = now;

    /// <summary>What that would be had nobody moved it.</summary>
    public Instant MachineNow { get; } = now - account.Ahead;

    /// <summary>The account, with what the batch has kept so far.</summary>
    public Account Account { get; internal set; } = account;

    /// <summary>The customers, by key.</summary>
    public IReadOnlyDictionary<string, CustomerState> Customers => customers;

    /// <summary>Adds a customer as loaded.</summary>
    public void Add(string key, CustomerState state) => customers.Add(key, state);

    /// <summary>Adds a customer that was read and not locked. One that nobody made is not there.</summary>
    public void See(CustomerState state)
    {
        if (state.Terms.Profile is { } profile) (seen ??= new(StringComparer.Ordinal))[profile.Key] = state;
    }

    /// <summary>A customer that was read and not locked, or null.</summary>
    public CustomerState? Seen(string key) => seen?.GetValueOrDefault(key);

    /// <summary>A customer by its key, or null where the key is unknown.</summary>
    public CustomerState? Find(string key) => customers.GetValueOrDefault(key);
}
