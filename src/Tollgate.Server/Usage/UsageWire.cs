namespace Tollgate.Server;

/// <summary>Uses between the wire and the engine.</summary>
internal static class UsageWire
{
    /// <summary>The most events or checks of one request.</summary>
    public const int Most = 10_000;

    public static Use Command(Wire.CheckRequest request) =>
        new(request.Customer, request.Feature, request.Quantity ?? 1, request.Namespace, At: Times.Read(request.At))
        {
            Properties = Attached.Text(request.Properties),
            CheckOnly = true,
        };

    public static Use Command(Wire.UsageRequest request, bool backfill = false) =>
        new(
            request.Customer, request.Feature, request.Quantity ?? 1, request.Namespace, request.Id,
            Times.Read(request.At), request.Mode == Wire.UsageMode.Record ? UsageMode.Record : UsageMode.Enforce)
        {
            Actor = request.Actor,
            Properties = Attached.Text(request.Properties),
            Metadata = Attached.Text(request.Metadata),
            Backfill = backfill,
        };

    /// <summary>A recorded use.</summary>
    public static Wire.UsageEvent Of(UsageEvent use, string customer, Catalog catalog)
    {
        var feature = catalog.Feature(use.Feature)!;
        return new Wire.UsageEvent
        {
            Id = use.Id,
            Kind = use.Kind switch
            {
                UsageKind.Reversal => "reversal",
                UsageKind.Accrual => "accrual",
                _ => "use",
            },
            Customer = customer,
            Namespace = use.Namespace.Length == 0 ? null : use.Namespace,
            Feature = feature.Code,
            Quantity = Quantities.Unscale(use.Quantity, feature.Scale),
            At = Times.Write(use.At),
            RecordedAt = Times.Write(use.RecordedAt),
            Sequence = use.Sequence,
            Included = Quantities.Unscale(use.Included, feature.Scale),
            TopUp = Quantities.Unscale(use.TopUp, feature.Scale),
            Overage = Quantities.Unscale(use.Overage, feature.Scale),
            Charge = use.Charge is { } charge ? MoneyWire.Of(charge.Shown) : null,
            Flags = DecisionNames.Of(use.Flags),
            Actor = Erased.Shown(use.Actor),
            Properties = Attached.Members(Erased.Shown(use.Properties)),
            Metadata = Attached.Members(Erased.Shown(use.Metadata)),
        };
    }

    /// <summary>
    /// A catalogue that knows the features of all these uses: the one at hand, unless a use came after it.
    /// </summary>
    public static async ValueTask<Catalog> CatalogOfAsync(
        this Visit visit, IEnumerable<UsageEvent> uses, Catalog atHand)
    {
        if (uses.All(use => atHand.Feature(use.Feature) is not null)) return atHand;
        return (await visit.AccountAsync()).Catalog;
    }

    /// <summary>
    /// Notes a list that is empty, unless it only stands in for another; refuses one that is too long at once.
    /// </summary>
    public static void CheckCount(this Visit visit, string list, int count)
    {
        if (visit.Errors.All.Any(error => error.Field == list)) return;
        if (count == 0) visit.Errors.Add(list, "required", $"{list} must hold at least one.");
        if (count <= Most) return;
        visit.Errors.Add(list, "too_many", $"{list} must hold at most {Most:N0}.");
        visit.RefuseIfBad([], path: null);
    }
}
