using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;

namespace Tollgate.Server;

/// <summary>
/// Reads the body of a request as a wire type. What is not JSON is refused at once; of what is, every bad field is
/// noted, and something good stands in for it until the request is refused.
/// </summary>
internal static class Body
{
    // A larger one is worth a look at the key first.
    const int Unseen = 64 * 1024;

    /// <summary>The body as <typeparamref name="T"/>.</summary>
    /// <exception cref="BadRequestException">It is none, too large, of another media type, or no JSON.</exception>
    public static async ValueTask<T> ReadAsync<T>(this Visit visit) where T : class
    {
        await AdmitAsync(visit);
        var reader = visit.Http.Request.BodyReader;
        var bytes = await ReadAllAsync(reader, visit);
        try
        {
            return bytes.IsSingleSegment ? Parse<T>(bytes.FirstSpan, visit) : Parse<T>(bytes.ToArray(), visit);
        }
        finally
        {
            reader.AdvanceTo(bytes.End);
        }
    }

    /// <summary>The body as it is: JSON of one of the route's own media types, with text that can be stored.</summary>
    /// <inheritdoc cref="ReadAsync" path="/exception"/>
    public static async ValueTask<JsonElement> ReadElementAsync(this Visit visit)
    {
        await AdmitAsync(visit);
        var reader = visit.Http.Request.BodyReader;
        var bytes = await ReadAllAsync(reader, visit);
        var body = bytes.ToArray();
        reader.AdvanceTo(bytes.End);

        var operation = visit.Route.Operation;
        string?[] taken = [operation.TakesType, operation.TakesListType];
        if (!taken.Any(type => type is not null && MediaType.IsOf(visit.Http.Request.ContentType, type)))
            throw new BadRequestException(
                Statuses.UnsupportedMediaType, $"Content-Type must be {MediaType.Taken(operation)}.");
        using var document = Repair.Parse(body);
        if (!StorableText.IsAllOf(body))
            throw new BadRequestException(Statuses.Malformed, "The body holds text that cannot be stored.");
        if (visit.HasIdempotencyKey) visit.Content = Canonical(body);
        return document.RootElement.Clone();
    }

    /// <summary>The body as it is, whatever it is.</summary>
    /// <exception cref="BadRequestException">It is too large.</exception>
    public static async ValueTask<byte[]> ReadBytesAsync(this Visit visit)
    {
        await AdmitAsync(visit);
        var reader = visit.Http.Request.BodyReader;
        var bytes = await ReadAllAsync(reader, visit);
        var body = bytes.ToArray();
        reader.AdvanceTo(bytes.End);
        return body;
    }

    static async ValueTask AdmitAsync(Visit visit)
    {
        var length = visit.Http.Request.ContentLength;
        if (length > visit.Route.Operation.MostBytes) throw TooLarge(visit);
        if (!(length <= Unseen) && await visit.JudgeAsync() is { } refusal) throw new RejectedException(refusal);
    }

    static async ValueTask<ReadOnlySequence<byte>> ReadAllAsync(PipeReader reader, Visit visit)
    {
        while (true)
        {
            var read = await reader.ReadAsync();
            var tooLarge = read.Buffer.Length > visit.Route.Operation.MostBytes;
            if (read.IsCompleted && !tooLarge) return read.Buffer;
            reader.AdvanceTo(tooLarge ? read.Buffer.End : read.Buffer.Start, read.Buffer.End);
            if (tooLarge) throw TooLarge(visit);
        }
    }

    static T Parse<T>(ReadOnlySpan<byte> body, Visit visit) where T : class
    {
        var operation = visit.Route.Operation;
        if (body.IsEmpty && operation.BodyOptional) body = "{}"u8;
        else if (body.IsEmpty) throw new BadRequestException(Statuses.Malformed, "The request has no body.");
        else if (MediaType.IsYaml(visit.Http.Request.ContentType) && operation.TakesYaml) body = Yaml.ToJson(body);
        else if (!MediaType.IsJson(visit.Http.Request.ContentType))
            throw new BadRequestException(
                Statuses.UnsupportedMediaType, $"Content-Type must be {MediaType.Taken(operation)}.");
        var value = Read<T>(body, visit);
        // Of what is refused anyway there may be no canonical form.
        if (visit.HasIdempotencyKey && !visit.IsMalformed) visit.Content = Canonical(body);
        return value;
    }

    static T Read<T>(ReadOnlySpan<byte> json, Visit visit) where T : class
    {
        try
        {
            if (StorableText.IsAllOf(json) && JsonSerializer.Deserialize(json, Metadata<T>.Strict) is { } value)
                return value;
        }
        catch (JsonException)
        {
            // Reading stops at the first bad field; the slow way finds them all.
        }
        visit.IsMalformed = true;
        return Repair.Read<T>(json, visit.Errors);
    }

    static Hash Canonical(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = Wire.WireJson.MaxDepth });
        using var document = JsonDocument.ParseValue(ref reader);
        return Hash.Over(System.Text.Encoding.UTF8.GetBytes(CanonicalJson.Of(document.RootElement)));
    }

    static BadRequestException TooLarge(Visit visit) =>
        new(Statuses.TooLarge, $"The body is larger than {visit.Route.Operation.MostBytes:N0} bytes.");
}
