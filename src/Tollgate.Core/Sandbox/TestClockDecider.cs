namespace Tollgate.Core.Sandbox;

/// <summary>Decides the commands about the test clock.</summary>
public static class TestClockDecider
{
    /// <summary>Moves it. The rest of the batch is decided at the time at which the batch began.</summary>
    public static Outcome Decide(Draft draft, SetTestClock command)
    {
        var account = draft.AccountState;
        var before = Of(draft);
        if (command.Now < Instant.Max(before.Now, account.Head.LastAt))
            return Rejected.Invalid("now", "out_of_range", $"The clock only moves forward: it shows {before.Now}.");
        var after = new TestClock(command.Now, before.Ahead + (command.Now - before.Now));
        if (after.Ahead > TestClock.Most)
            return Rejected.Invalid(
                "now", "out_of_range", $"now must be at most {TestClock.Most.Days:N0} days after the machine's clock.");
        if (after == before) return new Put<TestClock>(before, before, false);

        account.Put(TestClock.SettingOf(after.Ahead));
        draft.Account = draft.Account with { Ahead = after.Ahead };
        draft.Audit(
            account, command.By, "test_clock.set", TestClock.Key, before.Now.ToString(), after.Now.ToString());
        return new Put<TestClock>(after, before, true);
    }

    /// <summary>Reads it.</summary>
    public static Outcome Decide(Draft draft, ShowTestClock command) => new Shown<TestClock>(Of(draft));

    static TestClock Of(Draft draft) => new(draft.MachineNow + draft.Account.Ahead, draft.Account.Ahead);
}
