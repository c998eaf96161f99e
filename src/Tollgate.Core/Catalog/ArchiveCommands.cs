namespace Tollgate.Core.Catalog;

/// <summary>
/// Archives a feature: it is put into no new plan version and no boost. What includes it already goes on.
/// </summary>
public sealed record ArchiveFeature(string Code) : Command(CustomerId.AccountKey)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors) => errors.Id("code", Code);
}

/// <summary>
/// Archives a plan in all its versions: it takes no new subscriptions and no new versions. Who is on it stays.
/// </summary>
public sealed record ArchivePlan(string Code) : Command(CustomerId.AccountKey)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors) => errors.Id("code", Code);
}
