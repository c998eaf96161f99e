namespace Tollgate.Storage.Tests.Contract;

public abstract partial class StoreContract
{
    public static TheoryData<string?, string?, double?, double?, string> AuditFilters => new()
    {
        { null, null, null, null, ":1 b:2 b:1 a:3 a:2 a:1" },
        { "a", null, null, null, "a:3 a:2 a:1" },
        { null, "made", null, null, "b:2 a:2 a:1" },
        { "a", "made", null, null, "a:2 a:1" },
        { null, null, 1, null, ":1 b:2 b:1 a:3" },
        { null, null, null, 2, "b:1 a:3 a:2 a:1" },
        { "b", null, 1, 2, "b:1" },
    };

    [Theory]
    [MemberData(nameof(AuditFilters))]
    public async Task Audit_entries_are_listed_newest_first_page_by_page(
        string? customer, string? action, double? from, double? to, string expected)
    {
        var made = await MakeAsync("a", "b");
        var (a, b) = (made[0], made[1]);
        await CommitAsync(changes => changes.Audits.AddRange(
        [
            At(Rows.Audit(a, 1), 0, "made"), At(Rows.Audit(a, 2), 0, "made"), At(Rows.Audit(a, 3), 1, "ended"),
            At(Rows.Audit(b, 1), 1, "ended"), At(Rows.Audit(b, 2), 2, "made"),
            At(Rows.Audit(CustomerId.Account, 1), 3, "ended"),
        ]));
        var filter = new AuditFilter(
            customer is null ? null : customer == "a" ? a : b, action, Minute(from), Minute(to));

        List<ListedAudit> walked = [];
        while (true)
        {
            AuditPosition? place = walked.Count == 0 ? null
                : new(walked[^1].Entry.At, walked[^1].Entry.Customer, walked[^1].Entry.Sequence);
            var page = await Store.Queries.AuditsAsync(filter, place, 2, Stop);
            walked.AddRange(page);
            if (page.Count < 2) break;
        }

        // At one time the customer made later comes first.
        Assert.Equal(expected, string.Join(' ', walked.Select(one => $"{one.Customer}:{one.Entry.Sequence}")));
    }

    static AuditEntry At(AuditEntry entry, double minutes, string action) =>
        entry with { At = Minute(minutes)!.Value, Action = action };

    static Instant? Minute(double? minutes) => minutes is { } given ? Rows.Noon + Duration.FromMinutes(given) : null;
}
