namespace Tollgate.Storage.Tests.Contract;

public abstract partial class VerifyContract
{
    [Theory]
    [InlineData("status = 4", "status = 3", "status")]
    [InlineData("amount = amount - 1", "status = 3", "amount")]
    [InlineData("currency = 'EUR'", "status = 3", "currency")]
    [InlineData("collected = collected + 1", "status = 3", "collected")]
    [InlineData("collected = NULL, collected_currency = NULL", "status = 4", "collected")]
    [InlineData("problem = NULL", "status = 3", "problem")]
    [InlineData("provider = 'other'", "status = 3", "provider")]
    [InlineData("checkout = 'other'", "status = 4", "checkout")]
    [InlineData("checkout_url = 'https://thief.test/'", "status = 4", "checkout_url")]
    [InlineData("return_url = 'https://thief.test/'", "status = 4", "return_url")]
    [InlineData("payment = 'other'", "status = 4", "payment")]
    [InlineData("actor = 'other'", "status = 4", "actor")]
    [InlineData("attempts = '[]'", "status = 5", "attempts")]
    [InlineData("expires_at = created_at", "status = 4", "expires_at")]
    [InlineData("ended_at = NULL", "status = 4", "ended_at")]
    [InlineData("id = id + 100", "status = 4", "row")]
    public async Task A_payment_session_that_was_changed_by_hand_is_named(string set, string where, string field)
    {
        await SessionsAsync();
        await place!.RunAsync($"UPDATE payment_session SET {set} WHERE {where}");

        await AssertNamedAsync("payment_session", "id", field);
    }

    [Fact]
    public async Task A_payment_session_that_was_taken_away_by_hand_is_named()
    {
        await SessionsAsync();
        await place!.RunAsync("DELETE FROM payment_session WHERE status = 5");

        await AssertNamedAsync("payment_session", "id", "row");
    }

    // One that was paid, one that was paid short, and one that nobody could open; nothing of it is wrong.
    async Task SessionsAsync()
    {
        await ChargeAsync();
        await using var gate = await Trial.OpenAsync(place!.NewStore(), new TollgateOptions());
        var asked = new CurrencyAmount(Amount.Of(50), Usd);
        List<long> ids = [];
        for (var i = 0; i < 3; i++)
            ids.Add((await gate.ApplyAsync<Put<PaymentSession>>(
                new OpenPayment(Customer, null, PricePer.Month, asked, "https://x.test/", "a") { By = "ann" },
                Stop)).Value.Id);
        await SubmitAsync(gate, new RedirectPayment(Customer, ids[0], "a", "c", "https://pay.test/c"));
        await SubmitAsync(gate, new RecordPayment(Customer, ids[0], "a", PaymentFact.Succeeded)
        {
            Collected = asked,
            Payment = "p",
        });
        await SubmitAsync(gate, new RecordPayment(Customer, ids[1], "a", PaymentFact.Succeeded)
        {
            Collected = asked with { Amount = Amount.Of(49) },
        });
        await SubmitAsync(gate, new FailPaymentAttempt(Customer, ids[2], "a", "down", null));
        Assert.Null((await VerifyAsync()).Divergence);
    }
}
