using System.Globalization;

namespace Tollgate.Postgres;

/// <summary>
/// The statements around a caller's own transaction. What is set for the gate's own is put back as it was before the
/// caller goes on.
/// </summary>
internal static class HoldSql
{
    static readonly (string Name, string Value)[] Pins =
    [
        ("plan_cache_mode", "force_generic_plan"), ("jit", "off"), ("enable_seqscan", "off"),
        ("enable_hashjoin", "off"), ("enable_mergejoin", "off"), ("enable_bitmapscan", "off"),
        ("enable_material", "off"), ("enable_memoize", "off"), ("timezone", "UTC"),
    ];

    // In one row each is kept before it is set.
    static readonly string Pinned = string.Join(", ", Pins.Select(pin => Set(pin.Name, pin.Value)));

    /// <summary>Whether it still is the transaction that was begun: its own statements may have ended it.</summary>
    public const string IsHeld = "SELECT coalesce(current_setting('tollgate.held', true), '') = 'on'";

    public static readonly string Pin = $"{IsHeld}, {Pinned}";

    /// <summary>The same where it does not matter whose transaction it is.</summary>
    public static readonly string PinLent = $"SELECT true, {Pinned}";

    public static readonly string Unpin = "SELECT " + string.Join(", ", Pins.Select(pin => PutBack(pin.Name)));

    /// <summary>The same for what is set only while the customer is waited for.</summary>
    public static readonly string UnpinFirst = $"{Unpin}, {PutBack("lock_timeout")}";

    /// <summary>Never lowers a stricter value; fails where a statement before it did.</summary>
    public const string Durable = """
        SELECT set_config('synchronous_commit', 'on', true)
        WHERE current_setting('synchronous_commit') NOT IN ('on', 'remote_apply')
        """;

    /// <summary>Ends a session, but only within the transaction that it was in.</summary>
    public const string Terminate =
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = $1 AND xact_start = $2";

    /// <summary>Where the columns follow that <see cref="Begin"/> has more.</summary>
    public static int MoreAt => 1 + (Pins.Length * 2);

    /// <summary>
    /// Marks the transaction, and tells which session it is and when it began. One that idles within it for longer than
    /// it may last, and a little, is ended by the server, should this process not be there to do it.
    /// </summary>
    public static string Begin(TimeSpan atMost) => string.Create(CultureInfo.InvariantCulture, $"""
        SELECT set_config('tollgate.held', 'on', true) = 'on', {Pinned}, pg_backend_pid(), now(),
               {Set("lock_timeout", "250ms")},
               set_config('idle_in_transaction_session_timeout', '{(long)atMost.TotalMilliseconds + 5_000}', true)
        """);

    static string Set(string name, string value) =>
        $"set_config('tollgate.kept_{name}', current_setting('{name}'), true), set_config('{name}', '{value}', true)";

    static string PutBack(string name) => $"set_config('{name}', current_setting('tollgate.kept_{name}'), true)";
}
