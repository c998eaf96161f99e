namespace Tollgate.Storage.Tests.Contract;

public abstract partial class GateContract
{
    [Fact]
    public async Task A_providers_id_is_found_by_whoever_has_it_until_it_has_another()
    {
        await MakeCustomerAsync(limit: 10);
        await First.ApplyAsync<Put<Profile>>(new PutCustomer("other") { Providers = Ids(("stripe", "cus_2")) }, Stop);
        var one = (await First.ApplyAsync<Put<Subscription>>(
            new Subscribe("other", $"plan-{Customer}") { Providers = Ids(("stripe", "sub_1")) }, Stop)).Value;

        await First.ApplyAsync<Put<Profile>>(new LinkProvider(Customer, "stripe", "cus_1"), Stop);
        await First.ApplyAsync<Put<Profile>>(new LinkProvider(Customer, "flutterwave", "cus_1"), Stop);
        Assert.Equal([new Linked(Customer, null)], await LinkedAsync("cus_1"));
        Assert.Equal([new Linked("other", one.Id)], await LinkedAsync("sub_1"));
        Assert.Empty(await LinkedAsync("CUS_1"));

        // Put without them they stay, and with others they are those.
        await First.ApplyAsync<Put<Profile>>(new PutCustomer(Customer, "Ann"), Stop);
        Assert.Equal([new Linked(Customer, null)], await LinkedAsync("cus_1"));
        await First.ApplyAsync<Put<Profile>>(new PutCustomer(Customer) { Providers = Ids(("stripe", "cus_2")) }, Stop);
        Assert.Empty(await LinkedAsync("cus_1"));
        Assert.Equal([new Linked(Customer, null), new Linked("other", null)], await LinkedAsync("cus_2"));

        var again = await First.ApplyAsync<Put<Subscription>>(
            new LinkProvider("other", "stripe", "sub_1", one.Id), Stop);
        Assert.False(again.Changed);
        await First.ApplyAsync<Put<Subscription>>(new LinkProvider("other", "stripe", "sub_9", one.Id), Stop);
        Assert.Empty(await LinkedAsync("sub_1"));
        await ReopenAsync();
        var terms = (await First.ShowAsync<CustomerSnapshot>(new ShowCustomer("other"), Stop)).Terms;
        Assert.Equal("sub_9", terms.Subscriptions.Single().Providers.Find("stripe"));

        await First.ApplyAsync<Put<Profile>>(new EraseCustomer("other"), Stop);
        Assert.Equal([new Linked(Customer, null)], await LinkedAsync("cus_2"));
        Assert.Empty(await LinkedAsync("sub_9"));
    }

    static ProviderIds Ids(params (string Provider, string Id)[] ids) =>
        ProviderIds.Of(ids.ToDictionary(one => one.Provider, one => one.Id));

    async Task<IReadOnlyList<Linked>> LinkedAsync(string id) =>
        await First.ListAsync(lists => lists.LinkedAsync("stripe", id, 10, Stop));
}
