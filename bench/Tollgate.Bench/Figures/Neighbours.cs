namespace Tollgate.Bench.Figures;

/// <summary>
/// Everyone else's p99 on four gates that share a database, with one customer hot on all of them, or held by somebody.
/// </summary>
internal sealed class Neighbours() : Figure("neighbours")
{
    const int Gates = 4;
    const int Callers = 64;
    const int HotCallers = 64;
    const int Held = 0;

    const string HoldRow = """
        SELECT 1 FROM customer_head WHERE id = (SELECT id FROM customer WHERE key = $1) FOR UPDATE
        """;

    static readonly TimeSpan Hold = TimeSpan.FromMilliseconds(200);

    // Customer 0 is the hot one; the others use what Random gives from 1 up.
    static readonly Population Population = new(1_000);

    /// <inheritdoc/>
    public override async IAsyncEnumerable<Row> MeasureAsync(Stand stand)
    {
        if (stand.Postgres is null) yield break;
        await using var bed = await stand.Postgres.MakeAsync();
        List<Gate> gates = [];
        for (var i = 0; i < Gates; i++) gates.Add(await bed.OpenGateAsync());
        await Population.SettleAsync(gates[0]);

        List<Round> alone = [], besideHot = [], besideHeld = [];
        await RunAsync(bed, gates, stand.Pace.WarmUp, Task.CompletedTask);
        for (var i = 0; i < stand.Pace.Rounds; i++)
        {
            alone.Add(await RunAsync(bed, gates, stand.Pace.Round, Task.CompletedTask));
            besideHot.Add(await RunAsync(bed, gates, stand.Pace.Round, HeatAsync(gates, stand.Pace.Round)));
            besideHeld.Add(await RunAsync(bed, gates, stand.Pace.Round, HoldAsync(bed, gates, stand.Pace.Round)));
        }
        await bed.RecordedAsync(Population.Traces);
        yield return Compare("hot on all of them", besideHot, alone);
        yield return Compare("held for 200 ms at a time", besideHeld, alone);
    }

    static async Task<Round> RunAsync(Bed bed, List<Gate> gates, TimeSpan time, Task beside)
    {
        var round = await ClosedLoop.RunAsync(
            Callers, time, caller => UseAsync(gates[caller % Gates], Random.Shared.Next(1, Population.Size)));
        await beside;
        await bed.RecordedAsync(Population.Traces);
        return round;
    }

    static async Task HeatAsync(List<Gate> gates, TimeSpan time) =>
        await ClosedLoop.RunAsync(HotCallers, time, caller => UseAsync(gates[caller % Gates], Held));

    // Somebody's plain SQL holds the row, and there are always requests that wait for it.
    static async Task HoldAsync(PostgresBed bed, List<Gate> gates, TimeSpan time)
    {
        var waiting = ClosedLoop.RunAsync(Gates, time, caller => UseAsync(gates[caller], Held));
        await using var connection = new NpgsqlConnection(bed.ConnectionString);
        await connection.OpenAsync();
        while (!waiting.IsCompleted)
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await using var command = new NpgsqlCommand(HoldRow, connection);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Population.Key(Held) });
            await command.ExecuteNonQueryAsync();
            await Task.Delay(Hold);
            await transaction.CommitAsync();
        }
        await waiting;
    }

    static async Task<int> UseAsync(Gate gate, int customer)
    {
        var use = new Use(Population.Key(customer), Population.Feature, Id: Population.NewId());
        var decision = await gate.UseAsync(use);
        return decision.Allowed ? 1 : throw new IncorrectException($"A use was refused: {decision.Reason}.");
    }

    static Row Compare(string what, List<Round> beside, List<Round> alone)
    {
        var (with, without) = (SlowOf(beside), SlowOf(alone));
        return new Row(
            $"PostgreSQL, {Gates} gates, everyone else's p99 with one customer {what}",
            new Target(2, AtLeast: false), with / without,
            $"{Words.Milliseconds(with)} against {Words.Milliseconds(without)}");
    }

    static double SlowOf(List<Round> rounds) =>
        Pace.Median(rounds, round => round.Latencies.Percentile(99).TotalMilliseconds);
}
