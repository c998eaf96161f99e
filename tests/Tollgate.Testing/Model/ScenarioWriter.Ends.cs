using NodaTime;

namespace Tollgate.Testing.Model;

sealed partial class ScenarioWriter
{
    // A level that is set, a rise that often just fits, a fall that often goes below nothing.
    ModelUse OfGauge(ModelUse use)
    {
        var left = _model.RoomFor(use, _clock.Now) ?? 5;
        return _random.Next(8) switch
        {
            < 2 => use with { Level = _random.Next(0, 14) },
            2 => use with { Quantity = -_random.Next(1, 8) },
            3 => use with { Quantity = -_random.Next(1, 3) },
            4 => use with { Quantity = Math.Max(1, left) },
            5 => use with { Quantity = left + 1 },
            _ => use with { Quantity = _random.Next(1, 4) },
        };
    }

    // Sets something aside and goes on, most often to its end while it is open.
    void Hold()
    {
        var customer = One(Customers);
        var metered = _catalog.Cast.Where(feature => feature.Type == "metered").ToList();
        var feature = One(metered);
        var use = new ModelUse(
            customer, feature.Code, Id: _random.Next(8) == 0 && _sent.Count > 0 ? One(_sent).Id : $"e{++_made}",
            Properties: One(Properties), Namespace: Namespace())
        {
            HeldFor = Duration.FromSeconds(One([1, 60, 300, 3_600, 86_400, 86_400])),
        };
        use = use with { Quantity = Quantity(use, feature) };
        Add(new ModelCommand.Reserve(_clock.Now, use));
        if (_random.Next(6) == 0)
            Again(new ModelCommand.Reserve(_clock.Soon(), _random.Next(2) == 0 ? use : use with { HeldFor = null }));
        if (_catalog.IsOfMoney)
            Add(new ModelCommand.ShowWallets(_clock.Soon(), customer));
        for (var between = _random.Next(4); between > 0; between--)
            Between(customer);
        if (_random.Next(5) == 0)
            return;
        _clock.Soon();
        Add(Settlement(_model.Customer(customer)!.Holds.LastOrDefault(), customer));
        while (_random.Next(3) == 0)
        {
            Between(customer);
            Add(_random.Next(2) == 0 ? Settlement(_model.Customer(customer)!.Holds.LastOrDefault(), customer)
                : new ModelCommand.Reverse(_clock.Soon(), customer, use.Id!));
        }

        void Again(ModelCommand.Reserve same) =>
            Add(same.Asked.HeldFor is null ? new ModelCommand.Use(same.Now, [same.Asked]) : same);
    }

    // Something that may change what the end of a reservation rests on.
    void Between(string customer)
    {
        _clock.Soon();
        switch (_random.Next(7))
        {
            case 0:
                Subscribe(customer, new ModelOrder(One(ScenarioCatalog.BasePlans)));
                break;
            case 1:
                Provision(customer, Dated(_catalog.Gift() with { Namespace = Namespace() }));
                break;
            case 2:
                PutPlan(_clock.Now, _catalog.Changed(One([.. _plans.Values])));
                break;
            case 3:
                Add(new ModelCommand.Suspend(_clock.Now, customer));
                break;
            default:
                Add(new ModelCommand.Use(_clock.Now, [Fresh(customer)]));
                break;
        }
        _clock.Soon();
    }

    ModelCommand.Settle Settlement()
    {
        var customer = One(Customers);
        var holds = _model.Customer(customer)!.Holds;
        var open = holds.FindAll(known => known.End is null);
        var hold = open.Count > 0 && _random.Next(10) < 7 ? One(open)
            : holds.Count > 0 ? One([.. holds.TakeLast(10)])
            : null;
        return Settlement(hold, customer);
    }

    ModelCommand.Settle Settlement(ModelHold? hold, string customer)
    {
        if (hold is null || _random.Next(30) == 0)
            return new(_clock.Now, customer, "nothing", 1);
        if (hold.Answer is not null && _random.Next(2) == 0)
            return new(_clock.Now, customer, hold.Id, hold.Asked.Quantity, hold.Asked.Properties);
        var unit = hold.Use.Quantity % 1 == 0 ? 1 : 0.001m;
        if (hold.Use.Feature == "credits")
            unit = 0.1m;
        var quantity = _random.Next(7) switch
        {
            0 => 0,
            1 => hold.Use.Quantity,
            2 => hold.Use.Quantity + unit,
            3 => hold.Use.Quantity + _random.Next(1, 12),
            4 => Math.Max(0, hold.Use.Quantity - unit),
            _ => decimal.Round(hold.Use.Quantity / 2, 0, MidpointRounding.ToZero),
        };
        return new(_clock.Now, customer, hold.Id, quantity, _random.Next(6) == 0 ? """{"model":"c"}""" : null);
    }

    ModelCommand.Reverse Reversal()
    {
        var customer = One(Customers);
        var named = _model.Customer(customer)!.Events.FindAll(known => known.Use.Id is not null);
        if (named.Count == 0 || _random.Next(30) == 0)
            return new(_clock.Now, customer, $"e{_made + 1}");
        return new(_clock.Now, customer, One(_random.Next(3) == 0 ? named : [.. named.TakeLast(6)]).Id);
    }
}
