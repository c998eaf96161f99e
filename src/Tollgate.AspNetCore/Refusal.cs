using System.Globalization;
using System.Text.Json;

namespace Tollgate.AspNetCore;

/// <summary>Why a request is not let through: problem details (RFC 9457) with a code and the figures.</summary>
internal sealed record Refusal(int Status, string Code, string Detail) : IResult, IStatusCodeHttpResult
{
    int? IStatusCodeHttpResult.StatusCode => Status;

    /// <summary>After how long it is worth another try; null: that is not known.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Writes members of its own.</summary>
    public Action<Utf8JsonWriter>? More { get; init; }

    public static Refusal NoCustomer { get; } =
        new(StatusCodes.Status400BadRequest, "CUSTOMER_REQUIRED", "The request does not say which customer it is of.");

    public static Refusal UnknownCustomer { get; } =
        new(StatusCodes.Status404NotFound, "customer_not_found", "There is no such customer.");

    public static Refusal UnknownNamespace { get; } =
        new(StatusCodes.Status404NotFound, "namespace_not_found", "There is no such namespace.");

    public static Refusal Of(InvalidRequestException invalid) =>
        new(StatusCodes.Status400BadRequest, "invalid", invalid.Message)
        {
            More = json => Write(json, invalid.Errors),
        };

    public static Refusal Of(Rejected rejected) =>
        new(StatusOf(rejected.Code), Names.Snake(rejected.Code), rejected.Detail)
        {
            More = rejected.Errors.Count == 0 ? null : json => Write(json, rejected.Errors),
        };

    public static Refusal Of(GateUnavailableException unavailable) =>
        new(StatusCodes.Status503ServiceUnavailable, Names.Snake(unavailable.Why), unavailable.Message)
        {
            RetryAfter = unavailable.RetryAfter,
        };

    /// <summary>That of a customer that may not pass.</summary>
    public static Refusal Of(AccessView access) =>
        new(StatusCodes.Status403Forbidden, "SUBSCRIPTION_INACTIVE", "The customer may not pass as it stands.")
        {
            More = json =>
            {
                json.WriteString("reason"u8, Names.Snake(access.Reason));
                json.WriteString("subscription_status"u8, access.Status is { } status ? Names.Snake(status) : null);
                json.WriteString("trial_end_date"u8, access.TrialEndsAt is { } at ? Names.Time(at) : null);
            },
        };

    static int StatusOf(Rejection code) => code switch
    {
        Rejection.Invalid => StatusCodes.Status400BadRequest,
        Rejection.Unauthenticated => StatusCodes.Status401Unauthorized,
        Rejection.InsufficientScope or Rejection.CustomerSuspended => StatusCodes.Status403Forbidden,
        Rejection.IdempotencyKeyReused => StatusCodes.Status422UnprocessableEntity,
        _ when Names.Snake(code).EndsWith("_not_found", StringComparison.Ordinal) => StatusCodes.Status404NotFound,
        _ => StatusCodes.Status409Conflict,
    };

    static void Write(Utf8JsonWriter json, IReadOnlyList<FieldError> errors)
    {
        json.WriteStartArray("errors"u8);
        foreach (var error in errors)
        {
            json.WriteStartObject();
            json.WriteString("field"u8, error.Field);
            json.WriteString("code"u8, error.Code);
            json.WriteString("detail"u8, error.Detail);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        (response.StatusCode, response.ContentType) = (Status, "application/problem+json");
        if (RetryAfter is { } time)
            response.Headers.RetryAfter =
                Math.Max(1, (long)Math.Ceiling(time.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        await using (var json = new Utf8JsonWriter(response.BodyWriter))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, $"urn:tollgate:problem:{Code.ToLowerInvariant()}");
            json.WriteString("title"u8, Detail);
            json.WriteNumber("status"u8, Status);
            json.WriteString("detail"u8, Detail);
            json.WriteString("code"u8, Code);
            More?.Invoke(json);
            json.WriteEndObject();
        }
        await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
    }
}
