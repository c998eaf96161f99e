namespace Tollgate.Core.Subscriptions;

/// <summary>The smallest coin of a currency.</summary>
static class MinorUnits
{
    /// <summary>Its decimal places, 0 to 4, by list one of ISO 4217; 2 of one that is not known.</summary>
    public static int DecimalsOf(string currency) => currency switch
    {
        "BIF" or "CLP" or "DJF" or "GNF" or "ISK" or "JPY" or "KMF" or "KRW" or "PYG" or "RWF" or "UGX" or "UYI"
            or "VND" or "VUV" or "XAF" or "XOF" or "XPF" => 0,
        "BHD" or "IQD" or "JOD" or "KWD" or "LYD" or "OMR" or "TND" => 3,
        "CLF" or "UYW" => 4,
        _ => 2,
    };
}
