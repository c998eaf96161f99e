using NodaTime;

namespace Tollgate.Testing.Model;

public sealed partial class SequentialModel
{
    /// <summary>Gives a customer, or a namespace of it, a boost.</summary>
    public ModelChange Provision(string customerId, ModelGift gift, Instant now)
    {
        Validate(gift);
        if (gift.Time <= gift.StartsAt)
            return new("invalid");
        if (Customer(customerId) is not { } customer)
            return new("customer_not_found");
        if (gift.ExternalId is not null
            && customer.Boosts.Find(known => known.Gift.ExternalId == gift.ExternalId) is { } first)
        {
            return first.Gift == gift
                ? new("existing", first.Id, Sequence: first.Sequence)
                : new("external_id_conflict", Sequence: customer.Sequence);
        }

        if (gift.Namespace is not null && !customer.Namespaces.Contains(gift.Namespace))
            return new("namespace_not_found", Sequence: customer.Sequence);
        if (!_features.TryGetValue(gift.Feature, out var feature)
            || (gift.Type == "enable") != (feature.Type == "switch")
            || (feature.Type == "gauge" && (gift.Type == "top_up" || gift.Per is not (null or "forever")))
            || decimal.Round(gift.Quantity ?? 0, feature.Scale) != (gift.Quantity ?? 0))
        {
            return new("invalid", Sequence: customer.Sequence);
        }

        var startsAt = gift.StartsAt ?? now;
        var begins = Instant.Max(now, startsAt);
        var endsAt = gift.Until == "cycle_end" ? CycleOf(customer, begins, now, gift.Namespace).End : gift.Time;
        if (endsAt <= begins)
            return new("invalid", Sequence: customer.Sequence);
        var sequence = ++customer.Sequence;
        var id = $"bst_{customer.Id}_{sequence}";
        customer.Boosts.Add(
            new() { Id = id, Sequence = sequence, Gift = gift, StartsAt = startsAt, EndsAt = endsAt });
        return new("created", id, Sequence: sequence);
    }

    /// <summary>Ends a boost at once.</summary>
    public ModelChange CancelBoost(string customerId, string boostId, Instant now)
    {
        if (Customer(customerId) is not { } customer)
            return new("boost_not_found");
        if (customer.Boosts.Find(known => known.Id == boostId) is not { } boost)
            return new("boost_not_found", Sequence: customer.Sequence);
        if (boost.CanceledAt is not null)
            return new("unchanged", boost.Id, Sequence: customer.Sequence);
        if (boost.IsOverAt(now))
            return new("boost_ended", Sequence: customer.Sequence);
        boost.CanceledAt = now;
        return new("changed", boost.Id, Sequence: ++customer.Sequence);
    }

    static void Validate(ModelGift gift)
    {
        var counts = gift.Type switch
        {
            "add_limit" or "top_up" => true,
            "enable" or "unlimited" => false,
            _ => throw new ArgumentException($"{gift.Type} is not a boost."),
        };
        if (counts != gift.Quantity > 0)
            throw new ArgumentException($"{gift} has no valid quantity.");
        if (gift.Per is not null && gift.Type != "add_limit")
            throw new ArgumentException($"{gift} raises no limit.");
        if ((gift.Until == "time") != gift.Time is not null)
            throw new ArgumentException($"{gift} ends neither so nor so.");
    }

    ModelChange ProvisionAs(ModelCommand.Provision command)
    {
        var change = Provision(command.Customer, command.Gift, command.Now);
        if (change.Outcome is "created" or "existing")
            _handles[command.Handle] = (command.Customer, change.Id!);
        return change;
    }

    ModelChange CancelBoostBy(ModelCommand.CancelBoost command) =>
        _handles.TryGetValue(command.Handle, out var meant)
            ? CancelBoost(meant.Customer, meant.Id, command.Now)
            : new("boost_not_found");
}
