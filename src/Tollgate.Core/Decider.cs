using System.Diagnostics;

namespace Tollgate.Core;

/// <summary>
/// Decides every command. A decision depends on the state, the command and the time alone, and its only effect is on
/// the draft it is given.
/// </summary>
public static class Decider
{
    /// <summary>
    /// Decides the commands of one request, in order. Where a price goes by the size of the request, all are decided
    /// until that size is the one they were decided with.
    /// </summary>
    /// <returns>The draft that holds what they changed, to be kept or dropped, and what each came to.</returns>
    public static (Draft Draft, Outcome[] Outcomes) Decide(World world, IReadOnlyList<Command> commands)
    {
        var sizes = new RequestSizes();
        while (true)
        {
            var draft = new Draft(world) { Sizes = sizes };
            var outcomes = new Outcome[commands.Count];
            for (var i = 0; i < outcomes.Length; i++) outcomes[i] = Decide(draft, commands[i]);
            if (sizes.Again()) continue;
            draft.Follow();
            return (draft, outcomes);
        }
    }

    /// <summary>Decides one command on a draft.</summary>
    public static Outcome Decide(Draft draft, Command command) => command switch
    {
        Use use => UseDecider.Decide(draft, use),
        SettleReservation settle => ReservationDecider.Decide(draft, settle),
        ReverseUse reverse => ReversalDecider.Decide(draft, reverse),
        PutCustomer put => CustomerDecider.Decide(draft, put),
        SuspendCustomer suspend => CustomerDecider.Decide(draft, suspend),
        ResumeCustomer resume => CustomerDecider.Decide(draft, resume),
        ShowCustomer show => CustomerDecider.Decide(draft, show),
        ShowEntitlements show => EntitlementsView.Decide(draft, show),
        PutNamespace put => NamespaceDecider.Decide(draft, put),
        ProvisionBoost provision => BoostDecider.Decide(draft, provision),
        CancelBoost cancel => BoostDecider.Decide(draft, cancel),
        Subscribe subscribe => SubscriptionDecider.Decide(draft, subscribe),
        CancelSubscription cancel => SubscriptionDecider.Decide(draft, cancel),
        PauseSubscription pause => SubscriptionDecider.Decide(draft, pause),
        ResumeSubscription resume => SubscriptionDecider.Decide(draft, resume),
        ActivateSubscription activate => SubscriptionDecider.Decide(draft, activate),
        RenewSubscription renew => SubscriptionDecider.Decide(draft, renew),
        ChangeSubscription change => SubscriptionDecider.Decide(draft, change),
        SetRenewal set => SubscriptionDecider.Decide(draft, set),
        EndRenewal end => SubscriptionDecider.Decide(draft, end),
        TakeBackChange back => SubscriptionDecider.Decide(draft, back),
        PutFeature put => CatalogDecider.Decide(draft, put),
        PutPlan put => CatalogDecider.Decide(draft, put),
        PutSettings put => CatalogDecider.Decide(draft, put),
        ShowAccount => new Shown<Account>(draft.Account),
        SetTestClock set => TestClockDecider.Decide(draft, set),
        ShowTestClock show => TestClockDecider.Decide(draft, show),
        CreateApiKey create => KeyDecider.Decide(draft, create),
        RevokeApiKey revoke => KeyDecider.Decide(draft, revoke),
        CreateWebhookEndpoint create => WebhookDecider.Decide(draft, create),
        RotateWebhookSecret rotate => WebhookDecider.Decide(draft, rotate),
        TestWebhookEndpoint test => WebhookDecider.Decide(draft, test),
        EnableWebhookEndpoint enable => WebhookDecider.Decide(draft, enable),
        DisableWebhookEndpoint disable => WebhookDecider.Decide(draft, disable),
        DeleteWebhookEndpoint delete => WebhookDecider.Decide(draft, delete),
        EraseCustomer erase => ErasureDecider.Decide(draft, erase),
        RotateApiKey rotate => KeyDecider.Decide(draft, rotate),
        KeepTokenSecret keep => TokenDecider.Decide(draft, keep),
        ShowTokenSecret show => TokenDecider.Decide(draft, show),
        ShowKeyName show => KeyDecider.Decide(draft, show),
        SettleDue settle => DueDecider.Decide(draft, settle),
        PreviewChange preview => ChangePreview.Decide(draft, preview),
        ArchiveFeature archive => ArchiveDecider.Decide(draft, archive),
        ArchivePlan archive => ArchiveDecider.Decide(draft, archive),
        MoveSubscriptions move => SubscriptionDecider.Decide(draft, move),
        NoteMove note => SubscriptionDecider.Decide(draft, note),
        PutWallet put => WalletDecider.Decide(draft, put),
        GrantCredit grant => WalletDecider.Decide(draft, grant),
        AdjustWallet adjust => WalletDecider.Decide(draft, adjust),
        ShowWallets show => WalletDecider.Decide(draft, show),
        ReturnPayment back => ReturnDecider.Decide(draft, back),
        ReceiveMoney receive => ReceiptDecider.Decide(draft, receive),
        RequestWithdrawal request => WithdrawalDecider.Decide(draft, request),
        ApproveWithdrawal approve => WithdrawalDecider.Decide(draft, approve),
        CancelWithdrawal cancel => WithdrawalDecider.Decide(draft, cancel),
        BeginPayout begin => WithdrawalDecider.Decide(draft, begin),
        CompleteWithdrawal complete => WithdrawalDecider.Decide(draft, complete),
        FailWithdrawal fail => WithdrawalDecider.Decide(draft, fail),
        ShowWithdrawal show => WithdrawalDecider.Decide(draft, show),
        TakeRecharge take => RechargeDecider.Decide(draft, take),
        CompleteRecharge complete => RechargeDecider.Decide(draft, complete),
        FailRecharge fail => RechargeDecider.Decide(draft, fail),
        CollectRecharges collect => CollectRecharges.Decide(draft, collect),
        PutRateCard put => RateCardDecider.Decide(draft, put),
        PutBudget put => BudgetDecider.Decide(draft, put),
        DeleteBudget delete => BudgetDecider.Decide(draft, delete),
        ShowBudgets show => BudgetDecider.Decide(draft, show),
        FailInvoice fail => InvoiceDecider.Decide(draft, fail),
        PayInvoice pay => InvoiceDecider.Decide(draft, pay),
        ShowInvoices show => InvoiceDecider.Decide(draft, show),
        LinkProvider link => CustomerDecider.Decide(draft, link),
        ShowAccess show => AccessView.Decide(draft, show),
        SealLedger seal => SealDecider.Decide(draft, seal),
        Reconcile reconcile => ReconciliationDecider.Decide(draft, reconcile),
        PreviewPrice preview => PricePreviewDecider.Decide(draft, preview),
        OpenPayment open => PaymentDecider.Decide(draft, open),
        RedirectPayment redirect => PaymentDecider.Decide(draft, redirect),
        FailPaymentAttempt fail => PaymentDecider.Decide(draft, fail),
        RecordPayment record => PaymentDecider.Decide(draft, record),
        CancelPayment cancel => PaymentDecider.Decide(draft, cancel),
        ResolvePayment resolve => PaymentDecider.Decide(draft, resolve),
        ShowPayment show => PaymentDecider.Decide(draft, show),
        PutDiscount put => DiscountDecider.Decide(draft, put),
        ArchiveDiscount archive => DiscountDecider.Decide(draft, archive),
        HoldAccount => new Shown<Account>(draft.Account),
        BeginUsageReport begin => UsageSliceDecider.Decide(draft, begin),
        EndUsageReport end => UsageSliceDecider.Decide(draft, end),
        RetryUsageReport retry => UsageSliceDecider.Decide(draft, retry),
        ShowUsageSlice show => UsageSliceDecider.Decide(draft, show),
        ApplyEvent apply => ProviderEventDecider.Decide(draft, apply),
        FollowSubscription follow => SubscriptionFollower.Decide(draft, follow),
        FollowSchedule follow => SubscriptionFollower.Decide(draft, follow),
        _ => throw new UnreachableException($"No decider for {command.GetType().Name}."),
    };

