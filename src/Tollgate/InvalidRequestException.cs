namespace Tollgate;

/// <summary>Some field of a command is malformed. Nothing was recorded.</summary>
public sealed class InvalidRequestException(IReadOnlyList<FieldError> errors)
    : Exception(string.Join(" ", errors.Select(error => error.Detail)))
{
    /// <summary>Every bad field.</summary>
    public IReadOnlyList<FieldError> Errors { get; } = errors;
}
