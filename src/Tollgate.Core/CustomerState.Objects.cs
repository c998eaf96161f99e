namespace Tollgate.Core;

// How far what it has at providers was followed.
public sealed partial class CustomerState
{
    Dictionary<string, ProviderObject>? objects;

    /// <summary>How far a thing of a provider was followed, as it was loaded or written; null: not at all.</summary>
    public ProviderObject? ProviderObject(string name) =>
        objects?.GetValueOrDefault(name) ?? under?.ProviderObject(name);

    /// <inheritdoc cref="Load(Usage.Counter)"/>
    public void Load(ProviderObject row) => (objects ??= new(StringComparer.Ordinal))[row.Name] = row;

    /// <summary>Writes how far a thing of a provider was followed.</summary>
    public void Put(ProviderObject row)
    {
        Load(row);
        Changes.ProviderObjects[row.Name] = row;
    }

    void KeepObjects(CustomerState above)
    {
        if (above.objects is null) return;
        foreach (var row in above.objects.Values) Load(row);
    }
}
