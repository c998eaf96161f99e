namespace Tollgate.Storage.Tests.Contract;

/// <summary>The books of whoever takes in what providers tell.</summary>
public abstract partial class StoreContract
{
    static readonly TimeSpan Soon = TimeSpan.FromHours(1);

    [Fact]
    public async Task A_message_is_kept_once_under_its_name_and_read_back_equal()
    {
        var first = await KeepAsync("e");
        var again = await Store.Inbox.KeepAsync(Message("e") with { Type = "other", Body = [1] }, Soon, Stop);
        var other = await Store.Inbox.KeepAsync(Message("e") with { Provider = "flutterwave" }, Soon, Stop);

        Assert.Equal((false, true), (again.IsNew, other.IsNew));
        Assert.Equal(Message("e").Body, again.Message.Body);
        Assert.Equal(first with { Body = again.Message.Body }, again.Message);
        Assert.Equal(
            ("t", "o", Rows.Noon, InboxOutcome.Stored, null, null, 0),
            (first.Type, first.Object, first.At, first.Outcome, first.Problem, first.Customer, first.Tries));
        Assert.Equal(first.ReceivedAt + Duration.FromTimeSpan(Soon), first.NextAt);
    }

    [Fact]
    public async Task What_was_applied_stays_applied_and_anything_else_may_change()
    {
        var customer = (await MakeAsync("c"))[0];
        var key = (await KeepAsync("e")).Key;
        await Store.Inbox.SettleAsync(key, new InboxResult(InboxOutcome.Stored, "p")
        {
            Awaits = "session:x",
            RetryIn = TimeSpan.Zero,
        }, Stop);
        var stored = await Store.Inbox.FindAsync(key, Stop);
        Assert.Equal(
            ("p", "session:x", 1, true),
            (stored!.Problem, stored.Awaits, stored.Tries, stored.NextAt is not null));
        await Store.Inbox.SettleAsync(
            key, new InboxResult(InboxOutcome.Applied) { Customer = customer, CustomerKey = "c" }, Stop);
        await Store.Inbox.SettleAsync(key, new InboxResult(InboxOutcome.Ignored, "no"), Stop);

        var applied = await Store.Inbox.FindAsync(key, Stop);
        Assert.Equal(
            (InboxOutcome.Applied, null, null, customer, "c", 2, null),
            (applied!.Outcome, applied.Problem, applied.Awaits, applied.Customer, applied.CustomerKey, applied.Tries,
                applied.NextAt));
        Assert.Null(await Store.Inbox.FindAsync(new InboxKey("stripe", "none"), Stop));
    }

    [Fact]
    public async Task What_is_due_is_taken_once_and_what_waits_for_something_is_woken()
    {
        await KeepAsync("later");
        var due = (await KeepAsync("due", TimeSpan.Zero)).Key;
        var waits = (await KeepAsync("waits")).Key;
        await Store.Inbox.SettleAsync(waits, new InboxResult(InboxOutcome.Stored)
        {
            Awaits = "payment:pi_1",
            RetryIn = Soon,
        }, Stop);

        Assert.Equal([due], (await Store.Inbox.TakeAsync(10, Soon, Stop)).Select(one => one.Key));
        Assert.Empty(await Store.Inbox.TakeAsync(10, Soon, Stop));
        Assert.Equal(0, await Store.Inbox.WakeAsync("stripe", ["payment:pi_2", "session:x"], Stop));
        Assert.Equal(0, await Store.Inbox.WakeAsync("flutterwave", ["payment:pi_1"], Stop));
        Assert.Equal(1, await Store.Inbox.WakeAsync("stripe", ["payment:pi_2", "payment:pi_1"], Stop));
        Assert.Equal([waits], (await Store.Inbox.TakeAsync(10, Soon, Stop)).Select(one => one.Key));
    }

    [Fact]
    public async Task Many_at_once_take_each_message_once()
    {
        for (var i = 0; i < 12; i++) await KeepAsync($"e{i}", TimeSpan.Zero);

        var taken = await Task.WhenAll(Enumerable.Range(0, 6).Select(
            _ => Task.Run(async () => await Store.Inbox.TakeAsync(4, Soon, Stop), Stop)));

        var names = taken.SelectMany(one => one).Select(one => one.Event).ToList();
        Assert.Equal(names.Distinct().Count(), names.Count);
    }

    [Fact]
    public async Task Messages_are_listed_last_first_page_by_page()
    {
        for (var i = 0; i < 5; i++) await KeepAsync($"e{i}");
        List<InboxMessage> all = [];
        while (true)
        {
            InboxPosition? place = all.Count == 0
                ? null
                : new InboxPosition(all[^1].ReceivedAt, all[^1].Provider, all[^1].Event);
            var page = await Store.Inbox.ListAsync(place, 2, Stop);
            if (page.Count == 0) break;
            all.AddRange(page);
        }

        Assert.Equal(["e4", "e3", "e2", "e1", "e0"], all.Select(one => one.Event));
    }

    [Fact]
    public async Task How_far_a_provider_was_asked_is_known_and_old_messages_are_forgotten()
    {
        Assert.Null(await Store.Inbox.SweptAsync("stripe", Stop));
        await Store.Inbox.NoteSweepAsync("stripe", Rows.Noon, Stop);
        await Store.Inbox.NoteSweepAsync("stripe", Rows.Noon + Duration.FromHours(1), Stop);
        Assert.Equal(Rows.Noon + Duration.FromHours(1), await Store.Inbox.SweptAsync("stripe", Stop));
        Assert.Null(await Store.Inbox.SweptAsync("flutterwave", Stop));

        await KeepAsync("e");
        Assert.Equal(0, await Store.Inbox.ForgetAsync(Soon, Stop));
        Assert.Equal(1, await Store.Inbox.ForgetAsync(TimeSpan.FromHours(-1), Stop));
        Assert.Empty(await Store.Inbox.ListAsync(null, 10, Stop));
    }

    async Task<InboxMessage> KeepAsync(string name, TimeSpan? grace = null) =>
        (await Store.Inbox.KeepAsync(Message(name), grace ?? Soon, Stop)).Message;

    static InboxMessage Message(string name) =>
        new("stripe", name, "t", Rows.Noon, [.. "{\"a\":\"\u00e9\"}"u8]) { Object = "o" };
}
