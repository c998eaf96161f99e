namespace Tollgate.Server;

/// <summary>Features between the wire and the engine.</summary>
internal static class FeatureWire
{
    public static FeatureDefinition Definition(Wire.FeatureRequest request) => new(
        request.Name, Type(request.Type), request.Unit, request.Scale ?? 0, request.Category, request.Position);

    public static Wire.Feature Of(Feature feature) => new()
    {
        Code = feature.Code,
        Name = feature.Definition.Name,
        Type = feature.Type == FeatureType.Switch ? Wire.FeatureType.Switch : Wire.FeatureType.Metered,
        Unit = feature.Definition.Unit,
        Scale = feature.Scale,
        Category = feature.Definition.Category,
        Position = feature.Definition.Position,
    };

    static FeatureType Type(Wire.FeatureType type) =>
        type == Wire.FeatureType.Switch ? FeatureType.Switch : FeatureType.Metered;
}
