using System.Globalization;
using System.Text;

namespace Tollgate.Payments.Http;

/// <summary>Fields of <c>application/x-www-form-urlencoded</c>, nested by brackets as Stripe documents it.</summary>
internal sealed class Form
{
    readonly List<KeyValuePair<string, string>> fields = [];

    /// <summary>Adds a field; nothing where the value is null.</summary>
    public Form Add(string name, string? value)
    {
        if (value is not null) fields.Add(new(name, value));
        return this;
    }

    public Form Add(string name, long? value) => Add(name, value?.ToString(CultureInfo.InvariantCulture));

    /// <summary>Adds <c>name[key]</c> for each.</summary>
    public Form AddAll(string name, IEnumerable<KeyValuePair<string, string>> values)
    {
        foreach (var (key, value) in values) Add($"{name}[{key}]", value);
        return this;
    }

    /// <summary>As a body.</summary>
    public HttpContent ToContent() => new FormUrlEncodedContent(fields);

    /// <summary>As what stands behind a path, with its question mark; nothing where there are no fields.</summary>
    public string ToQuery()
    {
        var query = new StringBuilder();
        foreach (var (name, value) in fields)
        {
            query.Append(query.Length == 0 ? '?' : '&')
                .Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
        }
        return query.ToString();
    }
}
