namespace Tollgate.Server;

/// <summary>How a server is to run. What is not named has its default; no file is read.</summary>
public sealed record ServerSettings
{
    /// <summary>
    /// <c>sqlite:PATH</c>, an Npgsql connection string, a <c>postgres://</c> URL, or <c>memory:</c>, which ends with
    /// the process. <c>sqlite:tollgate.db</c> unless set.
    /// </summary>
    public string Database { get; init; } = "sqlite:tollgate.db";

    /// <summary>Where it listens, separated by semicolons. <c>http://localhost:5000</c> unless set.</summary>
    public string? Urls { get; init; }

    /// <summary>A key that is to exist with the scope <c>admin</c>. Unless set, the first start makes one.</summary>
    public string? AdminKey { get; init; }

    /// <summary>How long <see cref="AdminKey"/> is to be good for, where it is new. For good unless set.</summary>
    public TimeSpan? AdminKeyLifetime { get; init; }

    /// <summary>Where metrics and traces are sent by OTLP. Nowhere unless set.</summary>
    public string? OtlpEndpoint { get; init; }

    /// <summary>The least severe messages that are logged, to standard error. Information unless set.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>
    /// Whether this is a server for trials: its clock may be moved, and webhooks may go to private addresses and by
    /// http. False unless set.
    /// </summary>
    public bool Sandbox { get; init; }

    /// <summary>
    /// Who pays approved withdrawals out: <c>sandbox</c>, which moves no money and needs <see cref="Sandbox"/>. Unless
    /// set, an operator says of each that it was paid.
    /// </summary>
    public string? Payouts { get; init; }

    /// <summary>
    /// Who collects the payments of automatic recharges: <c>sandbox</c>, which collects nothing and needs
    /// <see cref="Sandbox"/>. Unless set, no recharge is opened.
    /// </summary>
    public string? Recharges { get; init; }

    /// <summary>
    /// Which payment providers there are, in the order in which they are tried, by commas: <c>stripe</c>,
    /// <c>flutterwave</c>, and with <see cref="Sandbox"/> <c>sandbox</c>. Unless set, the sandbox's in a sandbox, else
    /// none.
    /// </summary>
    public string? Payments { get; init; }

    /// <summary>Gives the variables that the providers' keys and addresses stand in. None unless set.</summary>
    public Func<string, string?> PaymentVariables { get; init; } = _ => null;

    /// <summary>The key of the hash chains; see <see cref="TollgateOptions.LedgerKey"/>. None unless set.</summary>
    public string? LedgerKey { get; init; }

    /// <summary>Leaves the key and the database's password out.</summary>
    public override string ToString() => $"{nameof(ServerSettings)} {{ Urls = {Urls}, LogLevel = {LogLevel} }}";
}
