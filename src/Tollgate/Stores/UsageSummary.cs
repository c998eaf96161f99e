namespace Tollgate.Stores;

/// <summary>What uses are told apart by in a summary.</summary>
[Flags]
public enum SummaryKeys
{
    /// <summary>Nothing: one total.</summary>
    None = 0,
    /// <summary>The day of use, in the customer's time zone.</summary>
    Day = 1,
    /// <summary>The feature.</summary>
    Feature = 2,
    /// <summary>The namespace.</summary>
    Namespace = 4,
    /// <summary>The actor.</summary>
    Actor = 8,
}

/// <summary>Which uses are summed up: of these features, dated in <c>[from, to)</c>, and by what.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Features">Ids of features; uses of others are left out.</param>
/// <param name="From">The earliest time of use, inclusive.</param>
/// <param name="To">The latest time of use, exclusive.</param>
/// <param name="By">What they are told apart by.</param>
/// <param name="Property">A property whose values they are told apart by as well, or null.</param>
public sealed record SummaryFilter(
    CustomerId Customer, IReadOnlyList<int> Features, Instant From, Instant To, SummaryKeys By, string? Property)
{
    /// <summary>Only uses that were charged in this currency; null: all uses.</summary>
    public Currency? Currency { get; init; }

    /// <summary>Whether the time of a use is that of its recording: nothing is added to the past.</summary>
    public bool Recorded { get; init; }

    /// <summary>The time of a use, by which it is chosen and told apart by days.</summary>
    internal Instant TimeOf(UsageEvent use) => Recorded ? use.RecordedAt : use.At;
}

/// <summary>What is alike in the uses of a group; null where it is not asked for, or is not stated.</summary>
public readonly record struct SummaryGroup(
    LocalDate? Day, int? Feature, string? Namespace, string? Actor, string? Property);

/// <summary>Sums over uses; of more than one feature in whole units, else in the feature's own.</summary>
public readonly record struct SummarySums(
    decimal Quantity, decimal Included, decimal TopUp, decimal Overage, long Events)
{
    readonly CurrencySums? charges;

    /// <summary>What was charged for them, less what was given back.</summary>
    public CurrencySums Charges
    {
        get => charges ?? CurrencySums.None;
        init => charges = value;
    }

    /// <summary>The sums of both.</summary>
    public static SummarySums operator +(SummarySums one, SummarySums other) => new(
        one.Quantity + other.Quantity, one.Included + other.Included, one.TopUp + other.TopUp,
        one.Overage + other.Overage, one.Events + other.Events)
    {
        Charges = one.Charges + other.Charges,
    };

    /// <summary>Units of 10^-scale as what they stand for.</summary>
    internal SummarySums Unscaled(decimal unit) =>
        this with
        {
            Quantity = Quantity * unit,
            Included = Included * unit,
            TopUp = TopUp * unit,
            Overage = Overage * unit,
        };
}

/// <summary>
/// Sums up recorded uses by groups, of which it holds a bounded number. A store adds to it what it finds; so memory
/// does not grow with the uses. Not thread-safe.
/// </summary>
public sealed class UsageSummary
{
    /// <summary>The kinds of lines that are summed; of these only uses are counted.</summary>
    public static IReadOnlyList<UsageKind> Summed { get; } = [UsageKind.Use, UsageKind.Reversal, UsageKind.Accrual];

    readonly Dictionary<SummaryGroup, SummarySums> groups = [];
    readonly List<Instant> days = [];
    readonly Dictionary<int, decimal> units;
    readonly DateTimeZone zone;
    readonly int most;

    /// <summary>A summary of at most <paramref name="most"/> groups, with days of <paramref name="zone"/>.</summary>
    /// <param name="filter">Its features must be in <paramref name="catalog"/>; at most some hundred days.</param>
    /// <param name="catalog">For the scales.</param>
    /// <param name="zone">The customer's.</param>
    /// <param name="most">The most groups that it takes.</param>
    public UsageSummary(SummaryFilter filter, Catalog catalog, DateTimeZone zone, int most)
    {
        (Filter, this.zone, this.most) = (filter, zone, most);
        units = filter.Features.ToDictionary(id => id, id => UnitOf(catalog.Feature(id)!.Scale));
        if (!By(SummaryKeys.Day)) return;
        var cycle = Cycle.CalendarMonth(zone);
        for (Instant? day = filter.From; day < filter.To;)
        {
            var window = Core.Time.Windows.Containing(Per.Day, day.Value, zone, cycle);
            days.Add(window.Start);
            day = window.End;
        }
    }

    /// <summary>What is summed up.</summary>
    public SummaryFilter Filter { get; }

    /// <summary>Where the days begin, in order; none where uses are not told apart by them.</summary>
    public IReadOnlyList<Instant> Days => days;

    /// <summary>Whether there are more groups than it takes.</summary>
    public bool IsTooLarge { get; private set; }

    /// <summary>The groups and their sums.</summary>
    public IReadOnlyDictionary<SummaryGroup, SummarySums> Groups => groups;

    /// <summary>Whether uses are told apart by this.</summary>
    public bool By(SummaryKeys key) => Filter.By.HasFlag(key);

    /// <summary>Takes back all that was added.</summary>
    public void Clear() => groups.Clear();

    /// <summary>Adds a recorded use; false where the summary takes no more.</summary>
    public bool Add(UsageEvent use)
    {
        var day = days.BinarySearch(Filter.TimeOf(use));
        var charges = use.Charge is { } charge
            ? CurrencySums.None.With(charge.Currency, charge.Amount.Micros)
            : CurrencySums.None;
        var property = Filter.Property is { } name ? UsageProperty.Of(use.Properties, name) : null;
        return Add(
            use.Feature, day < 0 ? ~day : day + 1, use.Namespace, use.Actor, property,
            new SummarySums(use.Quantity, use.Included, use.TopUp, use.Overage, use.Kind == UsageKind.Use ? 1 : 0)
            {
                Charges = charges,
            });
    }

    /// <summary>
    /// Adds uses of one feature and what is alike in them, as a database tells it; false where the summary takes no
    /// more.
    /// </summary>
    /// <param name="feature">The feature's id.</param>
    /// <param name="day">How many of <see cref="Days"/> have begun by then.</param>
    /// <param name="name">The namespace; empty for none.</param>
    /// <param name="actor">The actor.</param>
    /// <param name="property">The property's value.</param>
    /// <param name="sums">In the feature's smallest unit.</param>
    public bool Add(int feature, int day, string? name, string? actor, string? property, SummarySums sums)
    {
        var group = new SummaryGroup(
            By(SummaryKeys.Day) ? days[day - 1].InZone(zone).Date : null,
            By(SummaryKeys.Feature) ? feature : null,
            By(SummaryKeys.Namespace) && name is { Length: > 0 } ? name : null,
            By(SummaryKeys.Actor) ? Erased.Shown(actor) : null,
            property);
        var before = groups.GetValueOrDefault(group);
        groups[group] = before + sums.Unscaled(units[feature]);
        return !(IsTooLarge = groups.Count > most);
    }

    static decimal UnitOf(int scale)
    {
        var unit = 1m;
        while (scale-- > 0) unit /= 10;
        return unit;
    }
}