    /// <summary>
    /// Adds what <see cref="Decide(Draft, Command)"/> will read of one customer. Called with cached terms and the local
    /// clock it is a guess; called with what was loaded under the lock it is exact. What it adds may grow with what is
    /// <paramref name="known"/>: it is called until nothing is missing.
    /// </summary>
    public static void Need(
        Needs needs, Command command, Terms terms, Catalog.Catalog catalog, Known known, Instant now)
    {
        // Whatever changes terms may change what a level costs.
        if (command is not (Use or SettleReservation or ReverseUse or PreviewPrice or ShowCustomer or ShowEntitlements
            or ShowInvoices or ShowAccess))
            AccrualDecider.Need(needs, known.Accruals, terms, catalog, now);
        switch (command)
        {
            case Use use:
                UseDecider.Need(needs, use, terms, catalog, now);
                break;
            case SettleReservation settle:
                ReservationDecider.Need(needs, settle, terms, catalog, known, now);
                break;
            case ReverseUse reverse:
                ReversalDecider.Need(needs, reverse, terms, catalog, known, now);
                break;
            case ShowEntitlements show:
                EntitlementsView.Need(needs, show, terms, catalog, now);
                break;
            case PreviewChange preview:
                ChangePreview.Need(needs, preview, terms, catalog, now);
                break;
            case PutWallet or GrantCredit or AdjustWallet or ShowWallets:
                WalletDecider.Need(needs, command);
                break;
            case ShowBudgets:
                BudgetDecider.Need(needs, terms, catalog, now);
                break;
            case TakeRecharge or CompleteRecharge or FailRecharge:
                RechargeDecider.Need(needs, command);
                break;
            case Subscribe or CancelSubscription or PauseSubscription or ResumeSubscription or ActivateSubscription
                or RenewSubscription or ChangeSubscription or TakeBackChange or MoveSubscriptions or SetRenewal
                or EndRenewal or ResumeCustomer or LinkProvider or OpenPayment or FollowSubscription
                or FollowSchedule:
                // Plans include credit.
                needs.Money = true;
                break;
            case ReturnPayment back:
                ReturnDecider.Need(needs, back, known);
                break;
            case ReceiveMoney receive:
                ReceiptDecider.Need(needs, receive);
                break;
            case RequestWithdrawal request:
                WithdrawalDecider.Need(needs, request, known);
                break;
            case WithdrawalCommand one:
                WithdrawalDecider.Need(needs, one);
                break;
            case PreviewPrice preview:
                UseDecider.Need(needs, preview.Use, terms, catalog, now);
                break;
            case FailInvoice fail:
                InvoiceDecider.Need(needs, fail.Id);
                break;
            case PayInvoice pay:
                InvoiceDecider.Need(needs, pay.Id);
                break;
            case PaymentCommand one:
                PaymentDecider.Need(needs, one, known);
                break;
            case UsageSliceCommand one:
                needs.Slices.Add(one.Id);
                break;
            case ApplyEvent apply:
                ProviderEventDecider.Need(needs, apply);
                Need(needs, apply.Effect, terms, catalog, known, now);
                break;
            case Reconcile reconcile:
                ReconciliationDecider.Need(needs, reconcile, terms, catalog);
                break;
        }
    }
}
