namespace Tollgate.Sqlite;

/// <summary>Blanks what a customer's history holds of persons. No decision reads it.</summary>
internal static class Erasure
{
    const int ChangesAtOnce = 500;

    // By the index on expressions; a row that is blank already is left alone.
    static readonly string Events = $"""
        UPDATE event SET actor = erased(actor), properties = erased(properties), metadata = erased(metadata)
        WHERE customer_id + 0 = $1 AND sequence + 0 > $2 AND sequence + 0 <= $3
          AND ({Holds("actor")} OR {Holds("properties")} OR {Holds("metadata")})
        """;

    static readonly string Audits = $"""
        UPDATE audit SET before = erased(before), after = erased(after)
        WHERE customer_id = $1 AND sequence > $2 AND sequence <= $3 AND ({Holds("before")} OR {Holds("after")})
        """;

    static readonly string Ledger = $"""
        UPDATE ledger_entry SET reason = erased(reason), actor = erased(actor)
        WHERE customer_id + 0 = $1 AND sequence + 0 > $2 AND sequence + 0 <= $3
          AND (reason IS NOT NULL OR actor IS NOT NULL) AND ({Holds("reason")} OR {Holds("actor")})
        """;

    // What is remembered of adjustments, to answer them again, by their names.
    const string Remembered = """
        UPDATE event_id
        SET decision = CAST(json_remove(CAST(decision AS TEXT), '$.reason', '$.actor') AS BLOB)
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

    const string Inbox = "UPDATE webhook_event SET body = x'' WHERE customer_id = $1";

    public static long? Step(Connection connection, CustomerId customer, long after)
    {
        var last = after + ChangesAtOnce;
        using var events = connection.Query(Events, 3);
        using var audits = connection.Query(Audits, 3);
        using var ledger = connection.Query(Ledger, 3);
        using var remembered = connection.Query(Remembered, 3);
        using var reservations = connection.Query(Reservations, 1);
        using var withdrawals = connection.Query(Withdrawals, 1);
        using var payments = connection.Query(Payments, 1);
        using var slices = connection.Query(Slices, 1);
        using var inbox = connection.Query(Inbox, 1);
        using var outbox = connection.Query(Outbox, 1);
        using var sequence = connection.Query("SELECT sequence FROM customer_head WHERE id = $1", 1);
        connection.Run("BEGIN IMMEDIATE");
        events.Change(customer.Value, after, last);
        audits.Change(customer.Value, after, last);
        ledger.Change(customer.Value, after, last);
        remembered.Change(customer.Value, after, last);
        reservations.Change(customer.Value);
        withdrawals.Change(customer.Value);
        payments.Change(customer.Value);
        slices.Change(customer.Value);
        inbox.Change(customer.Value);
        outbox.Change(customer.Value);
        var more = last < (long)sequence.Find(customer.Value)!;
        connection.Run("COMMIT");
        return more ? last : null;
    }

    // LIKE would not tell upper case from lower.
    static string Holds(string column) =>
        $"substr({column}, 1, {Erased.Prefix.Length}) <> '{Erased.Prefix}'";
}
