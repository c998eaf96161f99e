namespace Tollgate.Storage.Tests.Contract;

public abstract partial class VerifyContract
{
    static readonly Currency Usd = Currency.Parse("USD");

    [Theory]
    [InlineData("amount = amount + 1", "status = 1", "amount")]
    [InlineData("fee = fee - 1", "status = 1", "fee")]
    [InlineData("method = 'other'", "status = 1", "method")]
    [InlineData("destination = '{\"iban\":\"thief\"}'", "status = 1", "destination")]
    [InlineData("destination = '{\"iban\":\"thief\"}'", "status = 2", "destination")]
    [InlineData("destination = '{}', requested_by = ''", "status = 3", "requested_by")]
    [InlineData("requested_by = 'boss'", "status = 1", "requested_by")]
    [InlineData("approved_by = 'somebody'", "status = 2", "approved_by")]
    [InlineData("external_id = 'x'", "status = 1", "external_id")]
    [InlineData("status = 2", "status = 1", "status")]
    [InlineData("status = 2, ended_at = NULL", "status = 3", "status")]
    [InlineData("reference = NULL", "status = 3", "reference")]
    [InlineData("reason = 'another'", "status = 4", "reason")]
    [InlineData("requested_at = approved_at", "status = 2", "requested_at")]
    [InlineData("approved_at = requested_at", "status = 2", "approved_at")]
    [InlineData("payouts = 0", "status = 2", "payouts")]
    [InlineData("payout_at = approved_at", "status = 2", "payout_at")]
    [InlineData("ended_at = approved_at", "status = 3", "ended_at")]
    public async Task A_withdrawal_that_was_changed_by_hand_is_named(string set, string where, string field)
    {
        await MoneyAsync();
        await place!.RunAsync($"UPDATE withdrawal SET {set} WHERE {where}");

        await AssertNamedAsync("withdrawal", "id", field);
    }

    [Theory]
    [InlineData("kind = 1", "kind")]
    [InlineData("priority = 7", "priority")]
    [InlineData("expires_at = NULL", "expires_at")]
    [InlineData("amount = amount + 1", "amount")]
    [InlineData("external_id = 'other'", "external_id")]
    [InlineData("content = (SELECT content FROM credit_grant WHERE external_id = 'pay')", "content")]
    [InlineData("created_at = expires_at", "created_at")]
    [InlineData("subscription_id = 3", "subscription")]
    [InlineData("carried = NOT carried", "carried")]
    public async Task A_grant_that_was_changed_by_hand_is_named(string set, string field)
    {
        await MoneyAsync();
        await place!.RunAsync($"UPDATE credit_grant SET {set} WHERE external_id = 'gift'");

        await AssertNamedAsync("credit_grant", "id", field);
    }

    [Theory]
    [InlineData("hard_stop = NOT hard_stop", "hard_stop")]
    [InlineData("overdraft_limit = overdraft_limit + 1", "overdraft_limit")]
    [InlineData("low_balance = NULL", "low_balance")]
    [InlineData("recharge_below = recharge_below + 1", "below")]
    [InlineData("recharge_amount = recharge_amount + 1", "amount")]
    [InlineData("recharge_cap = recharge_cap + 1", "monthly_cap")]
    [InlineData("recharging_id = recharging_id + 1", "id")]
    [InlineData("recharging_amount = recharging_amount + 1", "amount")]
    [InlineData("recharging_failures = 2", "failures")]
    [InlineData("recharging_due_at = recharged_from", "due_at")]
    [InlineData("recharging_opened_at = recharged_from", "opened_at")]
    [InlineData("recharged = 0", "recharged")]
    [InlineData("recharged_from = recharging_due_at", "recharged_from")]
    public async Task A_wallet_that_was_changed_by_hand_is_named(string set, string field)
    {
        await MoneyAsync();
        await place!.RunAsync($"UPDATE wallet SET {set} WHERE currency = 'USD'");

        await AssertNamedAsync("wallet", "USD", field);
    }

