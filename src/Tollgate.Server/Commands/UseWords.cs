using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using Tollgate.Client;
using Command = System.CommandLine.Command;
using Decision = Tollgate.Client.Decision;

namespace Tollgate.Server.Commands;

/// <summary>The words that <c>check</c> and <c>use</c> share.</summary>
static class UseWords
{
    static readonly Argument<string> Customer = new("customer") { Description = "Who uses." };

    static readonly Argument<string> Feature = new("feature") { Description = "What is used: a feature's code." };

    static readonly Argument<decimal?> Quantity = new("quantity")
    {
        Description = "How much, in the feature's unit; below 0 lowers a gauge. 1 unless given.",
        Arity = ArgumentArity.ZeroOrOne,
        DefaultValueFactory = _ => null,
        CustomParser = ParseQuantity,
    };

    static readonly Option<string?> Namespace = new("--namespace")
    {
        Description = "The part of the customer that uses it.",
        HelpName = "namespace",
    };

    static readonly Option<DateTimeOffset?> At = new("--at")
    {
        Description = "When it happened, as 2026-11-01T09:30:00Z. Now unless given.",
        CustomParser = ParseTime,
        HelpName = "time",
    };

    static readonly Option<string[]> Property = new("--property")
    {
        Description = "A property, as model=gpt-4 or tokens=12; as often as needed. What reads as a JSON value is one, "
            + "anything else is a string.",
        HelpName = "name=value",
    };

    static readonly Option<bool> Json = new("--json") { Description = "Prints the decision as JSON." };

    public static void AddTo(Command command)
    {
        Symbol[] words = [Customer, Feature, Quantity, Namespace, At, Property, Json];
        foreach (var argument in words.OfType<Argument>()) command.Add(argument);
        foreach (var option in words.OfType<Option>()) command.Add(option);
        Connection.AddTo(command);
    }

    /// <summary>The use the words describe.</summary>
    public static UsageRequest Read(ParseResult words) => new()
    {
        Customer = words.GetRequiredValue(Customer),
        Namespace = words.GetValue(Namespace),
        Feature = words.GetRequiredValue(Feature),
        Quantity = words.GetValue(Quantity),
        At = words.GetValue(At),
        Properties = Properties(words.GetValue(Property) ?? []),
    };

    /// <summary>Prints a decision; the exit code says whether it is allowed.</summary>
    public static int Print(Terminal terminal, ParseResult words, Decision decision)
    {
        var json = WireJson.Lookup<Decision>(WireJson.Lenient);
        var lines = words.GetValue(Json) ? [JsonSerializer.Serialize(decision, json)] : DecisionText.Lines(decision);
        foreach (var line in lines) terminal.Say(line);
        return decision.Allowed ? ExitCode.Done : ExitCode.Refused;
    }

    /// <summary>Parts <c>name=value</c> at its first equals sign.</summary>
    public static (string Name, string Value) Pair(string text, string option)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0 || equals == text.Length - 1)
            throw CommandException.WrongWords($"{option} '{text}': it is to be name=value.");
        return (text[..equals], text[(equals + 1)..]);
    }

    /// <summary>A text as a JSON value if it reads as a number, true or false, else as a string.</summary>
    public static JsonElement Value(string text)
    {
        if (text is "true" or "false" || text.Length > 0 && (text[0] == '-' || char.IsAsciiDigit(text[0])))
        {
            try
            {
                return JsonElement.Parse(text);
            }
            catch (JsonException)
            {
                // Such as 2026-11-01 or 007.
            }
        }
        return JsonElement.Parse(JsonSerializer.SerializeToUtf8Bytes(text, WireJson.Lookup<string>(WireJson.Lenient)));
    }

    static Dictionary<string, JsonElement>? Properties(string[] pairs)
    {
        if (pairs.Length == 0) return null;
        Dictionary<string, JsonElement> properties = new(StringComparer.Ordinal);
        foreach (var pair in pairs)
        {
            var (name, value) = Pair(pair, "--property");
            if (!properties.TryAdd(name, Value(value)))
                throw CommandException.WrongWords($"--property {name} is given twice.");
        }
        return properties;
    }

    static decimal? ParseQuantity(ArgumentResult result)
    {
        if (result.Tokens.Count == 0) return null;
        var text = result.Tokens[0].Value;
        const NumberStyles Form = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (decimal.TryParse(text, Form, CultureInfo.InvariantCulture, out var value)) return value;
        result.AddError($"'{text}' is no quantity.");
        return null;
    }

    /// <summary>Reads a time of the command line.</summary>
    public static DateTimeOffset? ParseTime(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (WireTime.TryRead(text, out var time)) return time;
        result.AddError($"'{text}' is no time; one looks like 2026-11-01T09:30:00Z.");
        return null;
    }
}
