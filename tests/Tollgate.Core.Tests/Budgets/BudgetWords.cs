using System.Text.Json;
using Tollgate.Core.Budgets;
using Tollgate.Core.Catalog;
using Tollgate.Core.Money;
using Tollgate.Core.Time;
using Tollgate.Core.Usage;
using Tollgate.Core.Webhooks;
using Xunit;
using static Tollgate.Core.Tests.Wallets.Till;

namespace Tollgate.Core.Tests.Budgets;

/// <summary>The words to fill a table of budgets with.</summary>
static class BudgetWords
{
    /// <summary>Acme, whose calls cost 1 USD each, with 1,000 USD to spend.</summary>
    public static Desk Rich(decimal included = 0) => Charging(Unit("1"), included, "1000");

    public static string Budget(
        this Desk desk, string amount, string per = "month", bool deny = true, string name = "b", string? of = null,
        string currency = "USD", Percentages? warnAt = null)
    {
        Assert.True(Amount.TryParse(amount, out var most));
        var outcome = desk.Do(new PutBudget(
            "acme", name, Currency.Parse(currency), most, Per.Parse(per), deny, warnAt, of));
        return outcome is Put<Budget> put
            ? put.Created ? "created" : put.Changed ? "changed" : "unchanged"
            : Desk.Show(outcome);
    }

    public static string Delete(this Desk desk, string name = "b") =>
        desk.Do(new DeleteBudget("acme", name)) is Put<Budget> ? "deleted" : "none";

    /// <summary>What is spent of each, what is held, and what is left: <c>b 3+2 of 10</c>.</summary>
    public static string Spent(this Desk desk)
    {
        var shown = (Shown<IReadOnlyList<BudgetState>>)desk.Do(new ShowBudgets("acme"));
        Assert.Equal("", desk.Rows.Customer("acme")!.WrongSpends());
        return string.Join(", ", shown.Value.Select(one =>
            $"{one.Budget.Name} {one.Spend.Spent}+{one.Spend.Held} of {one.Budget.Amount}"));
    }

    public static string PayIn(this Desk desk, string name, decimal quantity, string? at = null) => Show(desk.Do(
        new Use("acme", "calls", quantity, name, At: at is null ? null : Desk.Time(at))));

    public static string PayAt(this Desk desk, string at, decimal quantity) =>
        Show(desk.Do(new Use("acme", "calls", quantity, At: Desk.Time(at))));

    public static Desk Listening(this Desk desk)
    {
        desk.Do(new CreateWebhookEndpoint("https://example.com/", ["budget.*"], WebhookSecret.Of(new byte[32])));
        return desk;
    }

    /// <summary>What was told: <c>warned 80 at 8, exceeded at 11</c>.</summary>
    public static string Told(this Desk desk) => string.Join(", ", desk.Rows.Outbox.Select(one =>
    {
        var data = JsonDocument.Parse(one.Payload).RootElement.GetProperty("data");
        var part = data.TryGetProperty("threshold", out var percent) ? $" {percent}" : "";
        return $"{one.Type["budget.".Length..]}{part} at {data.GetProperty("spent").GetString()}";
    }));
}
