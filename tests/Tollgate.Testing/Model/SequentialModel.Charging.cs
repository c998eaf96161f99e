using System.Globalization;
using System.Text.Json;
using NodaTime;

namespace Tollgate.Testing.Model;

public sealed partial class SequentialModel
{
    // What overage costs, and why it may not be charged.
    sealed record ModelBill(
        string Feature, ModelPrice Price, string Currency, decimal Units, decimal? Cost, decimal Amount,
        ModelRated? Cycle)
    {
        public string? Reason { get; init; }

        public decimal Highest { get; init; }

        /// <summary>What the answer shows.</summary>
        public ModelAmount? Shown => Cost is null ? null : new(Amount, Currency);
    }

    // The policy is that of a limit that is passed, the price that of the feature used, else of the nearest pool.
    static ModelShare? PricedBy(Asked asked, List<ModelStanding> passed) =>
        asked.IsGauge || !passed.Exists(limit => limit.Policy.Overage == "charge") ? null : Priced(asked.Basis);

    static ModelShare? Priced(ModelBasis basis) => basis.Shares.FirstOrDefault(share => PriceOf(share) is not null);

    static ModelPrice? PriceOf(ModelShare share) => share.Given?.Policy(share.Feature.Code).Price;

    static ModelBill? BillOf(Asked asked, ModelSplit split, decimal quantity)
    {
        if (split.Priced is not { } share || split.Overage == 0)
            return null;
        var bill = Bill(asked, share, split.Overage, quantity);
        if (asked.Use.HeldFor is not null)
            bill = bill with { Amount = bill.Highest };
        bill = bill with { Reason = WhyNot(asked.Customer, bill) };
        if (bill.Price.By == "request" && asked.Sizes.Refuses && !asked.Overrides)
            bill = bill with { Reason = "credit_insufficient" };
        var isCharged = bill.Reason is null
            || (asked.Overrides && bill.Cost is not null && asked.Customer.Wallets.ContainsKey(bill.Currency));
        if (bill.Price.By == "request" && (isCharged || asked.Sizes.IsFirst))
            asked.Sizes.Count(asked.Customer.Id, SizedBy(share), bill.Units);
        return bill;
    }

    // What was set aside is charged where money was, and more where it passes a limit that charges.
    static ModelBill? BillOf(Asked asked, ModelHold hold, ModelSplit more, decimal overage, decimal quantity)
    {
        var share = more.Priced ?? (hold.Money is null ? null : Priced(asked.Basis));
        var charged = (hold.Money is null ? 0 : overage) + (more.Priced is null ? 0 : more.Overage);
        if (share is null || charged == 0)
            return null;
        var bill = Bill(asked, share, charged, quantity);
        bill = bill with { Reason = WhyNot(asked.Customer, bill) };
        return hold.Money is { } money && overage > 0 ? NoMoreThanHeld(asked, hold, money, share, bill) : bill;

        // What was set aside was let through, so it takes no more than was held where there is no more.
        ModelBill NoMoreThanHeld(Asked asked, ModelHold hold, ModelHeldMoney money, ModelShare share, ModelBill bill)
        {
            var isOther = bill.Price.Kind is "property" or "rate_card"
                && asked.Use.Properties != hold.Use.Properties;
            if (bill.Reason is null || bill.Cost is not { } cost || isOther)
                return bill;
            var part = Bill(asked, share, overage, quantity).Cost!.Value;
            var most = money.Currency == bill.Currency ? money.Amount : 0;
            if (part <= most)
                return bill;
            return bill with
            {
                Cost = cost - part + most,
                Amount = WholeOf(asked.Customer, bill.Feature, bill.Currency, cost - part + most),
                Cycle = bill.Cycle is null ? null : bill.Cycle with { Cost = bill.Cycle.Cost - part + most },
            };
        }
    }

    // What is taken for a cost: whole micros of all that the feature cost, less what was taken.
    static decimal WholeOf(ModelCustomer customer, string feature, string currency, decimal cost)
    {
        var known = customer.Charges.FindAll(charge => charge.Feature == feature && charge.Currency == currency);
        if (customer.Broken == "each charge is rounded")
            known = [];
        return Math.Max(
            0, (Math.Floor((known.Sum(charge => charge.Cost) + cost) * 1_000_000) / 1_000_000)
                - known.Sum(charge => charge.Amount));
    }

