namespace Tollgate.Server;

/// <summary>Features between the wire and the engine.</summary>
internal static class FeatureWire
{
    public static FeatureDefinition Definition(Wire.FeatureRequest request) => new(
        request.Name, Type(request.Type), request.Unit, request.Scale ?? 0, request.Category, request.Position,
        request.Pool, request.Weight)
    {
        Thresholds = request.Thresholds is { } thresholds ? Percentages.Of(thresholds) : null,
        Providers = request.Providers is { Count: > 0 } providers
            ? ProviderIds.Of(providers.ToDictionary(one => one.Key, one => one.Value.MeterEvent)) : null,
    };

    public static Wire.Feature Of(Feature feature) => new()
    {
        Code = feature.Code,
        Name = feature.Definition.Name,
        Type = Type(feature.Type),
        Unit = feature.Definition.Unit,
        Scale = feature.Scale,
        Category = feature.Definition.Category,
        Position = feature.Definition.Position,
        Pool = feature.Definition.Pool,
        Weight = feature.Definition.Pool is null ? null : feature.Definition.Weight ?? 1,
        Thresholds = feature.Definition.Thresholds?.Select(one => (int)one).ToList(),
        Providers = (feature.Definition.Providers ?? ProviderIds.None).All.ToDictionary(
            one => one.Key, one => new Wire.FeatureProvider { MeterEvent = one.Value }),
        ArchivedAt = Times.Write(feature.ArchivedAt),
    };

    static FeatureType Type(Wire.FeatureType type) => type switch
    {
        Wire.FeatureType.Switch => FeatureType.Switch,
        Wire.FeatureType.Gauge => FeatureType.Gauge,
        _ => FeatureType.Metered,
    };

    static Wire.FeatureType Type(FeatureType type) => type switch
    {
        FeatureType.Switch => Wire.FeatureType.Switch,
        FeatureType.Gauge => Wire.FeatureType.Gauge,
        _ => Wire.FeatureType.Metered,
    };
}
