namespace Tollgate.Bench.Baselines;

/// <summary>
/// What one use has to do in a transaction of its own on SQLite. Each step is one statement, however many rows it is
/// about; all take $customer, and those in play $name, the namespace.
/// </summary>
/// <param name="Schema">Its tables, with a counter of each window for every customer.</param>
/// <param name="Select">Used, most and what is asked for of every limit.</param>
/// <param name="Insert">The lines; with $id and $at.</param>
/// <param name="Update">The counters.</param>
/// <param name="Traces">What a use leaves.</param>
internal sealed record SqliteWork(string Schema, string Select, string Insert, string Update, Traces Traces)
{
    /// <summary>The same durability as the gate's.</summary>
    public const string Settings = """
        PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; PRAGMA wal_autocheckpoint=2500;

        """;

    const string One = "WHERE customer_id = $customer AND feature_id = 1 AND month = 0";

    // Of the feature, of the namespace in it, and of the pool.
    const string Three = """
        WHERE customer_id = $customer AND month = 0
          AND (feature_id, namespace) IN (VALUES (1, ''), (1, $name), (2, ''))
        """;

    /// <summary>One limit, one line.</summary>
    public static SqliteWork Plain { get; } = new(
        """
        CREATE TABLE counter (
          customer_id integer, feature_id integer, month integer, used integer NOT NULL, most integer NOT NULL,
          PRIMARY KEY (customer_id, feature_id, month)
        ) WITHOUT ROWID;
        CREATE TABLE event (
          customer_id integer, id text, feature_id integer NOT NULL, quantity integer NOT NULL, at integer NOT NULL,
          PRIMARY KEY (customer_id, id)
        ) WITHOUT ROWID;
        WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 9999)
        INSERT INTO counter SELECT i, 1, 0, 0, 1000000000000 FROM n;
        """,
        $"SELECT used, most, 1 FROM counter {One}",
        "INSERT INTO event VALUES ($customer, $id, 1, 1, $at)",
        $"UPDATE counter SET used = used + 1 {One}",
        new Traces(1, 1, 1));

    /// <summary>Three limits, two lines; the pool at twice the quantity.</summary>
    public static SqliteWork InPlay { get; } = new(
        """
        CREATE TABLE counter (
          customer_id integer, feature_id integer, namespace text, month integer, used integer NOT NULL,
          most integer NOT NULL,
          PRIMARY KEY (customer_id, feature_id, namespace, month)
        ) WITHOUT ROWID;
        CREATE TABLE event (
          customer_id integer, id text, line integer, namespace text NOT NULL, feature_id integer NOT NULL,
          quantity integer NOT NULL, at integer NOT NULL,
          PRIMARY KEY (customer_id, id, line)
        ) WITHOUT ROWID;
        WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 9999),
          counted(feature, name) AS (VALUES (1, ''), (1, 'site-1'), (1, 'site-2'), (1, 'site-3'), (2, ''))
        INSERT INTO counter SELECT i, feature, name, 0, 0, 1000000000000 FROM n, counted;
        """,
        $"SELECT used, most, feature_id FROM counter {Three}",
        "INSERT INTO event VALUES ($customer, $id, 0, $name, 1, 1, $at), ($customer, $id, 1, $name, 2, 2, $at)",
        $"UPDATE counter SET used = used + feature_id {Three}",
        new Traces(2, 3, 4));

    /// <summary>A wallet that pays, one line, an entry of the ledger.</summary>
    public static SqliteWork Priced { get; } = new(
        Plain.Schema + """

        CREATE TABLE wallet (customer_id integer PRIMARY KEY, balance integer NOT NULL, entries integer NOT NULL);
        CREATE TABLE ledger (
          customer_id integer, number integer, amount integer NOT NULL, balance integer NOT NULL, at integer NOT NULL,
          PRIMARY KEY (customer_id, number)
        ) WITHOUT ROWID;
        WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 9999)
        INSERT INTO wallet SELECT i, 1000000000000000, 0 FROM n;
        """,
        "SELECT -balance, 0, 1000 FROM wallet WHERE customer_id = $customer",
        """
        INSERT INTO event VALUES ($customer, $id, 1, 1, $at);
        INSERT INTO ledger SELECT customer_id, entries + 1, -1000, balance - 1000, $at FROM wallet
        WHERE customer_id = $customer;
        """,
        $"""
        UPDATE wallet SET balance = balance - 1000, entries = entries + 1 WHERE customer_id = $customer;
        UPDATE counter SET used = used + 1 {One};
        """,
        new Traces(1, 1, 1));
}
