using System.Collections.Immutable;
using System.Globalization;

namespace Tollgate.Server;

/// <summary>Posting what a provider counts otherwise.</summary>
internal static class ReconciliationRoutes
{
    const string Feature = "feature";
    const string Namespace = "namespace";
    const string PropertyPrefix = "properties.";

    static readonly Operation ReconcileOne = new(
        "reconcile", "Wallets", "Post what a provider's totals for a period differ from what was charged.")
    {
        Scope = Scope.WalletsWrite,
        Takes = typeof(Wire.ReconciliationRequest),
        Answers = typeof(Wire.Reconciliation),
        Creates = true,
        Problems = [404],
    };

    public static void MapReconciliations(this IEndpointRouteBuilder routes) =>
        routes.Post("/v1/reconciliations", ReconcileOne, ReconcileAsync);

    static async Task<Reply> ReconcileAsync(Visit visit)
    {
        var body = await visit.ReadAsync<Wire.ReconciliationRequest>();
        var command = await visit.SignAsync(Command(body, visit.Errors));
        return await visit.SubmitAsync(new Submission([command], outcomes =>
        {
            var put = (Put<Reconciliation>)outcomes[0];
            return Reply.Of(Statuses.Of(put), Of(put.Value, body));
        })
        {
            ReadOnly = command.DryRun,
        });
    }

    static Reconcile Command(Wire.ReconciliationRequest body, FieldErrors errors)
    {
        var currency = MoneyWire.Currency(body.Currency, "currency", errors);
        List<StatedTotal> totals = [];
        // One more than there may be is enough to be refused.
        foreach (var total in body.Totals.Take(Reconcile.MostTotals + 1))
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"totals[{totals.Count}]");
            totals.Add(new StatedTotal(
                Match(total.Match, $"{at}.match", errors),
                MoneyWire.Amount(total.Amount, $"{at}.amount", errors)));
        }
        return new Reconcile(
            body.Customer, currency, Times.Read(body.From)!.Value, Times.Read(body.To)!.Value, totals,
            body.DryRun ?? false);
    }

    static ChargeMatch Match(IReadOnlyDictionary<string, string> match, string path, FieldErrors errors)
    {
        var properties = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in match)
        {
            if (name is Feature or Namespace) continue;
            var bare = name.StartsWith(PropertyPrefix, StringComparison.Ordinal) ? name[PropertyPrefix.Length..] : name;
            if (!properties.TryAdd(bare, value))
                MoneyWire.Note(errors, path, "duplicate", $"{path} names the property {bare} twice.");
        }
        return new ChargeMatch(
            match.GetValueOrDefault(Feature), match.GetValueOrDefault(Namespace), properties.ToImmutable());
    }

    static Wire.Reconciliation Of(Reconciliation one, Wire.ReconciliationRequest body)
    {
        var currency = one.Command.Currency;
        return new Wire.Reconciliation
        {
            Id = one.Id,
            Customer = one.Command.Customer,
            Currency = currency.Code,
            From = Times.Write(one.Command.From),
            To = Times.Write(one.Command.To),
            DryRun = one.Command.DryRun,
            Totals =
            [
                .. one.Totals.Zip(body.Totals, (total, stated) => new Wire.ReconciledTotal
                {
                    Match = stated.Match,
                    Stated = total.Stated.ToString(currency),
                    Recorded = total.Recorded.ToString(currency),
                    PostedBefore = total.PostedBefore.ToString(currency),
                    Difference = total.Difference.ToString(currency),
                }),
            ],
        };
    }
}
