namespace Tollgate.Storage.Tests.Contract;

/// <summary>
/// What the databases promise beyond what the memory store can: readers beside a writer, and a schema with a version.
/// </summary>
public abstract class DatabaseContract : StoreContract
{
    [Fact]
    public async Task A_reader_keeps_its_snapshot_while_others_write_and_its_next_one_has_what_they_wrote()
    {
        var customer = (await MakeAsync("a"))[0];
        var key = Rows.Key(customer, "forever");
        await using var reader = await OpenAsync(Access.Read);
        await reader.BeginAsync(Wanting([customer]), wait: false, Stop);

        await CommitAsync(changes =>
        {
            changes.Heads.Add(Rows.Head(customer, sequence: 3));
            changes.Counters.Add(new Counter(key, 9, 0, null));
        });

        Assert.Equal(0, (await reader.LoadAsync(Wanting(counters: [key]), Stop)).Counters.Single().Used);
        await reader.RollbackAsync(Stop);
        var next = await reader.BeginAsync(Wanting(counters: [key]), wait: false, Stop);
        Assert.Equal((3, 9), (next.Heads[customer].Sequence, next.Counters.Single().Used));
    }

    [Fact]
    public async Task A_reader_is_not_kept_waiting_by_a_writer()
    {
        var customer = (await MakeAsync("a"))[0];
        await using var writer = await OpenAsync();
        await writer.BeginAsync(Wanting([customer]), wait: false, Stop);

        var loaded = await LoadAsync(Wanting([customer]), Access.Read);

        Assert.Equal([customer], loaded.Heads.Keys);
    }

    [Fact]
    public async Task A_database_with_a_newer_schema_is_refused()
    {
        await Store.DisposeAsync();
        await Here.RunAsync(
            "INSERT INTO tollgate_schema (version, name, applied_at) "
            + "SELECT 9999, 'later', applied_at FROM tollgate_schema LIMIT 1");
        await using var later = Here.NewStore();

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => later.MigrateAsync(Stop).AsTask());

        Assert.Contains("9999", error.Message, StringComparison.Ordinal);
    }
}
