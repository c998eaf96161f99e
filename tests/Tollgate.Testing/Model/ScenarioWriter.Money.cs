using NodaTime;

namespace Tollgate.Testing.Model;

sealed partial class ScenarioWriter
{
    static readonly string[] Currencies = ["USD", "USD", "EUR"];
    static readonly decimal[] Amounts = [0.000001m, 0.25m, 0.5m, 1, 1, 2, 2, 3, 5, 8.123456m];
    static readonly int[] Priorities = [100, 100, 100, 50, 10];

    readonly List<(string Customer, ModelCredit Asked)> _credited = [];
    readonly List<(string Customer, ModelAdjustment Asked)> _adjusted = [];

    void Money()
    {
        var customer = _random.Next(60) == 0 ? "nobody" : One(Customers);
        switch (_random.Next(10))
        {
            case 0:
                Add(new ModelCommand.PutWallet(_clock.Now, customer, One(Currencies), WalletUse()));
                break;
            case < 6:
                Credit(customer);
                break;
            case < 8:
                Adjust(customer);
                break;
            default:
                Add(new ModelCommand.ShowWallets(_clock.Now, customer));
                break;
        }
    }

    // Something to begin with, and plenty where the scenario is about what becomes of it.
    void Endow(string customer)
    {
        Add(new ModelCommand.Grant(_clock.Soon(), customer, new("USD", _catalog.IsOfMoney ? 20 : 5)));
        if (_catalog.IsOfMoney)
            Add(new ModelCommand.Grant(_clock.Soon(), customer, new("EUR", 20)));
    }

    // What costs, and what then becomes of it, often at once.
    void Spend()
    {
        var customer = One([.. Customers.Take(2)]);
        if (_model.Customer(customer)!.Suspended)
        {
            Add(new ModelCommand.Resume(_clock.Now, customer));
            return;
        }

        switch (_random.Next(12))
        {
            case < 4:
                Add(new ModelCommand.Use(_clock.Now, [Costing(customer)]));
                break;
            case < 6:
                var uses = Enumerable.Range(0, _random.Next(2, 5)).Select(_ => Costing(customer)).ToList();
                Add(new ModelCommand.Use(_clock.Now, uses, Atomic: _random.Next(2) == 0));
                break;
            case 6:
                PastTopUps(customer);
                break;
            case 7 or 8:
                Add(Reversal());
                break;
            case 9:
                Hold();
                break;
            case 10:
                Add(new ModelCommand.Check(_clock.Now, Costing(customer) with { Id = null, Mode = "enforce" }));
                break;
            case 11 when _random.Next(2) == 0:
                Credit(customer);
                break;
            default:
                Money();
                break;
        }
    }

    // What is included, then something bought, and some more.
    void PastTopUps(string customer)
    {
        var use = Costing(customer) with { Namespace = null, Mode = "enforce" };
        Provision(customer, new ModelGift(use.Feature, "top_up", 1));
        _clock.Soon();
        Add(new ModelCommand.Use(_clock.Now, [use with { Quantity = use.Quantity + 1 }]));
    }

    // A use of what may be charged, mostly more of it than is left.
    ModelUse Costing(string customer)
    {
        var feature = One([.. _catalog.Cast.Where(known => known.Type == "metered")]);
        var use = new ModelUse(
            customer, feature.Code, Id: $"e{++_made}", Properties: One(Properties),
            Mode: _random.Next(8) == 0 ? "record" : "enforce", Namespace: _random.Next(6) == 0 ? Namespace() : null);
        return use with { Quantity = Quantity(use, feature) };
    }

    ModelWalletUse WalletUse() => new(
        HardStop: _random.Next(4) != 0,
        Overdraft: One((decimal[])[0, 0, 0.5m, 2]),
        Low: _random.Next(2) == 0 ? One(Amounts) : null);

    void Credit(string customer)
    {
        if (_credited.Count > 0 && _random.Next(6) == 0)
        {
            var (to, first) = One([.. _credited.TakeLast(6)]);
            var again = _random.Next(3) switch
            {
                0 => first with { Amount = first.Amount + 1 },
                _ => first,
            };
            Add(new ModelCommand.Grant(_clock.Now, to, again));
            return;
        }

        var asked = new ModelCredit(
            One(Currencies), One(Amounts), One((string[])["grant", "top_up"]), One(Priorities), Expiry(),
            _random.Next(3) == 0 ? $"c{++_made}" : null, _random.Next(6) == 0 ? "thanks" : null);
        if (asked.ExternalId is not null)
            _credited.Add((customer, asked));
        Add(new ModelCommand.Grant(_clock.Now, customer, asked));
    }

    // Soon, so that it is met, and often at the time of other credit. Now and then it is over already.
    Instant? Expiry()
    {
        var known = Customers.SelectMany(id => _model.Customer(id)!.Wallets.Values)
            .SelectMany(wallet => wallet.Grants).Where(grant => grant.Asked.ExpiresAt > _clock.Now).ToList();
        return _random.Next(9) switch
        {
            0 => _clock.Now,
            < 3 => _clock.Now + Duration.FromSeconds(_random.Next(1, 600)),
            3 => _clock.Now + Duration.FromHours(_random.Next(1, 40)),
            4 => _clock.Around(1, 20),
            5 when known.Count > 0 => One(known).Asked.ExpiresAt,
            _ => null,
        };
    }

    void Adjust(string customer)
    {
        if (_adjusted.Count > 0 && _random.Next(6) == 0)
        {
            var (to, first) = One([.. _adjusted.TakeLast(6)]);
            Add(new ModelCommand.Adjust(
                _clock.Now, to, _random.Next(3) == 0 ? first with { Reason = "other" } : first));
            return;
        }

        var currency = One(Currencies);
        var wallet = _model.Customer(customer)?.Wallets.GetValueOrDefault(currency);
        var amount = _random.Next(4) switch
        {
            0 => One(Amounts),
            1 when wallet?.Balance > 0 => -wallet.Balance,
            2 when wallet?.Balance > 0 => -wallet.Balance - One(Amounts),
            _ => -One(Amounts),
        };
        var asked = new ModelAdjustment(
            currency, amount, "put right", _random.Next(3) == 0 ? $"a{++_made}" : null);
        if (asked.ExternalId is not null)
            _adjusted.Add((customer, asked));
        Add(new ModelCommand.Adjust(_clock.Now, customer, asked));
    }
}
