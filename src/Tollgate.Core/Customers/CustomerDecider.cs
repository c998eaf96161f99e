namespace Tollgate.Core.Customers;

/// <summary>Decides the commands about a customer itself.</summary>
public static class CustomerDecider
{
    /// <summary>Makes a customer or changes its profile.</summary>
    public static Outcome Decide(Draft draft, PutCustomer command)
    {
        var customer = draft.Customer(command.Customer) ?? throw new MissingFactException(command.Customer);
        if (command.Thresholds?.Misfits(draft.Account.Catalog, "thresholds") is { Count: > 0 } misfits)
            return new Rejected(Rejection.Invalid, "The thresholds do not fit the catalogue.", misfits);
        var before = customer.Terms.Profile;
        var now = draft.TimeOf(customer);
        var after = (before ?? New(customer, command, now)) with
        {
            Name = command.Name,
            Email = command.Email,
            TimeZone = command.TimeZone,
            Currency = command.Currency,
            Waived = command.Waived,
            Metadata = command.Metadata,
            Thresholds = command.Thresholds,
            Providers = command.Providers ?? before?.Providers ?? ProviderIds.None,
        };
        if (before == after) return new Put<Profile>(after, before, false);
        return Store(draft, customer, command, before is null ? "customer.created" : "customer.updated", before, after);
    }

    /// <summary>Notes what a provider calls a customer, or one of its subscriptions.</summary>
    public static Outcome Decide(Draft draft, LinkProvider command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return NotFound;
        if (command.Subscription is { } id) return SubscriptionDecider.Link(draft, customer, command, id);
        var before = customer.Terms.Profile!;
        var after = before with { Providers = before.Providers.With(command.Provider, command.Id) };
        if (before == after) return new Put<Profile>(before, before, false);
        if (after.Providers.All.Count > ProviderIds.Most) return TooManyProviders;
        return Store(draft, customer, command, "customer.updated", before, after);
    }

    /// <summary>Suspends.</summary>
    public static Outcome Decide(Draft draft, SuspendCustomer command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return NotFound;
        var before = customer.Terms.Profile!;
        if (before.SuspendedAt is not null) return new Put<Profile>(before, before, false);
        var after = before with { SuspendedAt = draft.TimeOf(customer), SuspendedReason = command.Reason };
        return Store(draft, customer, command, "customer.suspended", before, after);
    }

    /// <summary>Ends a suspension; what was paused for itself stays paused.</summary>
    public static Outcome Decide(Draft draft, ResumeCustomer command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return NotFound;
        var before = customer.Terms.Profile!;
        if (before.SuspendedAt is null) return new Put<Profile>(before, before, false);
        var after = before with { SuspendedAt = null, SuspendedReason = null };
        return Store(draft, customer, command, "customer.resumed", before, after);
    }

    /// <summary>Reads.</summary>
    public static Outcome Decide(Draft draft, ShowCustomer command) =>
        draft.Existing(command.Customer) is { } customer
            ? new Shown<CustomerSnapshot>(
                new CustomerSnapshot(customer.Terms, draft.Account.Catalog, draft.TimeOf(customer))
                {
                    Sequence = customer.Head.Sequence,
                })
            : NotFound;

    /// <summary>The answer where it would have ids of more providers than are kept.</summary>
    internal static Rejected TooManyProviders { get; } =
        Rejected.Invalid("providers", "too_many", $"providers names at most {ProviderIds.Most} providers.");

    /// <summary>The answer where a command needs a customer and there is none.</summary>
    public static Rejected NotFound { get; } = new(Rejection.CustomerNotFound, "There is no such customer.");

    static Profile New(CustomerState customer, PutCustomer command, Instant now) =>
        new(customer.Head.Customer, command.Customer, null, null, "UTC", "USD", false, null, null, null, now, 0);

    static Put<Profile> Store(
        Draft draft, CustomerState customer, Command command, string action, Profile? before, Profile after)
    {
        customer.Put(
            KeptWindows.WithEpoch(customer, customer.Terms, draft.Account.Catalog, after, draft.TimeOf(customer)));
        draft.Audit(customer, command.By, action, after.Key, View(before), View(after));
        return new Put<Profile>(customer.Terms.Profile!, before, true);
    }

    internal static string? View(Profile? profile) => profile is null ? null : CoreJson.Write(new ProfileView(
        profile.Key, profile.Name, profile.Email, profile.TimeZone, profile.Currency, profile.Waived,
        CoreJson.Time(profile.SuspendedAt), profile.SuspendedReason, profile.Metadata)
    {
        Thresholds = profile.Thresholds?.Features,
        Providers = profile.Providers.Shown,
    });
}

/// <summary>A profile as the audit shows it.</summary>
public sealed record ProfileView(
    string Id, string? Name, string? Email, string TimeZone, string Currency, bool Waived,
    string? SuspendedAt, string? SuspendedReason, string? Metadata)
{
    /// <summary>At which parts of its limits its use is told of, by feature.</summary>
    public IReadOnlyDictionary<string, Percentages>? Thresholds { get; init; }

    /// <summary>What payment providers call it.</summary>
    public ProviderIds? Providers { get; init; }
}

/// <summary>A customer at one moment, with the catalogue its subscriptions refer to.</summary>
public sealed record CustomerSnapshot(Terms Terms, Catalog.Catalog Catalog, Instant Now)
{
    /// <summary>The number of its last change.</summary>
    public long Sequence { get; init; }
}
