using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Tollgate.Server;

/// <summary>
/// YAML as JSON: one document of maps, lists and plain values as in YAML 1.2's core schema, where only what is a number
/// in JSON is a number. Aliases and tags of the writer's own are refused, so a document is as large as it looks.
/// </summary>
internal static partial class Yaml
{
    /// <exception cref="BadRequestException">It is no YAML, or more than this takes.</exception>
    public static byte[] ToJson(ReadOnlySpan<byte> yaml)
    {
        if (!Utf8Is(yaml, out var text)) throw Bad("it is not UTF-8", Mark.Empty);
        var json = new ArrayBufferWriter<byte>(text.Length);
        using var writer = new Utf8JsonWriter(json);
        var parser = new Parser(new StringReader(text));
        try
        {
            parser.Consume<StreamStart>();
            parser.Consume<DocumentStart>();
            Write(parser, writer, Wire.WireJson.MaxDepth);
            parser.Consume<DocumentEnd>();
            if (!parser.TryConsume<StreamEnd>(out _))
                throw Bad("it holds more than one document", parser.Current!.Start);
        }
        catch (YamlException broken)
        {
            throw Bad("it is no YAML", broken.Start);
        }
        writer.Flush();
        return json.WrittenSpan.ToArray();
    }

    static void Write(Parser parser, Utf8JsonWriter writer, int depth)
    {
        if (depth == 0) throw Bad("it is nested too deeply", parser.Current!.Start);
        if (parser.TryConsume<Scalar>(out var scalar)) WriteScalar(scalar, writer);
        else if (parser.TryConsume<SequenceStart>(out var list)) WriteList(list, parser, writer, depth);
        else if (parser.TryConsume<MappingStart>(out var map)) WriteMap(map, parser, writer, depth);
        else throw Bad("aliases are not taken", parser.Current!.Start);
    }

    static void WriteList(SequenceStart list, Parser parser, Utf8JsonWriter writer, int depth)
    {
        RefuseTag(list);
        writer.WriteStartArray();
        while (!parser.TryConsume<SequenceEnd>(out _)) Write(parser, writer, depth - 1);
        writer.WriteEndArray();
    }

    static void WriteMap(MappingStart map, Parser parser, Utf8JsonWriter writer, int depth)
    {
        RefuseTag(map);
        writer.WriteStartObject();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (!parser.TryConsume<Scalar>(out var name)) throw Bad("a name must be plain text", parser.Current!.Start);
            RefuseText(name);
            writer.WritePropertyName(name.Value);
            Write(parser, writer, depth - 1);
        }
        writer.WriteEndObject();
    }

    static void WriteScalar(Scalar scalar, Utf8JsonWriter writer)
    {
        RefuseTag(scalar);
        RefuseText(scalar);
        if (scalar.Style != ScalarStyle.Plain) writer.WriteStringValue(scalar.Value);
        else if (scalar.Value is "" or "~" or "null" or "Null" or "NULL") writer.WriteNullValue();
        else if (scalar.Value is "true" or "True" or "TRUE") writer.WriteBooleanValue(true);
        else if (scalar.Value is "false" or "False" or "FALSE") writer.WriteBooleanValue(false);
        else if (Number().IsMatch(scalar.Value)) writer.WriteRawValue(scalar.Value);
        else writer.WriteStringValue(scalar.Value);
    }

    static void RefuseTag(NodeEvent node)
    {
        if (!node.Anchor.IsEmpty) throw Bad("anchors are not taken", node.Start);
        if (!node.Tag.IsEmpty && !node.Tag.IsNonSpecific) throw Bad("tags are not taken", node.Start);
    }

    static void RefuseText(Scalar scalar)
    {
        if (!FieldErrors.IsStorable(scalar.Value))
            throw Bad("it holds U+0000 or half of a surrogate pair", scalar.Start);
    }

    static bool Utf8Is(ReadOnlySpan<byte> bytes, out string text)
    {
        text = System.Text.Unicode.Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : "";
        return text.Length > 0;
    }

    static BadRequestException Bad(string why, Mark at) => new(Statuses.Malformed, string.Create(
        CultureInfo.InvariantCulture, $"The body cannot be read as YAML: {why} (line {at.Line}, column {at.Column})."));

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?\z")]
    private static partial Regex Number();
}
