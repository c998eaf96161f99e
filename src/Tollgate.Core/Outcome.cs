namespace Tollgate.Core;

/// <summary>
/// What a command came to. A refusal is an answer like any other; exceptions are for bugs and broken machines.
/// </summary>
public abstract record Outcome
{
    /// <summary>Whether the command left something behind that has to be stored.</summary>
    public virtual bool Recorded => false;

    /// <summary>Whether an atomic request that holds this is dropped whole.</summary>
    public virtual bool Refused => false;
}

/// <summary>A thing as it stands after a command that puts, makes or ends it.</summary>
/// <param name="Value">The thing as it is now.</param>
/// <param name="Before">The thing as it was, or null where there was none.</param>
/// <param name="Changed">False where the command was already in effect: nothing was written and no number
/// taken.</param>
public sealed record Put<T>(T Value, T? Before, bool Changed) : Outcome where T : class
{
    /// <summary>Whether the thing is new.</summary>
    public bool Created => Before is null && Changed;

    /// <inheritdoc/>
    public override bool Recorded => Changed;
}

/// <summary>What a reading command found.</summary>
public sealed record Shown<T>(T Value) : Outcome;

/// <summary>A command that cannot be carried out as it stands. Nothing of its request is recorded.</summary>
public sealed record Rejected(Rejection Code, string Detail, IReadOnlyList<FieldError> Errors) : Outcome
{
    /// <summary>A rejection that names no field.</summary>
    public Rejected(Rejection code, string detail) : this(code, detail, []) { }

    /// <inheritdoc/>
    public override bool Refused => true;

    /// <summary>A rejection for one bad field.</summary>
    public static Rejected Invalid(string field, string code, string detail) =>
        new(Rejection.Invalid, detail, [new FieldError(field, code, detail)]);
}
