namespace Tollgate.Storage.Tests.Contract;

/// <summary>Rows to write, and a way to compare what is read: column by column, as the table lists them.</summary>
static class Rows
{
    /// <summary>The first and the last instant that a caller can name.</summary>
    public static Instant Earliest { get; } = Instant.FromUtc(1900, 1, 1, 0, 0);

    /// <inheritdoc cref="Earliest"/>
    public static Instant Latest { get; } = Instant.FromUtc(3000, 1, 1, 0, 0) - Duration.FromTicks(10);

    /// <summary>A time without a part below a microsecond.</summary>
    public static Instant Noon { get; } = Instant.FromUtc(2031, 5, 17, 12, 0) + Duration.FromTicks(1_234_560);

    /// <summary>
    /// Text that no database may change: combining, right to left, outside the first plane, with white space around it.
    /// </summary>
    public const string Strange = " \t'é\u0301 Ünï \u05e9\u05dc 日本 🚪\u200d🔑 \\x00 %_\r\n ";

    /// <summary>The most that is attached to anything.</summary>
    public static string Long { get; } = $"{{\"a\":\"{new string('ß', CanonicalJson.MostCharacters - 8)}\"}}";

    public static Hash Hash(int seed) => Core.Hash.Over(BitConverter.GetBytes(seed));

    public static Head Head(CustomerId customer, long sequence = 1, Instant? lastAt = null) =>
        new(customer, sequence, 1, lastAt ?? Noon, null, Hash((int)sequence));

    public static UsageEvent Event(
        CustomerId customer, long sequence, Instant at, long included = 1, int feature = 1, string pot = "",
        string scope = "", long overage = 0) =>
        new(customer, sequence, 0, $"e{sequence}", UsageKind.Use, feature, pot, scope, included + overage,
            at, Noon, UsageFlags.None, included, 0, overage, null, null, null, Hash((int)sequence));

    public static RecordedId Id(CustomerId customer, string id, long sequence = 1) =>
        new(customer, id, sequence, Hash((int)sequence), [1, 2, 3]);

    public static AuditEntry Audit(CustomerId customer, long sequence) =>
        new(customer, sequence, Noon, "system", "customer.created", "c", null, "{}", Hash((int)sequence));

    public static LedgerEntry Entry(CustomerId customer, long number) => new(
        customer, Currency.Parse("USD"), number, 1, 0, new Amount(5), new Amount(5), EntryKind.TopUp,
        [new CreditPart(1, new Amount(5))], null, null, null, Noon, Hash((int)number));

    public static Profile Profile(CustomerId customer, string key, string? name = null, string? email = null) =>
        new(customer, key, name, email, "UTC", "USD", false, null, null, null, Noon, 0);

    /// <summary>Behind every clock, so that a message of then is due.</summary>
    public static Instant Past { get; } = Instant.FromUtc(2021, 5, 17, 12, 0) + Duration.FromTicks(1_234_560);

    public static OutboxEntry Message(
        CustomerId customer, long sequence, int ordinal = 0, long endpoint = 1, Instant? at = null) =>
        new(customer, sequence, ordinal, endpoint, "c", "boost.created", "{}", at ?? Past);

    public static StoredResponse Response(string key, Instant? createdAt = null) =>
        new(key, Hash(1), 200, "{}"u8.ToArray(), createdAt ?? Noon);

    public static CounterKey Key(
        CustomerId customer, string window, Instant? from = null, Instant? to = null, long epoch = 0, string pot = "",
        string scope = "") =>
        new(customer, 1, pot, scope, window, from ?? Instant.MinValue, to ?? Instant.MaxValue, epoch);

    /// <summary>What a table keeps of rows, to be compared.</summary>
    public static IEnumerable<string> Show<TRow>(Table<TRow> table, IEnumerable<TRow> rows) => rows.Select(row =>
        string.Join(" | ", table.Columns.Select(column => $"{column.Name}={Show(column.Value(row))}")))
            .Order(StringComparer.Ordinal);

    static string Show(object? value) => value switch
    {
        null => "null",
        byte[] bytes => $"0x{Convert.ToHexString(bytes)}",
        Instant instant when instant == Instant.MinValue => "-infinity",
        Instant instant when instant == Instant.MaxValue => "infinity",
        Instant instant => $"{instant.ToUnixTimeTicks()}",
        string text => $"'{text}'",
        _ => $"{value}",
    };
}
