namespace Tollgate.Postgres;

/// <summary>A table with its rendered INSERT.</summary>
internal sealed record Write<TRow>(Table<TRow> Table)
{
    public string Statement { get; } = Sql.Insert(Table);
}
