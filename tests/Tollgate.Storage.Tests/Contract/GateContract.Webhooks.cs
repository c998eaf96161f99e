namespace Tollgate.Storage.Tests.Contract;

public abstract partial class GateContract
{
    [Fact]
    public async Task A_change_and_its_message_are_stored_together_from_the_very_next_change_on()
    {
        var made = await First.ApplyAsync<Put<WebhookEndpoint>>(
            new CreateWebhookEndpoint("https://example.com/", ["customer.*"], WebhookSecret.Of(new byte[32])), Stop);
        await AtOnceAsync(20, async (gate, i) =>
        {
            await gate.ApplyAsync<Put<Profile>>(new PutCustomer($"customer{i}"), Stop);
            return await gate.ApplyAsync<Put<Profile>>(new SuspendCustomer($"customer{i}"), Stop);
        });
        await gates[^1].ApplyAsync<Put<WebhookEndpoint>>(new DisableWebhookEndpoint(made.Value.Id, "enough"), Stop);
        await AtOnceAsync(20, (gate, i) =>
            gate.ApplyAsync<Put<Profile>>(new ResumeCustomer($"customer{i}"), Stop));
        await ReopenAsync();

        var told = await First.OutboxAsync(outbox => outbox.ListAsync(made.Value.Id, null, 100, Stop));

        Assert.Equal(
            Enumerable.Range(0, 20).Select(i => ($"customer{i}", "customer.suspended", 2L)).Order(),
            told.Select(one => (one.Entry.Key, one.Entry.Type, one.Entry.Sequence)).Order());
    }

    [Fact]
    public async Task A_request_that_is_rejected_leaves_no_message()
    {
        var made = await First.ApplyAsync<Put<WebhookEndpoint>>(
            new CreateWebhookEndpoint("https://example.com/", ["*"], WebhookSecret.Of(new byte[32])), Stop);
        await First.ApplyAsync<Put<Profile>>(new PutCustomer(Customer), Stop);

        await First.SubmitAsync(
            new Request([new SuspendCustomer(Customer), new CancelBoost(Customer, 99)]), Stop);

        Assert.Empty(await First.OutboxAsync(outbox => outbox.ListAsync(made.Value.Id, null, 100, Stop)));
    }
}
