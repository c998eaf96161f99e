using NodaTime;

namespace Tollgate.Testing.Model;

/// <summary>Writes one scenario, playing it on a model of its own to know what is nearly used up.</summary>
sealed partial class ScenarioWriter
{
    public static readonly string[] Customers = ["acme", "bolt", "core"];

    static readonly string[] Zones =
        ["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC"];

    static readonly string[] Moments = ["now", "now", "period_end", "time"];
    static readonly string?[] Properties =
    [
        null, null, null, """{"model":"a"}""", """{"input":12,"model":"b"}""", """{"cost":0.25}""",
        """{"cost":"1.5000001"}""", """{"input":9,"model":"a","output":"2.5","region":"eu"}""", """{"input":3}""",
    ];

    readonly Random _random;
    readonly SequentialModel _model = new();
    readonly ScenarioCatalog _catalog;
    readonly ScenarioClock _clock;
    readonly List<ModelCommand> _commands = [];
    readonly Dictionary<string, ModelPlan> _plans = [];
    readonly List<ModelUse> _sent = [];
    readonly List<(string Customer, ModelOrder Order)> _ordered = [];
    readonly List<string> _handles = [];
    int _made;

    public ScenarioWriter(int seed)
    {
        _random = new(seed);
        _clock = new(_random, _model);
        _catalog = new(_random, _clock.IsNearTurn);
    }

    public IReadOnlyList<ModelCommand> Write(int length)
    {
        foreach (var feature in ScenarioCatalog.Features)
            Add(new ModelCommand.PutFeature(_clock.Soon(), feature));
        foreach (var code in ScenarioCatalog.Cards)
            Add(new ModelCommand.PutRateCard(_clock.Soon(), _catalog.Card(code)));
        foreach (var code in (string[])[.. ScenarioCatalog.BasePlans, .. ScenarioCatalog.AddOns])
            PutPlan(_clock.Soon(), _catalog.Plan(code));
        foreach (var customer in Customers)
            Add(new ModelCommand.PutCustomer(_clock.Soon(), customer, _clock.Zone(Zones), Waived: false));
        foreach (var customer in Customers)
            foreach (var name in Namespaces)
                Add(new ModelCommand.PutNamespace(_clock.Soon(), customer, name));
        foreach (var customer in Customers.Take(2))
        {
            _clock.Soon();
            Subscribe(customer, new ModelOrder(One(ScenarioCatalog.BasePlans)));
        }

        foreach (var customer in Customers.Take(2))
            Endow(customer);
        while (_commands.Count < length)
            WriteOne();
        return _commands;
    }

    void WriteOne()
    {
        _clock.Tick();
        if (_catalog.IsOfMoney && _random.Next(3) != 0)
        {
            Spend();
            return;
        }

        switch (_random.Next(114))
        {
            case >= 100:
                Money();
                break;
            case < 46:
                Add(Request());
                break;
            case < 50:
                Hold();
                break;
            case < 53:
                Add(Settlement());
                break;
            case < 56:
                Add(Reversal());
                break;
            case < 63:
                Provision();
                break;
            case < 65:
                CancelBoost();
                break;
            case < 66:
                Add(new ModelCommand.PutNamespace(_clock.Now, One(Customers), One([.. Namespaces, "late"])));
                break;
            case < 74:
                Add(new ModelCommand.Check(_clock.Now, Fresh(One(Customers)) with { Id = null, Mode = "enforce" }));
                break;
            case < 79:
                Subscribe();
                break;
            case < 82:
                Live();
                break;
            case < 83:
                ThereAndBack();
                break;
            case < 88:
                Cancel();
                break;
            case < 90:
                Add(new ModelCommand.Suspend(_clock.Now, One(Customers)));
                break;
            case < 95:
                Resume();
                break;
            case < 97:
                PutCustomer();
                break;
            case < 98 when _catalog.Cast.Any(feature => feature.Pool is not null):
                Add(new ModelCommand.PutFeature(_clock.Now, _catalog.Redrawn()));
                break;
            default:
                if (_random.Next(4) == 0)
                {
                    Add(new ModelCommand.PutRateCard(_clock.Now, _catalog.Card(One(ScenarioCatalog.Cards))));
                    break;
                }

                PutPlan(_clock.Now, _catalog.Changed(One([.. _plans.Values])));
                break;
        }
    }

    void Add(ModelCommand command)
    {
        _commands.Add(command);
        _model.Apply(command);
    }

    void PutPlan(Instant now, ModelPlan plan)
    {
        _plans[plan.Code] = plan;
        Add(new ModelCommand.PutPlan(now, plan));
    }

    void PutCustomer()
    {
        var customer = _model.Customer(One(Customers))!;
        var zone = _random.Next(3) == 0 ? _clock.Zone(Zones) : customer.Zone.Id;
        Add(new ModelCommand.PutCustomer(_clock.Now, customer.Id, zone, Waived: _random.Next(3) == 0));
    }

    void Resume()
    {
        if (_random.Next(2) == 0)
        {
            var paused = _commands.OfType<ModelCommand.Pause>().Select(command => command.Handle).ToList();
            Add(new ModelCommand.Unpause(
                _clock.Now, paused.Count == 0 || _random.Next(8) == 0 ? "s0" : One([.. paused.TakeLast(4)])));
            return;
        }

        var suspended = Customers.Where(id => _model.Customer(id)!.Suspended).ToList();
        var customer = suspended.Count > 0 && _random.Next(5) != 0 ? One(suspended) : One(Customers);
        Add(new ModelCommand.Resume(_clock.Now, customer));
    }

