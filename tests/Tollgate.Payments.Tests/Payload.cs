namespace Tollgate.Payments.Tests;

/// <summary>
/// A payload as its provider documents it, from a file of <c>Payloads</c>, with some of it set otherwise: the mould of
/// any number of messages.
/// </summary>
public sealed class Payload
{
    static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Payloads");

    Payload(JsonObject json) => Json = json;

    public JsonObject Json { get; }

    public byte[] Bytes => Encoding.UTF8.GetBytes(Json.ToJsonString());

    /// <summary>One by its name, without <c>.json</c>: <c>stripe/invoice.paid</c>.</summary>
    public static Payload Of(string name) =>
        new(JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, name + ".json")))!.AsObject());

    /// <summary>The object within a message of Stripe, by itself.</summary>
    public static JsonObject Object(string name) => Of(name).Json["data"]!["object"]!.DeepClone().AsObject();

    /// <summary>Sets a member by its path, such as <c>data.object.items.data.0.quantity</c>.</summary>
    public Payload With(string path, JsonNode? value)
    {
        var (parent, last) = Find(path);
        if (parent is JsonArray array) array[int.Parse(last)] = value;
        else parent[last] = value;
        return this;
    }

    /// <summary>Takes a member away.</summary>
    public Payload Without(string path)
    {
        var (parent, last) = Find(path);
        Assert.True(parent.AsObject().Remove(last), path);
        return this;
    }

    /// <summary>All files' names, without <c>.json</c>, below a folder.</summary>
    public static IEnumerable<string> Names(string folder) => Directory
        .EnumerateFiles(Path.Combine(Folder, folder), "*.json")
        .Select(file => $"{folder}/{Path.GetFileNameWithoutExtension(file)}")
        .Order(StringComparer.Ordinal);

    // A key may have a point in it ("event.type"), but none that is set here has.
    (JsonNode Parent, string Last) Find(string path)
    {
        JsonNode node = Json;
        var parts = path.Split('.');
        foreach (var part in parts[..^1])
        {
            var child = node is JsonArray array ? array[int.Parse(part)] : node[part];
            node = child ?? throw new KeyNotFoundException(path);
        }
        return (node, parts[^1]);
    }
}