    static string? WhyNot(ModelCustomer customer, ModelBill bill)
    {
        if (bill.Cost is null)
            return "price_unknown";
        if (!customer.Wallets.TryGetValue(bill.Currency, out var wallet))
            return "credit_insufficient";
        return wallet.Rules.HardStop && bill.Amount > 0 && bill.Amount > wallet.Available
            ? "credit_insufficient"
            : null;
    }

    static ModelBill Bill(Asked asked, ModelShare share, decimal overage, decimal quantity)
    {
        var (customer, price) = (asked.Customer, PriceOf(share)!);
        var card = price.Kind == "rate_card" ? asked.Cards[price.Property!] : null;
        var (currency, units) = (price.Currency ?? card?.Currency ?? "USD", overage * share.Weight);
        var (cost, highest, cycle) = CostOf();
        var amount = cost is { } exact ? WholeOf(customer, asked.Feature.Code, currency, exact) : 0;
        return new(asked.Feature.Code, price, currency, units, cost, amount, cycle)
        {
            Highest = Math.Ceiling(highest * 1_000_000) / 1_000_000,
        };

        string? TextOf(string name) => StatedIn(asked.Use.Properties, name);

        decimal? NumberOf(string name) =>
            decimal.TryParse(TextOf(name), CultureInfo.InvariantCulture, out var stated) && stated >= 0
                ? stated
                : null;

        (decimal? Cost, decimal Highest, ModelRated? Cycle) CostOf()
        {
            if (price.Kind is "property" or "rate_card")
            {
                var stated = card is null ? NumberOf(price.Property!) : card.CostOf(TextOf, NumberOf);
                if (stated is { } whole && overage != quantity)
                    stated = ModelPrice.Part(whole, overage, quantity);
                return (stated, stated ?? 0, null);
            }

            if (price.By == "cycle" && customer.Broken != "no totals")
                return ByCycle();
            if (price.By == "event" || customer.Broken == "no totals")
                return (price.Rate(units), price.Most(units, price.Rate, 0), null);
            var so = asked.Sizes.SoFar(customer.Id, SizedBy(share));
            var part = price.Kind == "volume"
                ? price.AtTotal(asked.Sizes.Whole(customer.Id, SizedBy(share), units)) * units
                : price.Rate(so + units) - price.Rate(so);
            return (part, price.Most(units, price.Rate, 0), null);
        }

        (decimal? Cost, decimal Highest, ModelRated? Cycle) ByCycle()
        {
            var name = CycleNameOf(customer, asked.Use.At ?? asked.Now, asked.Now, share.Given!.Scope);
            var key = new ModelCycle(share.Feature.Code, currency, share.Given!.Scope, name);
            var so = RatedIn(customer, key) ?? new(key, 0, 0, price);
            // What another price charged stays: by this one it would have charged what it rates.
            var before = so.Price.Describe() == price.Describe() ? so.Cost : price.Rate(so.Units);
            var cost = Math.Max(0, price.Rate(so.Units + units) - before);
            var others = customer.Holds.Where(hold => hold.End is null && hold.Money?.Rated?.Cycle == key)
                .Sum(hold => hold.Money!.Rated!.Value.Units);
            return (
                cost, price.MostAfter(units, so.Units, before, others),
                new ModelRated(key, so.Units + units, before + cost, price));
        }
    }

    // What is charged together in a request: what counts in one scope.
    static string SizedBy(ModelShare share) => $"{share.Feature.Code} {share.Given!.Scope}";

    static ModelRated? RatedIn(ModelCustomer customer, ModelCycle key) =>
        customer.Charges.Select(charge => charge.Cycle).LastOrDefault(rated => rated?.Key == key);

    // What a property states, as text: a number as it stands.
    static string? StatedIn(string? properties, string name)
    {
        if (properties is null)
            return null;
        using var json = JsonDocument.Parse(properties);
        if (!json.RootElement.TryGetProperty(name, out var value))
            return null;
        return value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
    }

