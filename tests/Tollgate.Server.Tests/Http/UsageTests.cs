using System.Net;

namespace Tollgate.Server.Tests.Http;

/// <summary>Checks and uses, one by one and in batches.</summary>
public sealed class UsageTests(TollgateHost host) : IClassFixture<TollgateHost>
{
    [Fact]
    public async Task A_use_answers_with_every_member_of_a_decision()
    {
        var (customer, feature, _) = await host.CustomerWithAsync(100_000);
        var answer = await host.PostAsync(
            "/v1/usage", $$"""{"customer":"{{customer}}","feature":"{{feature}}","quantity":98800,"id":"e-1"}""");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(
            $$"""
            {"allowed":true,"reason":null,"message":null,"customer":"{{customer}}","namespace":null,
            "feature":"{{feature}}","quantity":98800,"limit":100000,"used":98800,"reserved":0,"remaining":1200,
            "unlimited":false,"per":"cycle","limit_feature":"{{feature}}","limit_scope":"customer",
            "window":{"starts_at":"2026-11-15T12:00:00Z","resets_at":"2026-12-15T12:00:00Z"},"included":98800,
            "top_up":0,"overage":0,"top_up_remaining":0,"charge":null,"flags":[],"id":"e-1","sequence":3,
            "replayed":false}
            """.ReplaceLineEndings(""),
            answer.Text);
        var replay = await host.PostAsync(
            "/v1/usage", $$"""{"customer":"{{customer}}","feature":"{{feature}}","quantity":98800,"id":"e-1"}""");
        Assert.Equal(
            answer.Text.Replace("\"replayed\":false", "\"replayed\":true", StringComparison.Ordinal), replay.Text);
    }

    [Fact]
    public async Task A_refusal_says_why_in_figures_and_in_words()
    {
        var (customer, feature, _) = await host.CustomerWithAsync(100_000);
        await host.Admin.UseAsync(new UsageRequest { Customer = customer, Feature = feature, Quantity = 98_800 });
        var answer = await host.PostAsync(
            "/v1/usage", $$"""{"customer":"{{customer}}","feature":"{{feature}}","quantity":1500}""");
        Assert.Equal(
            $$"""
            {"allowed":false,"reason":"limit_exceeded",
            "message":"{{feature}}: 98,800 of 100,000 used this cycle; 1,500 more would exceed it.",
            "customer":"{{customer}}","namespace":null,"feature":"{{feature}}","quantity":1500,"limit":100000,
            "used":98800,"reserved":0,"remaining":1200,"unlimited":false,"per":"cycle","limit_feature":"{{feature}}",
            "limit_scope":"customer","window":{"starts_at":"2026-11-15T12:00:00Z","resets_at":"2026-12-15T12:00:00Z"},
            "included":0,"top_up":0,"overage":0,"top_up_remaining":0,"charge":null,"flags":[],"id":null,"sequence":3,
            "replayed":false}
            """.ReplaceLineEndings(""),
            answer.Text);
    }

    [Theory]
    [InlineData("forever", "{0}: 0 of 10 used; 11 more would exceed it.")]
    [InlineData("day", "{0}: 0 of 10 used today; 11 more would exceed it.")]
    [InlineData("month", "{0}: 0 of 10 used this month; 11 more would exceed it.")]
    [InlineData("PT5H", "{0}: 0 of 10 used in the last 5 hours; 11 more would exceed it.")]
    [InlineData("P1D", "{0}: 0 of 10 used in the last day; 11 more would exceed it.")]
    public async Task A_refusal_names_its_window(string per, string message)
    {
        var (customer, feature, _) = await host.CustomerWithAsync(10, per);
        var decision = await host.Admin.CheckAsync(
            new CheckRequest { Customer = customer, Feature = feature, Quantity = 11 });
        Assert.Equal(message.Replace("{0}", feature, StringComparison.Ordinal), decision.Message);
        Assert.Equal(per, decision.Per);
    }

    [Fact]
    public async Task What_is_unknown_is_an_answer_and_no_error()
    {
        var (customer, feature, _) = await host.CustomerWithAsync();
        Assert.Equal(Reasons.CustomerUnknown, (await UseAsync("nobody", feature)).Reason);
        Assert.Equal(Reasons.FeatureUnknown, (await UseAsync(customer, "nothing")).Reason);
        var inNamespace = await host.Admin.UseAsync(
            new UsageRequest { Customer = customer, Feature = feature, Namespace = "n" });
        Assert.Equal(
            (Reasons.NamespaceUnknown, "n", $"{customer} has no namespace n."),
            (inNamespace.Reason, inNamespace.Namespace, inNamespace.Message));
    }

