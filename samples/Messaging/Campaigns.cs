using Tollgate.Passages;

namespace Messaging;

/// <summary>One text to everybody on a list.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">For people.</param>
/// <param name="List">Whose contacts it goes to.</param>
/// <param name="Text">What they get, with <c>{name}</c> and <c>{unsubscribe}</c> filled in.</param>
/// <param name="Status">
/// <c>draft</c>; launched, <c>sending</c> until each message is sent or given back; then <c>sent</c>. It follows from
/// the rows: no job sets it.
/// </param>
/// <param name="LaunchedBy">Who launched it; null: nobody has.</param>
/// <param name="Targets">How many messages it came to.</param>
/// <param name="Charged">What the launch took from the wallet.</param>
/// <param name="Queued">Messages that wait to be sent.</param>
/// <param name="Sent">Messages that were sent.</param>
/// <param name="Failed">Messages that could not be.</param>
/// <param name="Returned">Those of them whose use was given back.</param>
public sealed record Campaign(
    long Id, string Name, string List, string Text, string Status, string? LaunchedBy, int Targets, string Charged,
    long Queued, long Sent, long Failed, long Returned);

/// <summary>What is put of a campaign.</summary>
public sealed record CampaignBody(string? Name, string? List, string? Text);

/// <summary>Campaigns: written, launched once, sent.</summary>
static class Campaigns
{
    /// <summary>Of one campaign.</summary>
    public const int MostTargets = 100_000;

    // The gate takes as many commands in a request.
    const int MostUses = 10_000;

    public static void MapCampaigns(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/campaigns", CreateAsync);
        routes.MapGet("/campaigns/{id:long}", GetAsync);
        routes.MapPut("/campaigns/{id:long}", EditAsync);
        routes.MapPost("/campaigns/{id:long}/launch", LaunchAsync);
    }

    // Whoever comes second, or at the same time, is answered with the campaign as it was launched.
    static async Task<IResult> LaunchAsync(
        long id, Caller caller, Gate gate, NpgsqlDataSource data, Bell bell, PublicUrl url)
    {
        var passed = await gate.ExecuteAsync(
            caller.Tenant, (passage, cancel) => LaunchWithinAsync(passage, gate, id, caller, url, cancel));
        if (!passed.Ran) return passed.Problem();
        if (passed.Value is { } refused) return refused;
        bell.Ring();
        return await GetAsync(id, caller, data);
    }

    // In the transaction that holds the tenant: status, charge and outbox are committed together, or none of them is.
    static async Task<IResult?> LaunchWithinAsync(
        Passage passage, Gate gate, long id, Caller caller, PublicUrl url, CancellationToken cancel)
    {
        var within = passage.PostgresTransaction();
        // Launches wait for each other at the gate. The row is locked against whoever edits it, without asking there.
        var found = await Sql.ReadAsync(
            within,
            "SELECT launched_at IS NULL FROM messaging.campaign WHERE tenant = $1 AND id = $2 FOR UPDATE",
            row => row.GetBoolean(0), caller.Tenant, id);
        if (found is not [var isDraft]) return Problems.NotFound("campaign");
        if (!isDraft) return null;

        var targets = await Sql.ReadAsync(
            within,
            $"""
            SELECT contact.id FROM messaging.contact JOIN messaging.campaign USING (tenant, list)
            WHERE campaign.id = $1 AND unsubscribed_at IS NULL ORDER BY contact.id LIMIT {MostTargets + 1}
            """,
            row => row.GetInt64(0), id);
        if (targets.Count is 0 or > MostTargets)
            return Problems.Conflict("targets", $"A campaign has 1 to {MostTargets} targets.");

        var (refused, charged) = await ChargeAsync(passage, id, targets, caller, cancel);
        if (refused is not null)
        {
            passage.RollBack();
            return gate.Problem(refused);
        }
        await QueueAsync(within, id, targets, caller, charged, url);
        return null;
    }

    // Each message is a use of its own, so that each can be given back, once, at what it cost. All of them or none.
    static async Task<(Decision? Refused, Amount Charged)> ChargeAsync(
        Passage passage, long id, List<long> targets, Caller caller, CancellationToken cancel)
    {
        var charged = Amount.Zero;
        foreach (var some in targets.Chunk(MostUses))
        {
            var uses = some.Select(target => new Use(caller.Tenant, ProductCatalog.Messages, Id: UseId(id, target))
            {
                Actor = caller.User,
                By = caller.User,
            });
            var answer = await passage.SubmitAsync(new Request([.. uses], Atomic: true), cancel);
            if (answer.Rejected is { } rejected) throw new RejectedException(rejected);
            foreach (var decision in answer.Outcomes.Cast<Decision>())
            {
                if (decision is { Allowed: false, Reason: not Reason.BatchRefused }) return (decision, Amount.Zero);
                charged += decision.Charge?.Amount ?? Amount.Zero;
            }
        }
        return (null, charged);
    }

