using System.Net;
using System.Text;
using System.Text.Json;

namespace Tollgate.Server.Tests.Http;

public sealed class ExportTests(TollgateHost host) : IClassFixture<TollgateHost>
{
    [Fact]
    public async Task Uses_are_exported_in_every_form_with_the_same_values()
    {
        var customer = await UsedAsync(3);

        var csv = await ExportAsync(customer, "csv");
        var lines = await ExportAsync(customer, "jsonl");
        var columns = await ExportAsync(customer, "columns");

        Assert.Equal(4, csv.Length);
        Assert.StartsWith("customer,sequence,line,id,kind,feature", csv[0], StringComparison.Ordinal);
        Assert.Contains("\"{\"\"model\"\":\"\"a,b\"\"}\"", csv[1], StringComparison.Ordinal);
        var rows = Array.ConvertAll(lines, line => JsonElement.Parse(line));
        Assert.Equal(["u0", "u1", "u2"], rows.Select(row => row.GetProperty("id").GetString()));
        Assert.Equal([1m, 2m, 3m], rows.Select(row => row.GetProperty("quantity").GetDecimal()));
        var names = JsonElement.Parse(columns[0]).GetProperty("schema").EnumerateArray()
            .Select(column => column.GetProperty("name").GetString()!).ToList();
        Assert.Equal(csv[0], string.Join(',', names));
        var group = JsonElement.Parse(columns[1]);
        Assert.Equal(3, group.GetProperty("rows").GetInt32());
        for (var i = 0; i < names.Count; i++)
        {
            var column = group.GetProperty("columns")[i].EnumerateArray().Select(Text).ToList();
            if (names[i] is "at" or "recorded_at") continue;
            Assert.Equal(rows.Select(row => Text(row.GetProperty(names[i]))), column);
        }
    }

    [Fact]
    public async Task A_period_is_half_open_and_each_hash_is_that_of_the_history()
    {
        var customer = await UsedAsync(2);
        var recorded = await host.Admin.ListHistoryAsync(customer).ToListAsync();
        var last = recorded[^1].At;

        Assert.Empty(await ExportAsync(customer, "jsonl", from: last.AddTicks(10)));
        Assert.Empty(await ExportAsync(customer, "jsonl", to: recorded[0].At));
        var all = await ExportAsync(customer, "jsonl", recorded[0].At, last.AddTicks(10));
        Assert.Equal(
            recorded.Where(item => item.Use is not null).Select(item => item.Hash),
            all.Select(line => JsonElement.Parse(line).GetProperty("hash").GetString()));
    }

    [Fact]
    public async Task Checkpoints_are_where_the_chains_end()
    {
        var customer = await UsedAsync(1);
        var last = (await host.Admin.ListHistoryAsync(customer).ToListAsync())[^1];

        var one = await host.Admin.ListCheckpointsAsync(customer).SingleAsync();
        var all = await host.Admin.ListCheckpointsAsync().ToListAsync();

        Assert.Equal((customer, last.Sequence, last.Hash), (one.Customer, one.Sequence, one.Hash));
        Assert.Contains(one, all);
        Assert.Null(all[0].Customer);
        var page = await host.GetAsync("/v1/checkpoints?limit=1", TollgateHost.AdminKey);
        var cursor = page.Json.GetProperty("next_cursor").GetString();
        var next = await host.GetAsync($"/v1/checkpoints?limit=1&cursor={cursor}", TollgateHost.AdminKey);
        Assert.Equal(
            all[1].Customer, next.Json.GetProperty("data")[0].GetProperty("customer").GetString());
    }

    [Fact]
    public async Task Nobody_and_bad_parameters_are_told()
    {
        var unknown = await Assert.ThrowsAsync<TollgateException>(() => ExportAsync("nobody", "csv"));
        Assert.Equal((HttpStatusCode.NotFound, "customer_not_found"), (unknown.Status, unknown.Code));

        var now = host.Clock.GetUtcNow();
        var bad = await Assert.ThrowsAsync<TollgateException>(
            () => ExportAsync("a/b", "parquet", now, now.AddDays(-1)));
        Assert.Equal(["customer", "format", "from"], bad.Errors.Select(error => error.Field).Order());
    }

    async Task<string> UsedAsync(int uses)
    {
        var (customer, feature, _) = await host.CustomerWithAsync(limit: 100);
        for (var i = 0; i < uses; i++)
            await host.Admin.UseAsync(new UsageRequest
            {
                Customer = customer,
                Feature = feature,
                Quantity = i + 1,
                Id = $"u{i}",
                Properties = new Dictionary<string, JsonElement> { ["model"] = JsonElement.Parse("\"a,b\"") },
            });
        return customer;
    }

    async Task<string[]> ExportAsync(
        string customer, string format, DateTimeOffset? from = null, DateTimeOffset? to = null)
    {
        using var stream = new MemoryStream();
        await host.Admin.ExportAsync(
            new ExportQuery { What = "events", Format = format, Customer = customer, From = from, To = to }, stream);
        return Encoding.UTF8.GetString(stream.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    static string? Text(JsonElement value) =>
        value.ValueKind == JsonValueKind.Null ? null : value.ToString();
}
