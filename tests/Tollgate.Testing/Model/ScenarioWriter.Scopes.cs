namespace Tollgate.Testing.Model;

sealed partial class ScenarioWriter
{
    static readonly string[] Namespaces = ["site", "shop"];

    readonly List<(string Customer, ModelGift Gift)> _gifts = [];
    readonly List<string> _boosts = [];

    // Half of all that may name one names none; a few name one that there is not.
    string? Namespace() => _random.Next(60) switch
    {
        0 => "nowhere",
        < 30 => One(Namespaces),
        30 => "late",
        _ => null,
    };

    void Provision()
    {
        if (_gifts.Count > 0 && _random.Next(8) == 0)
        {
            var (to, gift) = One(_gifts);
            Provision(to, _random.Next(3) == 0 ? gift with { Metadata = """{"again":true}""" } : gift);
            return;
        }

        Provision(One(Customers), Dated(_catalog.Gift() with { Namespace = Namespace() }));
    }

    ModelGift Dated(ModelGift gift)
    {
        var until = One((string[])["cycle_end", "cycle_end", "time", "never"]);
        return gift with
        {
            Until = until,
            Time = until == "time" ? _clock.Around(-1, 20) : null,
            StartsAt = _random.Next(8) switch
            {
                0 => _clock.Around(-6, 0),
                1 => _clock.Around(0, 8),
                _ => null,
            },
            ExternalId = _random.Next(4) == 0 ? $"g{++_made}" : null,
            Metadata = _random.Next(6) == 0 ? """{"by":"test"}""" : null,
        };
    }

    void Provision(string customer, ModelGift gift)
    {
        if (gift.ExternalId is not null)
            _gifts.Add((customer, gift));
        _boosts.Add($"b{_boosts.Count + 1}");
        Add(new ModelCommand.Provision(_clock.Now, _boosts[^1], customer, gift));
    }

    void CancelBoost()
    {
        var handle = _boosts.Count == 0 || _random.Next(20) == 0 ? "b0" : One([.. _boosts.TakeLast(12)]);
        Add(new ModelCommand.CancelBoost(_clock.Now, handle));
    }
}
