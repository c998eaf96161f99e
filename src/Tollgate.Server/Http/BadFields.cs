using System.Globalization;

namespace Tollgate.Server;

/// <summary>Joins what the door found bad with what the commands find bad, each field once.</summary>
internal static class BadFields
{
    /// <summary>The most that are named.</summary>
    public const int Most = 100;

    /// <summary>
    /// <paramref name="found"/>, and the bad fields of <paramref name="commands"/> that are not inside one of those:
    /// there something stands in for what was sent.
    /// </summary>
    public static IReadOnlyList<FieldError> Of(
        IReadOnlyList<FieldError> found, IReadOnlyList<Command> commands, string? path)
    {
        var more = new FieldErrors();
        for (var i = 0; i < commands.Count && more.All.Count < Most; i++)
        {
            more.Prefix = path is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{path}[{i}].");
            commands[i].Validate(more);
        }
        var others = more.All.Where(error => !found.Any(one => IsIn(error.Field, one.Field)));
        return [.. found.Concat(others).Take(Most)];
    }

    /// <summary>All of them for people.</summary>
    public static string Sentence(IReadOnlyList<FieldError> errors)
    {
        var all = string.Join(" ", errors.Take(3).Select(error => error.Detail));
        if (errors.Count <= 3) return all;
        return string.Create(CultureInfo.InvariantCulture, $"{all} And {errors.Count - 3} more.");
    }

    /// <summary>Whether a field is another one, or inside it.</summary>
    public static bool IsIn(string field, string other) =>
        other.Length == 0 || field == other
        || (field.StartsWith(other, StringComparison.Ordinal) && field[other.Length] is '.' or '[');
}
