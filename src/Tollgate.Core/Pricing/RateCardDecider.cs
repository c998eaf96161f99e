namespace Tollgate.Core.Pricing;

/// <summary>Decides the commands about rate cards.</summary>
public static class RateCardDecider
{
    /// <summary>Makes a rate card or its next version.</summary>
    public static Outcome Decide(Draft draft, PutRateCard command)
    {
        var account = draft.AccountState;
        var catalog = draft.Account.Catalog;
        var before = catalog.RateCardVersion(command.Code);
        var (old, now) = (before is null ? null : CatalogDecider.Canonical(before.Card),
            CatalogDecider.Canonical(command.Card));
        if (before is not null && old == now) return new Put<RateCardVersion>(before, before, false);
        if (before is not null && before.Card.Currency != command.Card.Currency)
            return new Rejected(
                Rejection.RateCardCurrencyFixed, $"The currency of rate card {command.Code} cannot change.");
        if (catalog.RateCardVersions >= Catalog.Catalog.MostRateCardVersions)
            return new Rejected(
                Rejection.CatalogFull,
                $"There are at most {Catalog.Catalog.MostRateCardVersions:N0} rate card versions.");

        var after = new RateCardVersion(
            checked((int)account.NextSequence), command.Code, (before?.Version ?? 0) + 1, command.Card);
        account.Put(after);
        draft.Account = draft.Account with { Catalog = catalog.With(after) };
        draft.Audit(
            account, command.By, before is null ? "rate_card.created" : "rate_card.updated", after.Code, old, now);
        return new Put<RateCardVersion>(after, before, true);
    }
}
