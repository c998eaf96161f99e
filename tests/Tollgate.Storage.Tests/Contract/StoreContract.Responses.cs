namespace Tollgate.Storage.Tests.Contract;

public abstract partial class StoreContract
{
    [Fact]
    public async Task A_stored_response_is_found_by_its_whole_key()
    {
        await CommitAsync(changes => changes.Responses.Add(Rows.Response("POST /v1/usage k")));

        var read = await LoadAsync(
            Wanting([CustomerId.Account], responses: ["POST /v1/usage k", "POST /v1/usage K", "post"]));

        Assert.Equal(["POST /v1/usage k"], read.Responses.Select(row => row.Key));
    }

    [Fact]
    public async Task A_response_that_has_outlived_its_time_makes_room_for_another_in_one_commit()
    {
        await CommitAsync(changes => changes.Responses.Add(Rows.Response("k")));

        await CommitAsync(changes =>
        {
            changes.ExpiredResponses.Add("k");
            changes.Responses.Add(Rows.Response("k") with { Status = 201 });
        });

        Assert.Equal(201, (await LoadAsync(Wanting([CustomerId.Account], responses: ["k"]))).Responses.Single().Status);
    }

    [Fact]
    public async Task Responses_older_than_a_moment_are_forgotten_and_no_others()
    {
        await CommitAsync(changes => changes.Responses.AddRange(
        [
            Rows.Response("a", Rows.Noon - Microsecond), Rows.Response("b", Rows.Noon),
            Rows.Response("c", Rows.Noon + Microsecond),
        ]));

        Assert.Equal(1, await Store.ForgetResponsesAsync(Rows.Noon, Stop));

        Assert.Equal(0, await Store.ForgetResponsesAsync(Rows.Noon, Stop));
        var read = await LoadAsync(Wanting([CustomerId.Account], responses: ["a", "b", "c"]));
        Assert.Equal(["b", "c"], read.Responses.Select(row => row.Key).Order(StringComparer.Ordinal));
    }
}
