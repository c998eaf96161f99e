using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Tollgate.Client;

/// <summary>Refuses null in lists and maps: the library checks members for it, not what collections hold.</summary>
static class NullItems
{
    public static void Refuse(JsonTypeInfo type)
    {
        if (type.Kind is not (JsonTypeInfoKind.Enumerable or JsonTypeInfoKind.Dictionary))
            return;
        if (type.ElementType is { IsValueType: false })
            type.OnDeserialized = Check;
    }

    static void Check(object items)
    {
        if (items is IDictionary map)
            CheckMap(map);
        else
            CheckList((IEnumerable)items);
    }

    static void CheckMap(IDictionary map)
    {
        foreach (DictionaryEntry entry in map)
            if (entry.Value is null)
                throw new NullItemException($".{entry.Key}");
    }

    static void CheckList(IEnumerable list)
    {
        var index = 0;
        foreach (var item in list)
        {
            if (item is null)
                throw new NullItemException($"[{index}]");
            index++;
        }
    }
}

/// <summary>Thrown when the collection has been read, and the reader's path no longer names the null item.</summary>
sealed class NullItemException(string item) : JsonException("An item is null.")
{
    public string ItemPath
    {
        get
        {
            var last = Path ?? "";
            var collection = last[..Math.Max(0, last.LastIndexOf(last.EndsWith(']') ? '[' : '.'))];
            return collection + item;
        }
    }
}
