namespace Tollgate.Bench.Baselines;

/// <summary>
/// What one use has to do in the textbook pattern on PostgreSQL: $1 is the customer. Each step is one statement,
/// however many rows it is about.
/// </summary>
/// <param name="Schema">Its tables, with a counter of each window for every customer.</param>
/// <param name="Lock">Used, most and what is asked for of every limit; $2 namespace, if any, $3 month.</param>
/// <param name="Insert">The lines; $2 namespace, $3 the event id.</param>
/// <param name="Update">The counters; $2 namespace, $3 month.</param>
/// <param name="Traces">What a use leaves.</param>
internal sealed record PostgresWork(string Schema, string Lock, string Insert, string Update, Traces Traces)
{
    const string Counters = "textbook.counter WHERE customer_id = $1";

    // Of the feature, of the namespace in it, and of the pool.
    const string Three = """
        month = $3 AND (feature_id, namespace) IN ((1, ''), (1, $2), (2, ''))
        """;

    /// <summary>One limit, one line. $2 is the feature.</summary>
    public static PostgresWork Plain { get; } = new(
        """
        CREATE SCHEMA textbook;
        CREATE TABLE textbook.counter (
          customer_id bigint, feature_id int, month timestamptz, used bigint NOT NULL, most bigint NOT NULL,
          PRIMARY KEY (customer_id, feature_id, month)
        ) WITH (fillfactor = 50);
        CREATE TABLE textbook.event (
          customer_id bigint, id text COLLATE "C",
          feature_id int NOT NULL, quantity bigint NOT NULL, at timestamptz NOT NULL,
          PRIMARY KEY (customer_id, id)
        );
        INSERT INTO textbook.counter SELECT n, 1, '2000-01-01', 0, 1000000000000 FROM generate_series(0, 9999) n;
        ANALYZE textbook.counter;
        """,
        $"SELECT used, most, 1::bigint FROM {Counters} AND feature_id = $2 AND month = $3 FOR UPDATE",
        """
        INSERT INTO textbook.event VALUES ($1, $3, $2, 1, clock_timestamp()) ON CONFLICT (customer_id, id) DO NOTHING
        """,
        "UPDATE textbook.counter SET used = used + 1 WHERE customer_id = $1 AND feature_id = $2 AND month = $3",
        new Traces(1, 1, 1));

    /// <summary>Three limits, two lines; the pool at twice the quantity.</summary>
    public static PostgresWork InPlay { get; } = new(
        """
        CREATE SCHEMA textbook;
        CREATE TABLE textbook.counter (
          customer_id bigint, feature_id int, namespace text COLLATE "C", month timestamptz, used bigint NOT NULL,
          most bigint NOT NULL,
          PRIMARY KEY (customer_id, feature_id, namespace, month)
        ) WITH (fillfactor = 50);
        CREATE TABLE textbook.event (
          customer_id bigint, id text COLLATE "C", line int, namespace text COLLATE "C" NOT NULL,
          feature_id int NOT NULL, quantity bigint NOT NULL, at timestamptz NOT NULL,
          PRIMARY KEY (customer_id, id, line)
        );
        INSERT INTO textbook.counter
        SELECT n, feature, name, '2000-01-01', 0, 1000000000000 FROM generate_series(0, 9999) n,
          (VALUES (1, ''), (1, 'site-1'), (1, 'site-2'), (1, 'site-3'), (2, '')) counted (feature, name);
        ANALYZE textbook.counter;
        """,
        $"""
        SELECT used, most, feature_id::bigint FROM {Counters} AND {Three} ORDER BY feature_id, namespace FOR UPDATE
        """,
        """
        INSERT INTO textbook.event VALUES
          ($1, $3, 0, $2, 1, 1, clock_timestamp()), ($1, $3, 1, $2, 2, 2, clock_timestamp())
        ON CONFLICT (customer_id, id, line) DO NOTHING
        """,
        $"UPDATE textbook.counter SET used = used + feature_id WHERE customer_id = $1 AND {Three}",
        new Traces(2, 3, 4));

    /// <summary>A wallet that pays, one line, an entry of the ledger. $2 is the feature.</summary>
    public static PostgresWork Priced { get; } = new(
        Plain.Schema + """

        CREATE TABLE textbook.wallet (
          customer_id bigint PRIMARY KEY, balance bigint NOT NULL, entries bigint NOT NULL
        ) WITH (fillfactor = 50);
        CREATE TABLE textbook.ledger (
          customer_id bigint, number bigint, amount bigint NOT NULL, balance bigint NOT NULL, at timestamptz NOT NULL,
          PRIMARY KEY (customer_id, number)
        );
        INSERT INTO textbook.wallet SELECT n, 1000000000000000, 0 FROM generate_series(0, 9999) n;
        ANALYZE textbook.wallet;
        """,
        """
        SELECT -balance, 0::bigint, 1000::bigint FROM textbook.wallet
        WHERE customer_id = $1 AND $2 = 1 AND $3 IS NOT NULL FOR UPDATE
        """,
        """
        WITH entry AS (
          INSERT INTO textbook.ledger
          SELECT customer_id, entries + 1, -1000, balance - 1000, clock_timestamp() FROM textbook.wallet
          WHERE customer_id = $1)
        INSERT INTO textbook.event VALUES ($1, $3, $2, 1, clock_timestamp())
        """,
        """
        WITH paid AS (
          UPDATE textbook.wallet SET balance = balance - 1000, entries = entries + 1 WHERE customer_id = $1)
        UPDATE textbook.counter SET used = used + 1 WHERE customer_id = $1 AND feature_id = $2 AND month = $3
        """,
        new Traces(1, 1, 1));
}
