using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Tollgate.AspNetCore;
using Tollgate.Passages;

namespace Tollgate;

/// <summary>
/// What an endpoint that asks the gate itself answers where it is refused: problem details as the filters answer them.
/// </summary>
public static class GateProblems
{
    /// <summary>
    /// A refused use: 402 where money is missing, 429 with <c>Retry-After</c> where a limit is reached, 404 where there
    /// is no such customer, 409 where its id was used otherwise, else 403; with the decision's figures.
    /// </summary>
    /// <param name="gate">The one that decided.</param>
    /// <param name="decision">A refusal.</param>
    /// <exception cref="ArgumentException">The decision is none.</exception>
    public static IResult Problem(this Gate gate, Decision decision)
    {
        ArgumentNullException.ThrowIfNull(gate);
        ArgumentNullException.ThrowIfNull(decision);
        if (decision.Allowed) throw new ArgumentException("It was allowed.", nameof(decision));
        return RefusedUse.Of(decision, gate.Now);
    }

    /// <summary>
    /// An operation that was not called: 403 <c>SUBSCRIPTION_INACTIVE</c>, or 404 where there is no such customer or
    /// namespace.
    /// </summary>
    /// <exception cref="ArgumentException">It ran.</exception>
    public static IResult Problem(this Passed passed)
    {
        ArgumentNullException.ThrowIfNull(passed);
        if (passed.Ran) throw new ArgumentException("It ran.", nameof(passed));
        if (passed.Access is { } access) return Refusal.Of(access);
        return passed.Reason == Reason.NamespaceUnknown ? Refusal.UnknownNamespace : Refusal.UnknownCustomer;
    }

    /// <summary>
    /// Answers what the gate throws within requests: <see cref="InvalidRequestException"/> with 400 and every bad
    /// field, <see cref="RejectedException"/> with 404, 409 or 403, <see cref="GateUnavailableException"/> with 503 and
    /// <c>Retry-After</c>. The application is to use <c>UseExceptionHandler</c>.
    /// </summary>
    public static IServiceCollection AddGateProblems(this IServiceCollection services) =>
        services.AddProblemDetails().AddExceptionHandler<GateExceptions>();
}

/// <summary>Answers what the gate throws. Thread-safe.</summary>
internal sealed class GateExceptions : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancel)
    {
        Refusal? refusal = exception switch
        {
            InvalidRequestException invalid => Refusal.Of(invalid),
            RejectedException rejected => Refusal.Of(rejected.Rejected),
            GateUnavailableException unavailable => Refusal.Of(unavailable),
            _ => null,
        };
        if (refusal is null) return false;
        await refusal.ExecuteAsync(httpContext);
        return true;
    }
}
