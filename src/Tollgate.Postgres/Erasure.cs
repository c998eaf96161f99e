namespace Tollgate.Postgres;

/// <summary>
/// Blanks what a customer's history holds of persons. The head is locked: a reservation that is being settled is
/// blanked before, or its use is in the history to be blanked.
/// </summary>
internal static class Erasure
{
    const int ChangesAtOnce = 500;

    // By the index on expressions; a row that is blank already is left alone.
    static readonly string Events = $"""
        UPDATE event SET {Set("actor")}, {Set("properties")}, {Set("metadata")}
        WHERE customer_id + 0 = $1 AND sequence + 0 > $2 AND sequence + 0 <= $3
          AND ({Holds("actor")} OR {Holds("properties")} OR {Holds("metadata")})
        """;

    static readonly string Audits = $"""
        UPDATE audit SET {Set("before")}, {Set("after")}
        WHERE customer_id = $1 AND sequence > $2 AND sequence <= $3 AND ({Holds("before")} OR {Holds("after")})
        """;

    static readonly string Ledger = $"""
        UPDATE ledger_entry SET {Set("reason")}, {Set("actor")}
        WHERE customer_id + 0 = $1 AND sequence + 0 > $2 AND sequence + 0 <= $3
          AND (reason IS NOT NULL OR actor IS NOT NULL) AND ({Holds("reason")} OR {Holds("actor")})
        """;

    // What is remembered of adjustments, to answer them again, by their names.
    const string Remembered = """
        UPDATE event_id SET decision =
          convert_to((convert_from(decision, 'UTF8')::jsonb - 'reason' - 'actor')::text, 'UTF8')
        WHERE customer_id = $1 AND id >= '$adjustment:' AND id < '$adjustment;' AND sequence > $2 AND sequence <= $3
        """;

    // What is open, by its index: one that has ended holds nothing. And messages that tell of the person.
    const string Reservations = """
        UPDATE reservation SET actor = NULL, properties = NULL, metadata = NULL
        WHERE customer_id + 0 = $1 AND outcome = 0
        """;

    const string Outbox = """
        DELETE FROM outbox WHERE customer_id = $1 AND type <> 'customer.erased' AND type NOT LIKE 'usage.%'
        """;

    // Of what has ended; before that, whoever pays it out has to know where to.
    const string Withdrawals = """
        UPDATE withdrawal SET destination = '{}', requested_by = '', approved_by = NULL, reason = NULL
        WHERE customer_id = $1 AND status > 2
        """;

    // Who waits to be told needs to know whom it is about.
    const string Slices = "UPDATE usage_slice SET provider_customer = '' WHERE customer_id = $1 AND status <> 0";

    const string Payments = """
        UPDATE payment_session SET return_url = '', checkout_url = NULL, actor = '' WHERE customer_id = $1
        """;

    const string Inbox = "UPDATE webhook_event SET body = '' WHERE customer_id = $1";

    const string Lock = "SELECT sequence FROM customer_head WHERE id = $1 FOR NO KEY UPDATE";

    public static async ValueTask<long?> StepAsync(
        NpgsqlDataSource source, CustomerId customer, long after, CancellationToken stop)
    {
        var last = after + ChangesAtOnce;
        await using var batch = source.CreateBatch();
        PostgresSession.Append(batch, Lock).Parameters.Add(new NpgsqlParameter<long> { TypedValue = customer.Value });
        foreach (var sql in (string[])[Events, Audits, Ledger, Remembered])
        {
            var step = PostgresSession.Append(batch, sql);
            foreach (var value in (long[])[customer.Value, after, last])
                step.Parameters.Add(new NpgsqlParameter<long> { TypedValue = value });
        }
        foreach (var sql in (string[])[Reservations, Withdrawals, Payments, Slices, Inbox, Outbox])
            PostgresSession.Append(batch, sql)
                .Parameters.Add(new NpgsqlParameter<long> { TypedValue = customer.Value });
        return last < (long)(await batch.ExecuteScalarAsync(stop))! ? last : null;
    }

    static string Set(string column) => $"""
        {column} = CASE WHEN {Holds(column)}
          THEN '{Erased.Prefix}' || encode(sha256(convert_to({column}, 'UTF8')), 'hex') ELSE {column} END
        """;

    static string Holds(string column) => $"{column} NOT LIKE '{Erased.Prefix}%'";
}
