namespace Tollgate.Core.Catalog;

/// <summary>Decides what becomes of features and plans that are offered no more: archived, never deleted.</summary>
public static class ArchiveDecider
{
    /// <summary>Archives a feature.</summary>
    public static Outcome Decide(Draft draft, ArchiveFeature command)
    {
        var account = draft.AccountState;
        if (draft.Account.Catalog.Feature(command.Code) is not { } before)
            return new Rejected(Rejection.FeatureNotFound, "There is no such feature.");
        if (before.ArchivedAt is not null) return new Put<Feature>(before, before, false);
        var after = before with { ArchivedAt = draft.TimeOf(account) };
        account.Put(after);
        draft.Account = draft.Account with { Catalog = draft.Account.Catalog.With(after) };
        draft.Audit(account, command.By, "feature.archived", after.Code, null, View(after.ArchivedAt.Value));
        return new Put<Feature>(after, before, true);
    }

    /// <summary>Archives a plan, which shows in each of its versions.</summary>
    public static Outcome Decide(Draft draft, ArchivePlan command)
    {
        var account = draft.AccountState;
        var catalog = draft.Account.Catalog;
        if (catalog.Plan(command.Code)?.Row is not { } before)
            return new Rejected(Rejection.PlanNotFound, "There is no such plan.");
        if (before.ArchivedAt is not null) return new Put<PlanVersion>(before, before, false);
        var now = draft.TimeOf(account);
        foreach (var version in catalog.Versions(command.Code).Select(plan => plan.Row with { ArchivedAt = now }))
        {
            account.Put(version);
            catalog = catalog.With(version);
        }
        draft.Account = draft.Account with { Catalog = catalog };
        draft.Audit(account, command.By, "plan.archived", before.Code, null, View(now));
        return new Put<PlanVersion>(before with { ArchivedAt = now }, before, true);
    }

    /// <summary>The answer where an archived feature is to change.</summary>
    internal static Rejected Archived(Feature feature) =>
        new(Rejection.FeatureArchived, $"The feature {feature.Code} is archived.");

    /// <summary>The answer where an archived plan is to take a subscription or a version.</summary>
    internal static Rejected Archived(PlanVersion plan) =>
        new(Rejection.PlanArchived, $"The plan {plan.Code} is archived.");

    static string View(Instant archivedAt) => CoreJson.Write(new ArchiveView(CoreJson.Time(archivedAt)));
}

/// <summary>An archiving as the audit shows it.</summary>
public sealed record ArchiveView(string ArchivedAt);
