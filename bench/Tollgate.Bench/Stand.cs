namespace Tollgate.Bench;

/// <summary>What figures are measured on.</summary>
/// <param name="Postgres">Null where there is none.</param>
/// <param name="Pace">How long.</param>
internal sealed record Stand(PostgresServer? Postgres, Pace Pace);