    // Takes what a use cost; null where nothing can be.
    static ModelCharge? Charge(
        ModelCustomer customer, ModelBill bill, string id, Instant now, IReadOnlyList<ModelPart>? held = null)
    {
        if (bill.Cost is not { } cost || !customer.Wallets.TryGetValue(bill.Currency, out var wallet))
            return null;
        var paid = wallet.Find(bill.Amount, now, held);
        if (paid.Count > 0)
            wallet.Entries.Add(new(customer.Sequence, "debit", paid.ConvertAll(Gone), id));
        var charge = new ModelCharge(
            bill.Feature, bill.Price, bill.Currency, bill.Amount, cost, bill.Units, paid, bill.Cycle);
        customer.Charges.Add(charge);
        return charge;
    }

    static ModelHeldMoney? SetAside(ModelCustomer customer, ModelBill bill, Instant now) =>
        bill.Cost is not null && customer.Wallets.TryGetValue(bill.Currency, out var wallet)
            ? new(bill.Currency, bill.Amount, wallet.Find(bill.Amount, now))
            {
                Rated = bill.Cycle is { } cycle ? (cycle.Key, bill.Units) : null,
            }
            : null;

    // What the later total no longer costs where a cycle's total rated it, as long as the price of what it counted in
    // is the same, else its own charge.
    ModelCharge Refund(ModelCustomer customer, ModelCharge charge, ModelUse use, string id, Instant now)
    {
        var (amount, cost, cycle) = (charge.Amount, charge.Cost, (ModelRated?)null);
        if (charge.Cycle is { Key: var key })
        {
            var stands = RatedIn(customer, key)!;
            var left = Math.Max(0, stands.Units - charge.Units);
            var there = use with { Namespace = key.Scope };
            var price = PriceOf(BasisOf(customer, _features[key.Feature], there, now).Shares[0]);
            if (price is not null && stands.Price.Describe() == price.Describe())
            {
                var known = customer.Charges.FindAll(
                    one => one.Feature == charge.Feature && one.Currency == charge.Currency);
                cost = Math.Max(0, stands.Cost - price.Rate(left));
                amount = Math.Max(0, known.Sum(one => one.Amount)
                    - (Math.Floor((known.Sum(one => one.Cost) - cost) * 1_000_000) / 1_000_000));
                cycle = stands with { Units = left, Cost = stands.Cost - cost };
            }
            else
            {
                cycle = new(key, left, 0, new("none"));
            }
        }

        var wallet = customer.Wallets[charge.Currency];
        var back = wallet.Spread(amount, customer.Broken == "reversals go nowhere" ? [] : PaidFor(customer, charge));
        if (back.Count > 0)
            wallet.Entries.Add(new(customer.Sequence, "reversal", back, id));
        var refund = new ModelCharge(
            charge.Feature, charge.Price, charge.Currency, -amount, -cost, -charge.Units, back.ConvertAll(Gone), cycle);
        customer.Charges.Add(refund);
        ExpireCredit(customer, at => at <= now, customer.Sequence);
        return refund;
    }

    // What paid for a use, behind what else was paid in its cycle and did not go back: that paid for what counts no
    // more.
    static IReadOnlyList<ModelPart> PaidFor(ModelCustomer customer, ModelCharge charge)
    {
        if (charge.Cycle is not { Key: var key })
            return charge.Paid;
        List<ModelPart> parts = [];
        foreach (var (grant, amount) in customer.Charges
            .Where(one => one.Cycle?.Key == key).SelectMany(one => one.Paid))
            Add(parts, grant, amount);
        List<ModelPart> own = [];
        foreach (var (grant, amount) in charge.Paid)
        {
            var paid = Math.Min(amount, parts.Find(part => part.Grant == grant).Amount);
            Add(parts, grant, -paid);
            own.Add(new(grant, paid));
        }

        return [.. parts, .. own];

        static void Add(List<ModelPart> parts, long grant, decimal amount)
        {
            var index = parts.FindIndex(part => part.Grant == grant);
            if (grant == 0)
                return;
            if (index < 0)
                parts.Add(new(grant, amount));
            else
                parts[index] = new(grant, parts[index].Amount + amount);
            parts.RemoveAll(part => part.Amount <= 0);
        }
    }

    static ModelAmount? ShownOf(ModelCharge? charge) =>
        charge is null ? null : new(Math.Abs(charge.Amount), charge.Currency);
}