    [Theory]
    [InlineData("UPDATE wallet SET hard_stop = NOT hard_stop WHERE currency = 'EUR'", "wallet", "EUR", "hard_stop")]
    [InlineData("UPDATE wallet SET recharged = 5 WHERE currency = 'EUR'", "wallet", "EUR", "recharged")]
    [InlineData("DELETE FROM withdrawal WHERE status = 3", "withdrawal", "id", "row")]
    [InlineData("DELETE FROM credit_grant WHERE remaining = 0", "credit_grant", "id", "row")]
    [InlineData("UPDATE withdrawal SET id = id + 100 WHERE status = 3", "withdrawal", "id", "row")]
    [InlineData("UPDATE credit_grant SET id = id + 100 WHERE remaining = 0", "credit_grant", "id", "row")]
    [InlineData(
        "INSERT INTO credit_grant (customer_id, id, currency, kind, priority, amount, remaining, held, content, "
        + "created_at, carried) SELECT customer_id, id + 100, currency, kind, priority, amount, 0, 0, content, "
        + "created_at, carried FROM credit_grant WHERE external_id = 'gift'", "credit_grant", "id", "row")]
    [InlineData(
        "INSERT INTO withdrawal (customer_id, id, currency, amount, fee, method, destination, held, requested_by, "
        + "requested_at, status, payouts) SELECT customer_id, id + 100, currency, amount, fee, method, "
        + "'{\"a\":\"b\"}', '', requested_by, requested_at, 3, 0 FROM withdrawal WHERE status = 3", "withdrawal",
        "id", "row")]
    public async Task Money_that_was_added_or_taken_away_by_hand_is_named(
        string sql, string table, string key, string field)
    {
        await MoneyAsync();
        await place!.RunAsync(sql);

        await AssertNamedAsync(table, key, field);
    }

    [Theory]
    [InlineData("sequence = sequence + 1", "id = 'a'", "row")]
    [InlineData("id = 'z'", "id = 'a'", "row")]
    [InlineData("content = (SELECT content FROM event_id WHERE id = 'b')", "id = 'a'", "content")]
    [InlineData("decision = (SELECT decision FROM event_id WHERE id = 'b')", "id = 'a'", "sequence")]
    [InlineData("decision = decision || decision", "id = 'a'", "decision")]
    [InlineData("content = (SELECT content FROM event_id WHERE id = 'b')", "id = '~b'", "content")]
    [InlineData("decision = content", "id = '~b'", "decision")]
    [InlineData("content = (SELECT content FROM event_id WHERE id = 'b')", "id = '$grant:gift'", "content")]
    [InlineData(
        "decision = (SELECT decision FROM event_id WHERE id = '$grant:pay')", "id = '$grant:gift'", "id")]
    [InlineData("content = (SELECT content FROM event_id WHERE id = 'b')", "id = '$adjustment:fix'", "content")]
    [InlineData("decision = (SELECT decision FROM event_id WHERE id = '$grant:pay')", "id = '$adjustment:fix'", "id")]
    [InlineData("content = (SELECT content FROM event_id WHERE id = 'b')", "id = '$receipt:sale'", "content")]
    [InlineData(
        "decision = (SELECT decision FROM event_id WHERE id = '$grant:pay')", "id = '$receipt:sale'", "reference")]
    [InlineData("content = (SELECT content FROM event_id WHERE id = 'b')", "id = '$withdrawal:w1'", "content")]
    [InlineData("decision = content", "id = '$withdrawal:w1'", "decision")]
    public async Task A_remembered_id_that_was_changed_by_hand_is_named(string set, string where, string field)
    {
        await MoneyAsync();
        await place!.RunAsync($"UPDATE event_id SET {set} WHERE {where}");

        await AssertNamedAsync("event_id", "id", field);
    }

    [Theory]
    [InlineData("DELETE FROM event_id WHERE id = 'a'")]
    [InlineData("DELETE FROM event_id WHERE id = '~b'")]
    [InlineData("DELETE FROM event_id WHERE id = 'held'")]
    [InlineData("DELETE FROM event_id WHERE id = '$grant:gift'")]
    [InlineData("DELETE FROM event_id WHERE id = '$receipt:sale'")]
    [InlineData(
        "INSERT INTO event_id (customer_id, id, sequence, content, decision) "
        + "SELECT customer_id, 'foreign', sequence, content, decision FROM event_id WHERE id = 'a'")]
    [InlineData(
        "INSERT INTO event_id (customer_id, id, sequence, content, decision) "
        + "SELECT customer_id, 'foreign', 1, content, decision FROM event_id WHERE id = 'a'")]
    public async Task A_remembered_id_that_was_added_or_taken_away_by_hand_is_named(string sql)
    {
        await MoneyAsync();
        await place!.RunAsync(sql);

        await AssertNamedAsync("event_id", "id", "row");
    }

