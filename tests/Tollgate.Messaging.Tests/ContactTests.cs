namespace Tollgate.Messaging.Tests;

public sealed class ContactTests
{
    static readonly object Ann = new { name = "Ann", list = "news" };

    [Fact]
    public async Task Who_unsubscribed_by_the_link_stays_so_whatever_is_put_and_deleted()
    {
        await using var platform = await Platform.StartAsync();
        var path = $"/contacts/{Platform.Number(1)}";
        var link = (await platform.OkAsync(HttpMethod.Put, path, Ann)).GetProperty("link").GetString()!;

        Assert.True((await platform.SendAsync(HttpMethod.Get, link, who: null)).IsSuccessStatusCode);
        Assert.False((await platform.GetAsync(path)).GetProperty("unsubscribed").GetBoolean());
        Assert.True((await platform.SendAsync(HttpMethod.Post, link, who: null)).IsSuccessStatusCode);
        Assert.True((await platform.GetAsync(path)).GetProperty("unsubscribed").GetBoolean());

        await platform.OkAsync(HttpMethod.Delete, path);
        await platform.RefusedAsync(404, "contact_not_found", HttpMethod.Get, path);
        Assert.True((await platform.SendAsync(HttpMethod.Post, link, who: null)).IsSuccessStatusCode);
        Assert.True((await platform.OkAsync(HttpMethod.Put, path, Ann)).GetProperty("unsubscribed").GetBoolean());
        await platform.RefusedAsync(404, "link_not_found", HttpMethod.Post, $"/u/{Guid.NewGuid()}", who: null);
    }

    [Fact]
    public async Task An_import_is_whole_or_names_each_bad_field()
    {
        await using var platform = await Platform.StartAsync();
        object[] some =
        [
            new { number = Platform.Number(1), name = "A", list = "news" },
            new { number = "1", name = "B", list = "news" },
            new { number = Platform.Number(2), name = "C" }, null!,
        ];

        var bad = await platform.RefusedAsync(400, null, HttpMethod.Post, "/contacts/import", new { contacts = some });
        Assert.Equal(
            ["contacts[1].number", "contacts[2].list", "contacts[3].list", "contacts[3].name", "contacts[3].number"],
            bad.GetProperty("errors").EnumerateObject().Select(one => one.Name).Order());
        Assert.Equal(0, (await platform.GetAsync("/contacts")).GetProperty("data").GetArrayLength());

        await platform.ImportAsync("news", 150);
        await platform.ImportAsync("news", 150);
        var page = await platform.GetAsync("/contacts");
        Assert.Equal(100, page.GetProperty("data").GetArrayLength());
        var next = Uri.EscapeDataString(page.GetProperty("next").GetString()!);
        Assert.Equal(50, (await platform.GetAsync($"/contacts?after={next}")).GetProperty("data").GetArrayLength());
    }

    [Fact]
    public async Task A_tenant_sees_its_own_contacts_alone()
    {
        await using var platform = await Platform.StartAsync();
        await platform.OkAsync(HttpMethod.Put, "/tenant", who: "other/eve");
        await platform.ImportAsync("news", 1);

        await platform.RefusedAsync(
            404, "contact_not_found", HttpMethod.Get, $"/contacts/{Platform.Number(1)}", who: "other/eve");
        Assert.Equal(0, (await platform.GetAsync("/contacts", "other/eve")).GetProperty("data").GetArrayLength());
    }
}
