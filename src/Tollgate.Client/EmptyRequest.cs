namespace Tollgate.Client;

/// <summary>The body of a POST that takes none: nothing, or <c>{}</c>.</summary>
public sealed record EmptyRequest;