    static async Task QueueAsync(
        NpgsqlTransaction within, long id, List<long> targets, Caller caller, Amount charged, PublicUrl url)
    {
        await Sql.RunAsync(
            within,
            """
            INSERT INTO messaging.message (tenant, campaign, use_id, number, body)
            SELECT campaign.tenant, campaign.id, target.use_id, contact.number,
                replace(replace(campaign.body, '{name}', contact.name), '{unsubscribe}', $4 || '/u/' || contact.link)
            FROM unnest($2::bigint[], $3::text[]) AS target (contact, use_id)
            JOIN messaging.contact ON contact.id = target.contact
            JOIN messaging.campaign ON campaign.id = $1
            """,
            id, targets.ToArray(), targets.Select(target => UseId(id, target)).ToArray(), url.Value);
        await Sql.RunAsync(
            within,
            """
            UPDATE messaging.campaign SET launched_at = now(), launched_by = $2, targets = $3, charged_micros = $4
            WHERE id = $1
            """,
            id, caller.User, targets.Count, charged.Micros);
    }

    // Not of the number: an id is kept for ever, and a number is personal.
    static string UseId(long campaign, long contact) => $"campaign:{campaign}:{contact}";

    static async Task<IResult> CreateAsync(CampaignBody body, Caller caller, NpgsqlDataSource data)
    {
        if (Check(body) is { } problem) return problem;
        var made = await Sql.ReadAsync(
            data, "INSERT INTO messaging.campaign (tenant, name, list, body) VALUES ($1, $2, $3, $4) RETURNING id",
            row => row.GetInt64(0), caller.Tenant, body.Name!, body.List!, body.Text!);
        return Results.Created($"/campaigns/{made[0]}", await FindAsync(made[0], caller, data));
    }

    static async Task<IResult> EditAsync(long id, CampaignBody body, Caller caller, NpgsqlDataSource data)
    {
        if (Check(body) is { } problem) return problem;
        var edited = await Sql.RunAsync(
            data,
            """
            UPDATE messaging.campaign SET name = $3, list = $4, body = $5
            WHERE tenant = $1 AND id = $2 AND launched_at IS NULL
            """,
            caller.Tenant, id, body.Name!, body.List!, body.Text!);
        if (await FindAsync(id, caller, data) is not { } campaign) return Problems.NotFound("campaign");
        return edited == 1 ? Results.Ok(campaign) : Problems.Conflict("launched", "What was launched stays as it was.");
    }

    static IResult? Check(CampaignBody body)
    {
        var checks = new Checks().Text("name", body.Name, 100).Text("list", body.List, 100)
            .Text("text", body.Text, 1_000);
        return checks.Failed ? checks.Problem : null;
    }

    static async Task<IResult> GetAsync(long id, Caller caller, NpgsqlDataSource data) =>
        await FindAsync(id, caller, data) is { } campaign ? Results.Ok(campaign) : Problems.NotFound("campaign");

    static async Task<Campaign?> FindAsync(long id, Caller caller, NpgsqlDataSource data)
    {
        var found = await Sql.ReadAsync(
            data,
            """
            SELECT one.id, one.name, one.list, one.body, one.launched_by, one.targets, one.charged_micros,
                count(*) FILTER (WHERE state = 'queued'), count(*) FILTER (WHERE state = 'sent'),
                count(*) FILTER (WHERE state IN ('failed', 'returned')), count(*) FILTER (WHERE state = 'returned')
            FROM messaging.campaign AS one LEFT JOIN messaging.message ON campaign = one.id
            WHERE one.tenant = $1 AND one.id = $2 GROUP BY one.id
            """,
            Read, caller.Tenant, id);
        return found.SingleOrDefault();
    }

    static Campaign Read(NpgsqlDataReader row)
    {
        var launchedBy = row.IsDBNull(4) ? null : row.GetString(4);
        var (queued, sent, failed, returned) = (row.GetInt64(7), row.GetInt64(8), row.GetInt64(9), row.GetInt64(10));
        var status = launchedBy is null ? "draft" : queued + failed > returned ? "sending" : "sent";
        return new Campaign(
            row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), status, launchedBy,
            row.GetInt32(5), new Amount(row.GetInt64(6)).ToString(ProductCatalog.Currency), queued, sent, failed,
            returned);
    }
}