    ModelCommand.Use Request()
    {
        var customer = One(Customers);
        var count = _random.Next(4) == 0 ? _random.Next(2, 6) : 1;
        var acrossCustomers = _random.Next(2) == 0;
        List<ModelUse> uses = [];
        for (var i = 0; i < count; i++)
        {
            var use = Again(uses) ?? Fresh(acrossCustomers ? One(Customers) : customer);
            uses.Add(use);
        }

        _sent.AddRange(uses.Where(use => use.Id is not null));
        return new(
            _clock.Now, uses, Atomic: count > 1 && _random.Next(2) == 0, Backfill: _random.Next(25) == 0);
    }

    ModelUse? Again(List<ModelUse> inRequest)
    {
        List<ModelUse> known = [.. _sent.TakeLast(40), .. inRequest.Where(use => use.Id is not null)];
        if (known.Count == 0 || _random.Next(100) >= 14)
            return null;
        var use = One(known);
        return _random.Next(10) switch
        {
            < 6 => use,
            6 => use with { Quantity = use.Quantity == -1 ? -2 : use.Quantity + 1 },
            7 => use with { At = use.At is null ? _clock.Now : null },
            8 => use with { Properties = use.Properties is null ? """{"model":"a"}""" : null },
            _ => use with { Mode = use.Mode == "record" ? "enforce" : "record" },
        };
    }

    ModelUse Fresh(string customer)
    {
        var feature = One(_catalog.Cast);
        var use = new ModelUse(
            _random.Next(60) == 0 ? "nobody" : customer,
            _random.Next(60) == 0 ? "missing" : feature.Code,
            Id: _random.Next(4) == 0 ? null : $"e{++_made}",
            At: _clock.At(_model.Customer(customer)),
            Properties: One(Properties),
            Mode: _random.Next(10) == 0 ? "record" : "enforce",
            Namespace: Namespace());
        return feature.Type == "gauge" ? OfGauge(use) : use with { Quantity = Quantity(use, feature) };
    }

    decimal Quantity(ModelUse use, ModelFeature feature)
    {
        var scale = feature.Scale;
        var unit = new decimal(1, 0, 0, false, (byte)scale);
        var left = feature.Floor(_model.RoomFor(use, _clock.Now) ?? 10);
        if (_catalog.IsOfMoney && _random.Next(2) == 0)
            return left + (unit * _random.Next(1, scale == 0 ? 5 : 4_000));
        var quantity = _random.Next(10) switch
        {
            < 2 => left,
            2 => left + unit,
            3 => left - unit,
            4 => left + _random.Next(1, 8),
            5 or 6 => decimal.Round(left / 2, scale, MidpointRounding.ToZero),
            _ => unit * _random.Next(1, scale == 0 ? 5 : 4_000),
        };
        return Math.Max(unit, quantity);
    }

    void Subscribe()
    {
        var repeatable = _ordered.Where(known => !(known.Order.EndsAt <= _clock.Now)).ToList();
        if (repeatable.Count > 0 && _random.Next(8) == 0)
        {
            var (to, order) = One(repeatable);
            Subscribe(to, _random.Next(3) == 0 ? order with { Metadata = """{"again":true}""" } : order);
            return;
        }

        var customer = One(Customers);
        var plan = One(_random.Next(5) < 3 ? ScenarioCatalog.BasePlans : ScenarioCatalog.AddOns);
        Subscribe(customer, Dated(new ModelOrder(plan, Namespace: _random.Next(2) == 0 ? Namespace() : null)));
    }

    ModelOrder Dated(ModelOrder order)
    {
        Instant? startsAt = _random.Next(8) switch
        {
            0 => _clock.Around(-60, 0),
            1 => _clock.Around(0, 12),
            _ => null,
        };
        Instant? endsAt = _random.Next(7) == 0 ? _clock.Around(13, 50) : null;
        return order with
        {
            Version = _random.Next(10) == 0 ? 1 : null,
            StartsAt = startsAt,
            EndsAt = endsAt,
            TrialEndsAt = _random.Next(12) == 0 ? _clock.Around(-2, 20) : null,
            Anchor = _random.Next(6) == 0 ? _clock.Around(-70, 40) : null,
            ExternalId = _random.Next(4) == 0 ? $"x{++_made}" : null,
            Metadata = _random.Next(6) == 0 ? """{"by":"test"}""" : null,
        };
    }

    void Subscribe(string customer, ModelOrder order)
    {
        if (order.ExternalId is not null)
            _ordered.Add((customer, order));
        _handles.Add($"s{_handles.Count + 1}");
        Add(new ModelCommand.Subscribe(_clock.Now, _handles[^1], customer, order));
    }

    void ThereAndBack()
    {
        var customer = One(Customers);
        var plans = ScenarioCatalog.BasePlans.ToArray();
        _random.Shuffle(plans);
        foreach (var plan in (string[])[plans[0], plans[1], plans[0]])
        {
            Subscribe(customer, new ModelOrder(plan));
            Step();
            Add(new ModelCommand.Use(_clock.Now, [Fresh(customer)]));
            Step();
        }

        void Step() => _clock.Tick();
    }

    void Cancel()
    {
        var handle = _random.Next(20) == 0 ? "s0" : One([.. _handles.TakeLast(12)]);
        if (_random.Next(3) == 0)
        {
            Add(new ModelCommand.Pause(_clock.Now, handle));
            return;
        }

        var moment = One(Moments);
        Add(new ModelCommand.Cancel(
            _clock.Now, handle, moment, moment == "time" ? _clock.Around(-3, 25) : null));
    }

    T One<T>(IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];
}
