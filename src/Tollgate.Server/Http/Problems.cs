namespace Tollgate.Server;

/// <summary>Errors as RFC 9457 problem details.</summary>
internal static class Problems
{
    public static Reply Of(
        Status status, string requestId, string? detail = null, IReadOnlyList<FieldError>? errors = null) =>
        new(status.Number, JsonBytes.Of(new Wire.Problem
        {
            Type = $"urn:tollgate:problem:{status.Code}",
            Title = status.Title,
            Status = status.Number,
            Detail = detail ?? status.Title,
            Code = status.Code,
            RequestId = requestId,
            Errors = errors is { Count: > 0 } ? [.. errors.Select(Field)] : null,
        }))
        {
            IsProblem = true,
        };

    public static Reply Of(Rejected rejected, string requestId) =>
        Of(Statuses.Of(rejected.Code), requestId, rejected.Detail, rejected.Errors);

    public static Reply Of(GateUnavailableException unavailable, string requestId) =>
        Of(Statuses.Of(unavailable.Why), requestId, unavailable.Message) with { RetryAfter = unavailable.RetryAfter };

    public static Reply Of(BadRequestException bad, string requestId) =>
        Of(bad.Status, requestId, bad.Message, bad.Errors);

    static Wire.FieldError Field(FieldError error) =>
        new() { Field = error.Field, Code = error.Code, Detail = error.Detail };
}

/// <summary>The request cannot be taken as it was sent; nothing of it was recorded.</summary>
internal sealed class BadRequestException(Status status, string detail, IReadOnlyList<FieldError>? errors = null)
    : Exception(detail)
{
    public Status Status { get; } = status;

    public IReadOnlyList<FieldError> Errors { get; } = errors ?? [];
}
