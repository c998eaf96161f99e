using Tollgate.Testing.Model;

namespace Tollgate.Storage.Tests.Properties;

/// <summary>Commands moved in time, with every date they name.</summary>
static class Moved
{
    public static ModelCommand To(this ModelCommand command, Instant now)
    {
        var by = now - command.Now;
        return command switch
        {
            ModelCommand.PutFeature put => new ModelCommand.PutFeature(now, put.Feature),
            ModelCommand.PutPlan put => new ModelCommand.PutPlan(now, put.Plan),
            ModelCommand.PutRateCard put => new ModelCommand.PutRateCard(now, put.Card),
            ModelCommand.PutCustomer put => new ModelCommand.PutCustomer(now, put.Customer, put.TimeZone, put.Waived),
            ModelCommand.Suspend suspend => new ModelCommand.Suspend(now, suspend.Customer),
            ModelCommand.Resume resume => new ModelCommand.Resume(now, resume.Customer),
            ModelCommand.Subscribe subscribe =>
                new ModelCommand.Subscribe(now, subscribe.Handle, subscribe.Customer, By(subscribe.Order, by)),
            ModelCommand.Cancel cancel => new ModelCommand.Cancel(now, cancel.Handle, cancel.At, cancel.Time + by),
            ModelCommand.Pause pause => new ModelCommand.Pause(now, pause.Handle),
            ModelCommand.Unpause unpause => new ModelCommand.Unpause(now, unpause.Handle),
            ModelCommand.Activate activate => new ModelCommand.Activate(now, activate.Handle),
            ModelCommand.Renew renew => new ModelCommand.Renew(
                now, renew.Handle, renew.EndsAt + by, renew.Anchor + by),
            ModelCommand.Change change => new ModelCommand.Change(
                now, change.Handle, change.Plan, change.Version, change.At, change.Time + by, change.Anchor + by),
            ModelCommand.TakeBack back => new ModelCommand.TakeBack(now, back.Handle, back.Kind),
            ModelCommand.PutNamespace put => new ModelCommand.PutNamespace(now, put.Customer, put.Namespace),
            ModelCommand.Provision provision => new ModelCommand.Provision(
                now, provision.Handle, provision.Customer, By(provision.Gift, by)),
            ModelCommand.CancelBoost cancel => new ModelCommand.CancelBoost(now, cancel.Handle),
            ModelCommand.Use use => new ModelCommand.Use(
                now, [.. use.Uses.Select(one => By(one, by))], use.Atomic, use.Backfill),
            ModelCommand.Reserve reserve => new ModelCommand.Reserve(now, Held(By(reserve.Asked, by))),
            ModelCommand.Settle settle => new ModelCommand.Settle(
                now, settle.Customer, settle.Id, settle.Quantity, settle.Properties),
            ModelCommand.Reverse reverse => new ModelCommand.Reverse(now, reverse.Customer, reverse.Id),
            ModelCommand.Check check => new ModelCommand.Check(now, By(check.Asked, by)),
            ModelCommand.PutWallet put => new ModelCommand.PutWallet(now, put.Customer, put.Currency, put.Rules),
            ModelCommand.Grant grant => new ModelCommand.Grant(now, grant.Customer, Lasting(grant.Asked, by)),
            ModelCommand.Adjust adjust => new ModelCommand.Adjust(now, adjust.Customer, adjust.Asked),
            ModelCommand.ShowWallets show => new ModelCommand.ShowWallets(now, show.Customer),
            _ => throw new ArgumentException($"{command.GetType().Name} is not a command."),
        };
    }

    // For so long that its time is not over within a run: what ends by time is written down when somebody looks.
    static ModelUse Held(ModelUse use) =>
        use with { HeldFor = Duration.Max(use.HeldFor!.Value, Duration.FromHours(1)) };

    static ModelCredit Lasting(ModelCredit asked, Duration by) =>
        asked with { ExpiresAt = asked.ExpiresAt + by + Duration.FromHours(1) };

    static ModelUse By(ModelUse use, Duration by) => use with { At = use.At + by };

    static ModelGift By(ModelGift gift, Duration by) =>
        gift with { Time = gift.Time + by, StartsAt = gift.StartsAt + by };

    static ModelOrder By(ModelOrder order, Duration by) => order with
    {
        StartsAt = order.StartsAt + by,
        EndsAt = order.EndsAt + by,
        TrialEndsAt = order.TrialEndsAt + by,
        Anchor = order.Anchor + by,
    };
}
