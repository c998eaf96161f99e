using NodaTime;

namespace Tollgate.Testing.Model;

sealed partial class ScenarioWriter
{
    static readonly string[] Kinds = ["plan", "plan", "cancel", "start"];

    // What becomes of subscriptions, often more than one thing of the same one.
    void Live()
    {
        if (_random.Next(5) == 0)
        {
            Subscribe(One(Customers), new ModelOrder(One(ScenarioCatalog.BasePlans), StartsAt: _clock.Around(1, 12)));
            _clock.Soon();
        }

        var handle = _random.Next(20) == 0 ? "s0" : One([.. _handles.TakeLast(_random.Next(2) == 0 ? 1 : 12)]);
        do
        {
            Add(_random.Next(8) switch
            {
                < 2 => new ModelCommand.Activate(_clock.Now, handle),
                < 5 => Change(handle),
                5 => new ModelCommand.TakeBack(_clock.Now, handle, One(Kinds)),
                6 => TakeBackWaiting(handle),
                _ => new ModelCommand.Renew(
                    _clock.Now, handle, _random.Next(2) == 0 ? _clock.Around(-2, 40) : null, Anchor()),
            });
            if (_commands[^1] is ModelCommand.Change { At: "time" } waiting && _random.Next(2) == 0)
            {
                _clock.Soon();
                Add(new ModelCommand.TakeBack(_clock.Now, waiting.Handle, "plan"));
                _clock.Tick();
                Add(new ModelCommand.Use(_clock.Now, [Fresh(One(Customers))]));
            }

            _clock.Tick();
        }
        while (_random.Next(3) == 0);
        Add(new ModelCommand.Use(_clock.Now, [Fresh(One(Customers))]));
    }

    ModelCommand.Change Change(string handle)
    {
        var ofBase = _commands.OfType<ModelCommand.Subscribe>()
            .Any(known => known.Handle == handle && ScenarioCatalog.BasePlans.Contains(known.Order.Plan));
        var plan = One(ofBase != (_random.Next(12) == 0) ? ScenarioCatalog.BasePlans : ScenarioCatalog.AddOns);
        var moment = One(Moments);
        return new(
            _clock.Now, handle, plan, _random.Next(8) == 0 ? 1 : null, moment,
            moment != "time" ? null
                : _random.Next(2) == 0 ? _clock.Now + Duration.FromSeconds(_random.Next(2, 600))
                : _clock.Around(-1, 12),
            Anchor());
    }

    // What the last commands scheduled, where it still waits.
    ModelCommand.TakeBack TakeBackWaiting(string otherwise)
    {
        var ahead = _commands.FindAll(
            known => known is ModelCommand.Subscribe subscribe && subscribe.Order.StartsAt > _clock.Now);
        var scheduled = ahead.Count > 0 && _random.Next(2) == 0 ? ahead : _commands.FindAll(
            known => known is ModelCommand.Change { At: not "now" } or ModelCommand.Cancel { At: not "now" });
        return (scheduled.Count == 0 ? null : One([.. scheduled.TakeLast(4)])) switch
        {
            ModelCommand.Change change => new(_clock.Now, change.Handle, "plan"),
            ModelCommand.Cancel cancel => new(_clock.Now, cancel.Handle, "cancel"),
            ModelCommand.Subscribe subscribe => new(_clock.Now, subscribe.Handle, "start"),
            _ => new(_clock.Now, otherwise, One(Kinds)),
        };
    }

    Instant? Anchor() => _random.Next(6) == 0 ? _clock.Around(-70, 40) : null;
}
