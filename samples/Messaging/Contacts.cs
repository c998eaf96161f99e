using System.Text;

namespace Messaging;

/// <summary>Whom a tenant writes to.</summary>
public sealed record Contact(string Number, string Name, string List, bool Unsubscribed, string Link);

/// <summary>What is put of a contact.</summary>
public sealed record ContactBody(string? Name, string? List);

/// <summary>One of many that are imported.</summary>
public sealed record ImportedContact(string? Number, string? Name, string? List);

/// <summary>Many contacts at once.</summary>
public sealed record ImportBody(IReadOnlyList<ImportedContact?>? Contacts);

/// <summary>Where those who get messages reach this.</summary>
sealed record PublicUrl(string Value);

/// <summary>
/// Contacts with their unsubscribe flag. It is of the number and outlives the contact: whoever unsubscribed stays so,
/// deleted, put and imported again.
/// </summary>
static class Contacts
{
    const int MostImported = 10_000;
    const int Page = 100;

    const string Columns = "number, name, list, unsubscribed_at IS NOT NULL, link";

    public static void MapContacts(this IEndpointRouteBuilder routes)
    {
        routes.MapPut("/contacts/{number}", PutAsync);
        routes.MapGet("/contacts/{number}", GetAsync);
        routes.MapDelete("/contacts/{number}", DeleteAsync);
        routes.MapGet("/contacts", ListAsync);
        routes.MapPost("/contacts/import", ImportAsync);
        routes.MapPost("/contacts/{number}/unsubscribe", UnsubscribeAsync);
        // The filter uses an export before the endpoint runs, and gives it back where that fails.
        routes.MapGet("/contacts.csv", ExportAsync).RequireFeature(ProductCatalog.Exports);
    }

    /// <summary>The link in a message. Opening it only asks: whoever fetches links ahead unsubscribes nobody.</summary>
    public static void MapUnsubscribe(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/u/{link:guid}", () => Results.Content(
            "<form method=post><button>Send me no more messages</button></form>", "text/html"));
        routes.MapPost("/u/{link:guid}", async (Guid link, NpgsqlDataSource data) =>
            await Sql.RunAsync(data, $"{SetUnsubscribed} link = $1", link) == 1
                ? Results.Text("You will get no more messages.") : Problems.NotFound("link"));
    }

    const string SetUnsubscribed =
        "UPDATE messaging.contact SET unsubscribed_at = coalesce(unsubscribed_at, now()) WHERE";

    static async Task<IResult> PutAsync(string number, ContactBody body, Caller caller, NpgsqlDataSource data)
    {
        var checks = new Checks().Number("number", number).Text("name", body.Name, 100).Text("list", body.List, 100);
        if (checks.Failed) return checks.Problem;
        await WriteAsync(data, caller, [new ImportedContact(number, body.Name, body.List)]);
        return await GetAsync(number, caller, data);
    }

    static async Task<IResult> ImportAsync(ImportBody body, Caller caller, NpgsqlDataSource data)
    {
        var all = body.Contacts ?? [];
        var checks = new Checks();
        if (all.Count is 0 or > MostImported) checks.Add("contacts", $"1 to {MostImported} contacts are needed.");
        for (var i = 0; i < all.Count && i < MostImported; i++)
            checks.Number($"contacts[{i}].number", all[i]?.Number).Text($"contacts[{i}].name", all[i]?.Name, 100)
                .Text($"contacts[{i}].list", all[i]?.List, 100);
        if (checks.Failed) return checks.Problem;
        return Results.Ok(new { imported = await WriteAsync(data, caller, all!) });
    }

    // The last one of a number counts: a statement writes no row twice.
    static Task<int> WriteAsync(NpgsqlDataSource data, Caller caller, IEnumerable<ImportedContact> contacts)
    {
        var rows = contacts.GroupBy(one => one.Number).Select(same => same.Last()).OrderBy(one => one.Number).ToList();
        return Sql.RunAsync(
            data,
            """
            INSERT INTO messaging.contact (tenant, number, name, list)
            SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[])
            ON CONFLICT (tenant, number) DO UPDATE SET name = excluded.name, list = excluded.list
            """,
            caller.Tenant, rows.Select(one => one.Number!).ToArray(), rows.Select(one => one.Name!).ToArray(),
            rows.Select(one => one.List!).ToArray());
    }

    static async Task<IResult> GetAsync(string number, Caller caller, NpgsqlDataSource data)
    {
        var found = await Sql.ReadAsync(
            data,
            $"SELECT {Columns} FROM messaging.contact WHERE tenant = $1 AND number = $2 AND list IS NOT NULL",
            Read, caller.Tenant, number);
        return found is [var contact] ? Results.Ok(contact) : Problems.NotFound("contact");
    }

    static async Task<IResult> ListAsync(Caller caller, NpgsqlDataSource data, string after = "")
    {
        var page = await Sql.ReadAsync(
            data,
            $"""
            SELECT {Columns} FROM messaging.contact WHERE tenant = $1 AND number > $2 AND list IS NOT NULL
            ORDER BY number LIMIT {Page}
            """,
            Read, caller.Tenant, after);
        return Results.Ok(new { data = page, next = page.Count < Page ? null : page[^1].Number });
    }

    static async Task<IResult> DeleteAsync(string number, Caller caller, NpgsqlDataSource data) =>
        await Sql.RunAsync(
            data,
            """
            UPDATE messaging.contact SET name = '', list = NULL
            WHERE tenant = $1 AND number = $2 AND list IS NOT NULL
            """,
            caller.Tenant, number) == 1 ? Results.NoContent() : Problems.NotFound("contact");

    static async Task<IResult> UnsubscribeAsync(string number, Caller caller, NpgsqlDataSource data) =>
        await Sql.RunAsync(
            data, $"{SetUnsubscribed} tenant = $1 AND number = $2 AND list IS NOT NULL", caller.Tenant, number) == 1
            ? await GetAsync(number, caller, data) : Problems.NotFound("contact");

    static async Task<IResult> ExportAsync(Caller caller, NpgsqlDataSource data)
    {
        var all = await Sql.ReadAsync(
            data,
            $"SELECT {Columns} FROM messaging.contact WHERE tenant = $1 AND list IS NOT NULL ORDER BY number",
            Read, caller.Tenant);
        var text = new StringBuilder("number,name,list,unsubscribed\n");
        foreach (var one in all)
            text.AppendJoin(',', one.Number, Quoted(one.Name), Quoted(one.List), one.Unsubscribed).Append('\n');
        return Results.Text(text.ToString(), "text/csv");
    }

    static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    static Contact Read(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetBoolean(3), $"/u/{row.GetGuid(4)}");
}
