using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Tollgate.Testing.Model;

/// <summary>Values as text that is equal when the values are: 1.50 and 1.5 are the same quantity.</summary>
static class ModelText
{
    public static string Of(decimal? quantity) =>
        quantity?.ToString("0.#########", CultureInfo.InvariantCulture) ?? "-";

    public static string Of(Instant? time) => time is { } known ? InstantPattern.ExtendedIso.Format(known) : "-";
}
