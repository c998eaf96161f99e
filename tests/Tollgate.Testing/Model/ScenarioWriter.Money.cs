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
