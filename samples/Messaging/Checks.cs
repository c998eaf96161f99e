using System.Text.RegularExpressions;

namespace Messaging;

/// <summary>Every bad field of a request, and the one answer that names them all.</summary>
sealed partial class Checks
{
    readonly Dictionary<string, string[]> bad = [];

    public bool Failed => bad.Count > 0;

    /// <summary>400; only where something failed.</summary>
    public IResult Problem => Results.ValidationProblem(bad);

    public Checks Number(string field, string? value) =>
        value is not null && E164().IsMatch(value) ? this : Add(field, "A number is like +46701234567.");

    public Checks Text(string field, string? value, int most) =>
        value is { Length: > 0 } && value.Length <= most && !value.Contains('\0')
            ? this : Add(field, $"1 to {most} characters are needed.");

    public Checks Money(string field, string? value, out Amount amount) =>
        Amount.TryParse(value, out amount) ? this : Add(field, "An amount is a decimal like \"12.50\".");

    public Checks Add(string field, string what)
    {
        bad[field] = [what];
        return this;
    }

    [GeneratedRegex(@"^\+[1-9][0-9]{6,14}\z", RegexOptions.CultureInvariant)]
    private static partial Regex E164();
}

/// <summary>Refusals of the application's own.</summary>
static class Problems
{
    public static IResult NotFound(string what) => Of(404, $"{what}_not_found", $"There is no such {what}.");

    public static IResult Conflict(string code, string detail) => Of(409, code, detail);

    static IResult Of(int status, string code, string detail) => Results.Problem(
        detail, statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code });
}
