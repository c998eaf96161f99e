using NodaTime;

namespace Tollgate.Testing.Model;

/// <summary>
/// Random times: gaps of milliseconds to months, and jumps to where windows, cycles and zones turn. Every third
/// scenario stays within days of a zone's turn.
/// </summary>
sealed class ScenarioClock
{
    static readonly string[] Kinds = ["minute", "hour", "day", "week", "month"];
    static readonly string[] RollingKinds = ["PT90M", "PT5H", "P1D", "P7D", "P30D"];

    static readonly string[] TurningZones =
        ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Australia/Lord_Howe"];

    static readonly Instant[] Starts =
    [
        Instant.FromUtc(2026, 1, 30, 22, 0),
        Instant.FromUtc(2028, 2, 28, 12, 0),
        Instant.FromUtc(2026, 3, 7, 20, 0),
        Instant.FromUtc(2026, 3, 28, 10, 0),
        Instant.FromUtc(2026, 4, 4, 9, 0),
        Instant.FromUtc(2026, 10, 3, 9, 0),
        Instant.FromUtc(2026, 10, 24, 15, 0),
        Instant.FromUtc(2026, 10, 31, 20, 0),
        Instant.FromUtc(2027, 12, 31, 6, 0),
    ];

    readonly Random _random;
    readonly SequentialModel _model;
    readonly string? _nearTurnOf;

    public ScenarioClock(Random random, SequentialModel model)
    {
        _random = random;
        _model = model;
        Now = One(Starts);
        if (random.Next(3) != 0)
            return;
        _nearTurnOf = One(TurningZones);
        Now = DateTimeZoneProviders.Tzdb[_nearTurnOf].GetZoneInterval(Now).End - Duration.FromHours(random.Next(1, 20));
    }

    public Instant Now { get; private set; }

    /// <summary>Whether the scenario stays near a zone's turn.</summary>
    public bool IsNearTurn => _nearTurnOf is not null;

    /// <summary>A zone for a customer, often that of the turn where the scenario stays.</summary>
    public string Zone(IReadOnlyList<string> zones) =>
        _nearTurnOf is not null && _random.Next(2) == 0 ? _nearTurnOf : One(zones);

    /// <summary>The next moment, some milliseconds on.</summary>
    public Instant Soon() => Now += Duration.FromMilliseconds(_random.Next(1, 1_000));

    /// <summary>The next moment, near or far.</summary>
    public Instant Tick()
    {
        var next = _nearTurnOf is null ? Far() : Near(_nearTurnOf);
        return Now = Instant.Max(next, Now + Duration.FromMilliseconds(1));
    }

    /// <summary>The <c>at</c> of a use: mostly none, else near or far, in or just out of range.</summary>
    public Instant? At(ModelCustomer? customer) => _random.Next(_nearTurnOf is null ? 100 : 120) switch
    {
        < 62 => null,
        < 70 => Now - Duration.FromMinutes(_random.Next(1, 600)),
        < 77 => Now - Duration.FromHours(_random.Next(1, 34 * 24)),
        < 79 => Now - Duration.FromDays(35),
        < 81 => Now - Duration.FromDays(35) - Microseconds(1),
        < 83 => Now + Duration.FromMinutes(5),
        < 84 => Now + Duration.FromMinutes(5) + Microseconds(1),
        < 88 => Now + Duration.FromSeconds(_random.Next(1, 300)),
        < 89 => Now - Duration.FromDays(_random.Next(36, 400)),
        _ => customer is null ? Now : Opened(customer),
    };

    /// <summary>A time ahead or behind by up to some days.</summary>
    public Instant Around(int fromDays, int toDays) =>
        Now + Duration.FromDays(_random.Next(fromDays, toDays)) + Duration.FromMinutes(_random.Next(1, 1_440));

    Instant Turn()
    {
        var customers = ScenarioWriter.Customers.Select(_model.Customer).OfType<ModelCustomer>().ToList();
        if (customers.Count == 0)
            return Now;
        var customer = One(customers);
        var choice = _random.Next(100);
        if (choice < 45)
            return ModelCalendar.Window(One(Kinds), Now, customer.Zone).End;
        if (choice < 60)
            return SequentialModel.CycleOf(customer, Now, Now).End;
        if (choice < 68 && customer.Zone.GetZoneInterval(Now) is { HasEnd: true } interval)
            return interval.End + Duration.FromMinutes(_random.Next(-150, 150));
        if (customer.Holds.FindLast(known => known.IsOpenAt(Now)) is { } held && _random.Next(2) == 0)
            return held.ExpiresAt;
        if (SoonestExpiry(customer) is { } expiry && _random.Next(2) == 0)
            return expiry;
        if (customer.Events.Count == 0)
            return Now;
        return One([.. customer.Events.TakeLast(5)]).At + ModelCalendar.Rolling(One(RollingKinds))!.Value;
    }

    Instant? SoonestExpiry(ModelCustomer customer) => customer.Wallets.Values.SelectMany(wallet => wallet.Grants)
        .Min(grant => grant.Asked.ExpiresAt > Now ? grant.Asked.ExpiresAt : null);

    Instant Far() => _random.Next(100) switch
    {
        < 30 => Now + Duration.FromMilliseconds(_random.Next(1, 1_000)),
        < 46 => Now + Duration.FromSeconds(_random.Next(1, 90)),
        < 58 => Now + Duration.FromMinutes(_random.Next(1, 60)),
        < 69 => Now + Duration.FromHours(_random.Next(1, 30)),
        < 74 => Now + Duration.FromDays(_random.Next(1, 10)),
        < 76 => Now + Duration.FromDays(_random.Next(10, 45)),
        < 77 => Now + Duration.FromDays(_random.Next(45, 130)),
        _ => Turn() + Nudge(),
    };

    Instant Near(string zone)
    {
        var turn = DateTimeZoneProviders.Tzdb[zone].GetZoneInterval(Now).End;
        return _random.Next(20) switch
        {
            < 8 => Now + Duration.FromMilliseconds(_random.Next(1, 1_000)),
            < 12 => Now + Duration.FromSeconds(_random.Next(1, 90)),
            < 17 => Now + Duration.FromMinutes(_random.Next(1, 15)),
            < 18 => Now + Duration.FromMinutes(_random.Next(30, 150)),
            _ => turn - Now < Duration.FromDays(1) ? turn + Nudge() : Now,
        };
    }

    Instant Opened(ModelCustomer customer)
    {
        var turned = customer.Zone.GetZoneInterval(Now);
        if (turned.HasStart && turned.Start > Now - Duration.FromDays(34) && _random.Next(2) == 0)
            return turned.Start + Duration.FromMinutes(_random.Next(-20, 30));
        var start = _random.Next(3) == 0
            ? SequentialModel.CycleOf(customer, Now, Now).Start
            : ModelCalendar.Window(One(Kinds), Now, customer.Zone).Start;
        return start + Nudge();
    }

    Duration Nudge() => _random.Next(5) switch
    {
        0 => Duration.Zero,
        1 => -Microseconds(1),
        2 => Microseconds(1),
        3 => -Duration.FromSeconds(_random.Next(1, 240)),
        _ => Duration.FromSeconds(_random.Next(1, 240)),
    };

    static Duration Microseconds(int count) => Duration.FromTicks(count * 10L);

    T One<T>(IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];
}
