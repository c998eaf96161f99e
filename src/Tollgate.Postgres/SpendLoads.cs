namespace Tollgate.Postgres;

/// <summary>Reads what was spent of budgets: as stored in its epoch, else computed.</summary>
internal sealed class SpendLoads(SpendKey[] keys, int? most)
{
    /// <summary>Appends the statement.</summary>
    public void AppendTo(NpgsqlBatch batch)
    {
        var command = PostgresSession.Append(batch, SpendSql.Spends);
        Parameters.AddTo(command, Array.ConvertAll(keys, key => key.Customer.Value));
        Parameters.AddTo(command, Array.ConvertAll(keys, key => key.Budget));
        Parameters.AddTo(command, Array.ConvertAll(keys, key => key.Currency.Code));
        Parameters.AddTo(command, Array.ConvertAll(keys, key => key.Namespace));
        Parameters.AddTo(command, Array.ConvertAll(keys, key => key.From));
        Parameters.AddTo(command, Array.ConvertAll(keys, key => key.To));
        Parameters.AddTo(command, Array.ConvertAll(keys, key => key.Epoch));
        command.Parameters.Add(new NpgsqlParameter
        {
            Value = most is { } limit ? limit + 1L : DBNull.Value,
            NpgsqlDbType = NpgsqlDbType.Bigint,
        });
    }

    /// <summary>Reads its rows; what is to be computed from too many is noted.</summary>
    public async Task ReadAsync(NpgsqlDataReader reader, Loaded loaded, CancellationToken stop)
    {
        while (await reader.ReadAsync(stop))
        {
            var key = keys[reader.GetInt64(0) - 1];
            var stored = !await reader.IsDBNullAsync(1, stop);
            if (!stored && Math.Max(reader.GetInt64(4), reader.GetInt64(6)) > (most ?? long.MaxValue))
            {
                loaded.Unsummed.Add(key.Customer);
                continue;
            }
            var (spent, held) = (reader.GetInt64(stored ? 1 : 3), reader.GetInt64(stored ? 2 : 5));
            loaded.Spends.Add(new Spend(
                key, new Amount(spent), new Amount(held), reader.GetInt16(7), reader.GetBoolean(8),
                !stored && (spent, held) != (0, 0)));
        }
    }
}
