namespace Tollgate.Core.Catalog;

/// <summary>How a feature is measured.</summary>
public enum FeatureType
{
    /// <summary>On or off; a use is recorded and counts nothing.</summary>
    Switch,
    /// <summary>A quantity per window.</summary>
    Metered,
    /// <summary>A level that is set, raised and lowered: storage, seats.</summary>
    Gauge,
}