    async Task AssertNamedAsync(string table, string key, string field)
    {
        var divergence = (await VerifyAsync()).Divergence!;
        Assert.NotNull(divergence);
        Assert.Equal((Customer, table), (divergence.Customer, divergence.Table));
        Assert.StartsWith(key, divergence.Key, StringComparison.Ordinal);
        Assert.Contains(field, $"{divergence.Expected} {divergence.Found}", StringComparison.Ordinal);
        Assert.NotEqual(divergence.Expected, divergence.Found);
    }

    // Uses that are charged and something of everything that money is kept in; nothing of it is wrong.
    async Task MoneyAsync()
    {
        await ChargeAsync();
        await using var gate = await Trial.OpenAsync(place!.NewStore(), new TollgateOptions { Recharges = true });
        await gate.ApplyAsync<Put<Settings>>(new PutSettings(new SettingsChange
        {
            WithdrawalMethods = WithdrawalMethods.Of(new Dictionary<string, WithdrawalMethod>
            {
                ["bank"] = new(Amount.Of(1), FeeAmount: new Amount(100_000)),
            }),
        }), Stop);
        await UseAsync(gate, new Use(Customer, "mail", 1, Id: "held") { HoldFor = Duration.FromHours(1) });
        var soon = SystemClock.Instance.GetCurrentInstant() + Duration.FromDays(9);
        await SubmitAsync(gate, new GrantCredit(Customer, Usd, Amount.Of(50), CreditKind.TopUp, ExternalId: "pay"));
        await SubmitAsync(
            gate, new GrantCredit(Customer, Usd, Amount.Of(3), CreditKind.Grant, 50, soon, ExternalId: "gift"));
        await SubmitAsync(gate, new GrantCredit(Customer, Currency.Parse("EUR"), Amount.Of(2), CreditKind.Grant));
        await SubmitAsync(gate, new AdjustWallet(Customer, Currency.Parse("EUR"), Amount.Of(-2), "x"));
        await SubmitAsync(gate, new AdjustWallet(Customer, Usd, Amount.Of(1), "a gift", "fix"));
        await SubmitAsync(gate, new ReceiveMoney(Customer, Usd, Amount.Of(7), "sale"));
        foreach (var id in new[] { "w1", "w2", "w3", "w4" })
            await SubmitAsync(gate, new RequestWithdrawal(
                Customer, Usd, Amount.Of(5), "bank", $$"""{"iban":"DE00 {{id}} 12345678"}""", "clerk", id));
        var withdrawals = await gate.ListAsync(async lists => (await lists.WithdrawalsAsync(
            await Trial.IdAsync(gate, Customer), null, 10, Stop)).Select(one => one.Id).Order().ToList());
        foreach (var id in withdrawals.Skip(1)) await SubmitAsync(gate, new ApproveWithdrawal(Customer, id, "boss"));
        await SubmitAsync(gate, new BeginPayout(Customer, withdrawals[1]));
        await SubmitAsync(gate, new CompleteWithdrawal(Customer, withdrawals[2], "bank-7"));
        await SubmitAsync(gate, new FailWithdrawal(Customer, withdrawals[3], "no such account"));
        await SubmitAsync(gate, new PutWallet(Customer, Usd, false, Amount.Of(4), Amount.Of(2))
        {
            Recharge = new RechargeRule(Amount.Of(100), Amount.Of(10), Amount.Of(30)),
        });
        Assert.Null((await VerifyAsync()).Divergence);
    }

    static async Task SubmitAsync(Gate gate, Command command)
    {
        var answer = await gate.SubmitAsync(new Request([command]), Stop);
        Assert.Null(answer.Rejected);
    }
}
