using Tollgate.Core.Tests.Comparison;
using Tollgate.Testing.Model;

namespace Tollgate.Storage.Tests.Properties;

/// <summary>A store whose clock a test sets.</summary>
sealed record ClockedStore(IStore Store, ManualTime Local, Func<Instant, Task> SetAsync);

/// <summary>Plays the model's commands on a gate at the model's times. Not thread-safe.</summary>
sealed class EngineDriver(Gate gate, ClockedStore clock)
{
    readonly Translation words = new();

    /// <summary>Sets the clock to the command's time and answers as the model would.</summary>
    public async Task<ModelAnswer> ApplyAsync(ModelCommand command)
    {
        await clock.SetAsync(command.Now);
        var local = clock.Local.GetUtcNow();
        if (command.Now.ToDateTimeOffset() is var now && now > local) clock.Local.Advance(now - local);
        var commands = words.Commands(command);
        try
        {
            var seen = commands is [Use { CheckOnly: false } use] ? await gate.CheckAsync(use) : null;
            var request = new Request(commands, command is ModelCommand.Use { Atomic: true })
            {
                ReadOnly = command is ModelCommand.Check or ModelCommand.ShowWallets,
            };
            var answer = await gate.SubmitAsync(request);
            if (seen is not null) AssertSame(seen, (Decision)answer.Outcomes[0]);
            return words.Answer(command, answer.Outcomes);
        }
        catch (InvalidRequestException)
        {
            return Translation.Malformed;
        }
    }

    // A check says what the use then answers, but for what the use itself adds: its number, its id and the figures
    // after it.
    static void AssertSame(Decision check, Decision use)
    {
        if (!use.Recorded) Assert.Equal(Text(use), Text(check));
        Assert.Equal(
            (use.Reason, use.Included, use.Overage, use.Flags, use.Unlimited, use.Replayed),
            (check.Reason, check.Included, check.Overage, check.Flags, check.Unlimited, check.Replayed));
    }

    static string Text(Decision decision) => Translation.Decision(decision).Describe();
}
