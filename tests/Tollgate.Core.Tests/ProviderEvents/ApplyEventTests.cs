using NodaTime;
using Tollgate.Core.Invoices;
using Tollgate.Core.ProviderEvents;
using Tollgate.Core.Subscriptions;
using Xunit;

namespace Tollgate.Core.Tests.ProviderEvents;

/// <summary>
/// Events of one subscription, each <c>id@minute</c> of the provider's clock; each cancels it so many days from now.
/// Asked for, <c>id@minute?after/minute</c>: the number that was known before, and our minute of asking. What each
/// came to, and the day on which the subscription ends at last.
/// </summary>
public sealed class ApplyEventTests
{
    [Theory]
    [InlineData("a@1", "applied", "a")]
    [InlineData("a@1 b@2 c@3", "applied applied applied", "c")]
    [InlineData("a@1 a@1 a@9", "applied (applied) (applied)", "a")]
    [InlineData("b@2 a@1 a@1", "applied superseded (superseded)", "b")]
    [InlineData("a@1 b@1", "applied ask:4", "a")]
    [InlineData("a@1 b@1?4/0", "applied applied", "b")]
    [InlineData("a@1 b@1?0/0", "applied ask:4", "a")]
    [InlineData("a@1?0/0", "applied", "a")]
    [InlineData("a@1?3/0", "ask:0", "")]
    [InlineData("a@1 b@1?4/10 c@12 d@15 e@16", "applied applied ask:6 ask:6 applied", "e")]
    [InlineData("a@1 b@1?4/10 c@12?6/11 d@0", "applied applied applied superseded", "c")]
    [InlineData("a@1 b@9?4/2 c@8 d@9", "applied applied superseded ask:6", "b")]
    [InlineData("a@1 b@1?4/0 c@1?4/0 c@1?6/0", "applied applied ask:6 applied", "c")]
    public void An_event_is_applied_once_and_never_over_a_newer_one(string words, string expected, string last)
    {
        var desk = new Desk().Customer().Plan("pro", null);
        desk.Subscribe("pro");
        var before = desk.Now;
        Assert.Equal(expected, string.Join(' ', words.Split(' ').Select(word => Say(desk, word))));
        var ends = desk.Rows.Customer("acme")!.Subscriptions[0].CanceledAt;
        Assert.Equal(last.Length == 0 ? null : before + Duration.FromDays(last[0] - 'a' + 1), ends);
    }

    [Fact]
    public void What_is_refused_is_not_claimed_and_may_be_applied_later()
    {
        var desk = new Desk().Customer();
        var pay = Event(desk, "e", new ResumeSubscription("acme", 2));
        Assert.IsType<Rejected>(desk.Do(pay));
        desk.Plan("pro", null).Subscribe("pro");
        Assert.True(Assert.IsType<Put<ProviderEventView>>(desk.Do(pay)).Changed);
        Assert.False(Assert.IsType<Put<ProviderEventView>>(desk.Do(pay)).Changed);
    }

    [Fact]
    public void Where_any_order_comes_to_the_same_none_is_kept()
    {
        var desk = new Desk().Customer();
        desk.Do(Event(desk, "late", new PayInvoice("acme", "in_1")) with { At = desk.Now });
        desk.Do(Event(desk, "early", new FailInvoice("acme", "in_1", true, true)) with
        {
            At = Instant.FromUnixTimeSeconds(0),
        });
        var rows = desk.Rows.Customer("acme")!;
        Assert.Empty(Assert.IsType<Shown<IReadOnlyList<InvoiceView>>>(desk.Do(new ShowInvoices("acme"))).Value);
        Assert.Equal(
            ["invoice.paid", ProviderEventDecider.Action, ProviderEventDecider.Action],
            rows.Audits.Select(one => one.Action).Where(action => action != "customer.created"));
    }

    [Fact]
    public void An_effect_is_a_command_of_the_same_customer_that_is_valid_itself()
    {
        var desk = new Desk().Customer();
        Assert.Equal(["effect"], Fields(Event(desk, "e", new PayInvoice("other", "in_1"))));
        Assert.Equal(["effect"], Fields(Event(desk, "e", new Tollgate.Core.Usage.Use("acme", "calls"))));
        Assert.Equal(["invoice", "event"], Fields(Event(desk, "", new PayInvoice("acme", "in 1"))).Reverse());
    }

    static string[] Fields(ApplyEvent apply)
    {
        var errors = new FieldErrors();
        apply.Validate(errors);
        return [.. errors.All.Select(error => error.Field)];
    }

    static ApplyEvent Event(Desk desk, string id, Command effect) =>
        new("acme", "stripe", id, "type", desk.Now, effect);

    static string Say(Desk desk, string word)
    {
        var parts = word.Split('@', '?', '/');
        var at = Minute(desk, parts[1]);
        var days = Duration.FromDays(word[0] - 'a' + 1);
        var effect = new CancelSubscription("acme", desk.Rows.Customer("acme")!.Subscriptions[0].Id,
            CancelWhen.At, desk.Now + days);
        return desk.Do(Event(desk, parts[0], effect) with
        {
            At = at,
            Object = ProviderObject.NameOf("stripe", "subscription", "sub_1"),
            Asked = parts.Length > 2
                ? new AskedObject(Minute(desk, parts[3]), long.Parse(parts[2], null))
                : null,
        }) switch
        {
            AskFirst ask => $"ask:{ask.After}",
            Put<ProviderEventView> { Value: var view, Changed: var isNew } => isNew ? Word(view) : $"({Word(view)})",
            var other => other.ToString()!,
        };
    }

    static string Word(ProviderEventView view) => view.Problem ?? view.Outcome.ToString().ToLowerInvariant();

    static Instant Minute(Desk desk, string text) => desk.Now + Duration.FromMinutes(int.Parse(text, null));
}
