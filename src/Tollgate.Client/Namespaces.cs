using System.Text.Json.Serialization;

namespace Tollgate.Client;

/// <summary><c>PUT /v1/customers/{id}/namespaces/{ns}</c>.</summary>
public sealed record NamespaceRequest
{
    /// <summary>For people; at most 200 characters.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }

    /// <summary>
    /// The id of another customer whose included switches it has too; none unless given. 404 <c>customer_not_found</c>.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Owner { get; init; }
}

/// <summary>A part of a customer that may have plans and boosts of its own.</summary>
public sealed record Namespace
{
    /// <summary>The caller's own id of it.</summary>
    public required string Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required string Customer { get; init; }

    /// <inheritdoc cref="NamespaceRequest.Name"/>
    public string? Name { get; init; }

    /// <inheritdoc cref="NamespaceRequest.Owner"/>
    public string? Owner { get; init; }

    /// <summary>When it was first put.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
