namespace Tollgate.Core.Discounts;

/// <summary>Decides the commands about discounts, and to whom they are given.</summary>
public static class DiscountDecider
{
    /// <summary>Makes or changes one.</summary>
    public static Outcome Decide(Draft draft, PutDiscount command)
    {
        var catalog = draft.Account.Catalog;
        var before = catalog.Discount(command.Code);
        var unknown = command.Definition.Plans?.FirstOrDefault(code => catalog.Plan(code) is null);
        if (unknown is not null) return Rejected.Invalid("plans", "unknown_plan", $"There is no plan {unknown}.");
        if (before is not null && !before.Definition.IsWorth(command.Definition))
            return new Rejected(
                Rejection.DiscountFixed, $"What {command.Code} takes off, and for how long, cannot change.");
        if (before is null && catalog.DiscountCount >= Discount.Most)
            return new Rejected(Rejection.CatalogFull, $"There are at most {Discount.Most:N0} discounts.");
        var after = before is null
            ? new Discount(checked((int)draft.AccountState.NextSequence), command.Code, command.Definition)
            : before with { Definition = command.Definition };
        if (before is not null && View(before) == View(after)) return new Put<Discount>(before, before, false);
        return Store(draft, command, before is null ? "discount.created" : "discount.updated", before, after);
    }

    /// <summary>Archives one.</summary>
    public static Outcome Decide(Draft draft, ArchiveDiscount command)
    {
        if (draft.Account.Catalog.Discount(command.Code) is not { } before)
            return new Rejected(Rejection.DiscountNotFound, "There is no such discount.");
        if (before.ArchivedAt is not null) return new Put<Discount>(before, before, false);
        var after = before with { ArchivedAt = draft.TimeOf(draft.AccountState) };
        return Store(draft, command, "discount.archived", before, after);
    }

    /// <summary>
    /// Gives one to a subscription, and counts that where it is limited: with the account's lock, so that however many
    /// do so at once, it is given to no more than it may. Null: it is given.
    /// </summary>
    internal static Rejected? Give(
        Draft draft, Command command, string code, Plan plan, Instant now, string field)
    {
        if (draft.Account.Catalog.Discount(code) is not { } before)
            return Rejected.Invalid(field, "unknown_discount", $"There is no discount {code}.");
        if (before.Definition.Plans is { } plans && !plans.Contains(plan.Code))
            return Rejected.Invalid(field, "other_plan", $"The discount {code} is not for the plan {plan.Code}.");
        if (before.ArchivedAt is not null || before.Definition.ExpiresAt <= now)
            return new Rejected(Rejection.DiscountOver, $"The discount {code} is given no more.");
        if (before.Definition.MaxUses is null) return null;
        if (before.IsUsedUp)
            return new Rejected(Rejection.DiscountUsedUp, $"The discount {code} was given as often as it may.");
        var after = before with { Uses = before.Uses + 1 };
        Store(draft, command, "discount.used", before, after, command.Customer);
        return null;
    }

    /// <summary>One as the audit shows it.</summary>
    internal static string View(Discount one, string? customer = null) => CoreJson.Write(new DiscountView(
        one.Definition.Percent?.ToString(), one.Definition.Amount?.ToString(one.Definition.Currency!.Value),
        one.Definition.Currency?.Code, one.Definition.Periods, CoreJson.Time(one.Definition.ExpiresAt),
        one.Definition.MaxUses, one.Definition.Plans, one.Uses, CoreJson.Time(one.ArchivedAt))
    {
        UsedBy = customer,
    });

    static Put<Discount> Store(
        Draft draft, Command command, string action, Discount? before, Discount after, string? customer = null)
    {
        var account = draft.AccountState;
        account.Put(after);
        draft.Account = draft.Account with { Catalog = draft.Account.Catalog.With(after) };
        draft.Audit(
            account, command.By, action, after.Code, before is null ? null : View(before), View(after, customer));
        return new Put<Discount>(after, before, true);
    }
}

/// <summary>A discount as the audit shows it. The amount is a decimal.</summary>
public sealed record DiscountView(
    string? Percent, string? Amount, string? Currency, int? Periods, string? ExpiresAt, int? MaxUses,
    IReadOnlyList<string>? Plans, int Uses, string? ArchivedAt)
{
    /// <summary>The customer it was given to; only where that is the change.</summary>
    public string? UsedBy { get; init; }
}
