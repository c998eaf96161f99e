using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Tollgate.Server;

/// <summary>JSON as bytes, by metadata that the compiler made.</summary>
internal static class JsonBytes
{
    const int MostKept = 64 * 1024;

    static readonly JsonWriterOptions Options =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic] static ArrayBufferWriter<byte>? buffer;
    [ThreadStatic] static Utf8JsonWriter? writer;

    /// <summary>A wire type's bytes.</summary>
    public static byte[] Of<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Metadata<T>.Strict);

    /// <summary>What <paramref name="write"/> writes. It must not call this again.</summary>
    public static byte[] Of<TState>(TState state, Action<Utf8JsonWriter, TState> write)
    {
        var bytes = buffer ??= new ArrayBufferWriter<byte>(2048);
        var json = writer ??= new Utf8JsonWriter(bytes, Options);
        try
        {
            write(json, state);
            json.Flush();
            return bytes.WrittenSpan.ToArray();
        }
        finally
        {
            if (bytes.Capacity > MostKept) (buffer, writer) = (null, null);
            bytes.ResetWrittenCount();
            json.Reset();
        }
    }
}

/// <summary>The metadata of one wire type, looked up once.</summary>
internal static class Metadata<T>
{
    public static readonly JsonTypeInfo<T> Strict = Wire.WireJson.Lookup<T>(Wire.WireJson.Strict);
}
