namespace Tollgate.Payments.Json;

/// <summary>What was sent lacks something. Caught where reading begins; never leaves this project.</summary>
internal sealed class MalformedException(string problem) : Exception(problem);
