using System.Globalization;
using System.Text.Json;
using Tollgate.Client;

namespace Tollgate.Server.Commands.Import;

/// <summary>One value of a record.</summary>
/// <param name="Text">As it stands in the file, without quotes.</param>
/// <param name="Json">The value itself where the file is JSON; null in CSV, where all is text.</param>
readonly record struct Cell(string Text, JsonElement? Json = null)
{
    // The most a decimal holds digit by digit, with sign and point: beyond it would be rounded.
    const int MostQuantityCharacters = 28;

    // 2023-11-16T18:17:03, without fraction and offset.
    const int SecondsLength = 19;

    /// <summary>Reads a quantity exactly, or not at all.</summary>
    public bool TryQuantity(out decimal quantity)
    {
        const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        quantity = 0;
        return Text.Length <= MostQuantityCharacters
            && decimal.TryParse(Text, Plain, CultureInfo.InvariantCulture, out quantity);
    }

    /// <summary>
    /// Reads RFC 3339, also with a blank for the <c>T</c> and without an offset, which is then UTC. Cut to
    /// microseconds.
    /// </summary>
    public bool TryTime(out DateTimeOffset time)
    {
        time = default;
        if (Text.Length < SecondsLength) return false;
        var offset = Text.AsSpan(SecondsLength).IndexOfAny("Z+-") < 0 ? "Z" : "";
        var separator = Text[10] == ' ' ? 'T' : Text[10];
        return WireTime.TryRead($"{Text.AsSpan(0, 10)}{separator}{Text.AsSpan(11)}{offset}", out time);
    }

    /// <summary>The value of a property; null where there is none.</summary>
    public JsonElement? ToProperty()
    {
        if (Json is not null) return Json;
        return Text.Length == 0 ? null : UseWords.Value(Text);
    }
}