    [Fact]
    public async Task Quantities_are_exact_decimals()
    {
        var (customer, feature, _) = await host.CustomerWithAsync(limit: 0.3m, scale: 9);
        var answer = await host.PostAsync(
            "/v1/usage", $$"""{"customer":"{{customer}}","feature":"{{feature}}","quantity":0.1000}""");
        Assert.Contains(
            "\"quantity\":0.1,\"limit\":0.3,\"used\":0.1,\"reserved\":0,\"remaining\":0.2",
            answer.Text, StringComparison.Ordinal);
        var check = await host.PostAsync(
            "/v1/check", $$"""{"customer":"{{customer}}","feature":"{{feature}}","quantity":1.00}""");
        Assert.Contains("\"quantity\":1,", check.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_said_is_a_quantity_of_one_and_empty_properties_are_none()
    {
        var (customer, feature, _) = await host.CustomerWithAsync();
        var first = await host.Admin.UseAsync(new UsageRequest { Customer = customer, Feature = feature, Id = "e" });
        Assert.Equal(1, first.Used);
        var again = await host.PostAsync("/v1/usage", $$$"""
            {"customer":"{{{customer}}}","feature":"{{{feature}}}","quantity":1,"id":"e",
            "properties":{},"metadata":{"other":1}}
            """.ReplaceLineEndings(""));
        Assert.True(again.Json.GetProperty("replayed").GetBoolean());
        var conflict = await host.PostAsync(
            "/v1/usage",
            $$$"""{"customer":"{{{customer}}}","feature":"{{{feature}}}","id":"e","properties":{"a":1}}""");
        Assert.Equal("id_conflict", conflict.Json.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_fact_is_recorded_and_its_flags_say_what_it_overrode()
    {
        var (customer, feature, _) = await host.CustomerWithAsync(limit: 1);
        await host.Admin.SuspendCustomerAsync(customer);
        var decision = await host.Admin.UseAsync(
            new UsageRequest { Customer = customer, Feature = feature, Quantity = 5, Mode = UsageMode.Record });
        Assert.Equal((true, 1m, 4m), (decision.Allowed, decision.Included, decision.Overage));
        Assert.Equal(["customer_suspended", "limit_exceeded"], decision.Flags);
    }

    [Fact]
    public async Task A_check_records_nothing()
    {
        var (customer, feature, _) = await host.CustomerWithAsync();
        var decision = await host.Admin.CheckAsync(
            new CheckRequest { Customer = customer, Feature = feature, Quantity = 7 });
        Assert.Equal(
            (true, 0m, 100m, null, 2L),
            (decision.Allowed, decision.Used, decision.Remaining, decision.Id, decision.Sequence));
        Assert.Empty((await host.Admin.GetUsagePageAsync(customer)).Data);
    }

    [Fact]
    public async Task A_batch_of_checks_answers_each_as_if_it_were_alone()
    {
        var (customer, feature, _) = await host.CustomerWithAsync(10);
        var check = new CheckRequest { Customer = customer, Feature = feature, Quantity = 8 };
        var result = await host.Admin.CheckBatchAsync(
            new CheckBatchRequest { Checks = [check, check, check with { Quantity = 11 }] });
        Assert.Equal([true, true, false], result.Decisions.Select(decision => decision.Allowed));
    }

    [Fact]
    public async Task Ten_thousand_checks_of_one_customer_are_answered_at_once()
    {
        var (customer, feature, _) = await host.CustomerWithAsync(10);
        var check = new CheckRequest { Customer = customer, Feature = feature };
        var result = await host.Admin.CheckBatchAsync(
            new CheckBatchRequest { Checks = [.. Enumerable.Repeat(check, 10_000)] });
        Assert.Equal(10_000, result.Decisions.Count(decision => decision.Allowed));
    }

    [Fact]
    public async Task A_batch_decides_each_event_in_order()
    {
        var (customer, feature, _) = await host.CustomerWithAsync(10);
        var use = new UsageRequest { Customer = customer, Feature = feature, Quantity = 4, Id = "a" };
        var result = await host.Admin.UseBatchAsync(
            new UsageBatchRequest { Events = [use, use with { Id = "b" }, use with { Id = "c" }, use] });
        Assert.Equal((2, 1, 1), (result.Accepted, result.Refused, result.Replayed));
        Assert.Equal([true, true, false, true], result.Decisions.Select(decision => decision.Allowed));
        Assert.Equal([4m, 8m, 8m, 4m], result.Decisions.Select(decision => decision.Used));
    }

    [Fact]
    public async Task An_atomic_batch_is_all_or_none()
    {
        var (customer, feature, _) = await host.CustomerWithAsync(10);
        var use = new UsageRequest { Customer = customer, Feature = feature, Quantity = 6 };
        var result = await host.Admin.UseBatchAsync(new UsageBatchRequest { Events = [use, use], Atomic = true });
        Assert.Equal((0, 2, 0), (result.Accepted, result.Refused, result.Replayed));
        Assert.Equal(
            [Reasons.BatchRefused, Reasons.LimitExceeded], result.Decisions.Select(decision => decision.Reason));
        Assert.Empty((await host.Admin.GetUsagePageAsync(customer)).Data);
    }

    [Fact]
    public async Task Ten_thousand_events_are_one_request()
    {
        var (customer, feature, _) = await host.CustomerWithAsync(10_000);
        var use = new UsageRequest { Customer = customer, Feature = feature };
        var result = await host.Admin.UseBatchAsync(
            new UsageBatchRequest { Events = [.. Enumerable.Repeat(use, 10_000)] });
        Assert.Equal((10_000, 10_000m), (result.Accepted, result.Decisions[^1].Used));
    }

    [Fact]
    public async Task A_backfill_lifts_the_late_limit()
    {
        var (customer, feature, _) = await host.CustomerWithAsync();
        var use = new UsageRequest
        {
            Customer = customer,
            Feature = feature,
            At = host.Clock.GetUtcNow().AddDays(-100),
        };
        var refused = await host.Admin.UseBatchAsync(new UsageBatchRequest { Events = [use] });
        Assert.Equal(Reasons.AtOutOfRange, refused.Decisions[0].Reason);
        var taken = await host.Admin.UseBatchAsync(new UsageBatchRequest { Events = [use], Backfill = true });
        Assert.Equal(1, taken.Accepted);
    }

    Task<Decision> UseAsync(string customer, string feature) =>
        host.Admin.UseAsync(new UsageRequest { Customer = customer, Feature = feature });
}
