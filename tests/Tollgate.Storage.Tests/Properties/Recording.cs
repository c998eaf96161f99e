using System.Globalization;
using Tollgate.Core.Tests.Comparison;
using Tollgate.Testing.Model;

namespace Tollgate.Storage.Tests.Properties;

/// <summary>
/// One request as its client saw it. <paramref name="Tag"/> is the actor of all that it left in the history;
/// <paramref name="Meant"/> the subscription or boost that a cancellation named, or null.
/// </summary>
sealed record Exchange(
    string Tag, ModelCommand Asked, string? Meant, Instant Sent, Instant Answered, ModelAnswer Answer);

/// <summary>
/// One client: it asks one thing after the other, and writes down what it is answered. Not thread-safe.
/// </summary>
sealed class Recording(string name, Gate gate, Translation words)
{
    readonly List<Exchange> exchanges = [];

    /// <summary>What was asked and answered, in order.</summary>
    public IReadOnlyList<Exchange> Exchanges => exchanges;

    /// <summary>What its words stand for.</summary>
    public Translation Words => words;

    /// <summary>Asks for a command now, as if it were dated now.</summary>
    public async Task SendAsync(ModelCommand command)
    {
        var tag = string.Create(CultureInfo.InvariantCulture, $"{name}-{exchanges.Count}");
        var asked = command.To(Now().Cut());
        var meant = words.Meant(asked);
        var commands = words.Commands(asked)
            .Select(one => one is Use use ? use with { Actor = tag } : one with { By = tag }).ToList();
        var request = new Request(commands, asked is ModelCommand.Use { Atomic: true })
        {
            ReadOnly = asked is ModelCommand.Check or ModelCommand.ShowWallets,
        };
        var sent = Now();
        ModelAnswer answer;
        try
        {
            answer = words.Answer(asked, (await gate.SubmitAsync(request)).Outcomes);
        }
        catch (InvalidRequestException)
        {
            answer = Translation.Malformed;
        }
        exchanges.Add(new Exchange(tag, asked, meant, sent, Now(), answer));
    }

    static Instant Now() => SystemClock.Instance.GetCurrentInstant();
}
