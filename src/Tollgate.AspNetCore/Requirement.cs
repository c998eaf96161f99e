using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Tollgate.AspNetCore;

/// <summary>
/// What a request is to fulfil before its endpoint runs. One and the same as a filter of minimal APIs and as one of
/// controllers. Immutable and thread-safe.
/// </summary>
internal abstract class Requirement : IEndpointFilter, IAsyncActionFilter
{
    /// <summary>Whether it is asked of a request at all.</summary>
    protected virtual bool Asks(HttpContext context) => true;

    /// <summary>Lets the request through, or says why not. What is to be given back is returned.</summary>
    protected abstract Task<(Refusal? Refusal, FeatureUse? Use)> AdmitAsync(
        HttpContext context, Gate gate, string customer);

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (!Asks(context.HttpContext)) return await next(context);
        var (refusal, use) = await AskAsync(context.HttpContext);
        if (refusal is not null) return refusal;
        var done = false;
        try
        {
            var result = await next(context);
            done = !HasFailed(context.HttpContext, result);
            return result;
        }
        finally
        {
            if (!done && use is not null) await use.GiveBackAsync();
        }
    }

    public async Task OnActionExecutionAsync(ActionExecutingContext context, ActionExecutionDelegate next)
    {
        var (refusal, use) = await AskAsync(context.HttpContext);
        if (refusal is not null)
        {
            await refusal.ExecuteAsync(context.HttpContext);
            context.Result = new Microsoft.AspNetCore.Mvc.EmptyResult();
            return;
        }
        var executed = await next();
        var failed = executed.Canceled || (executed.Exception is not null && !executed.ExceptionHandled)
            || HasFailed(context.HttpContext, executed.Result);
        if (failed && use is not null) await use.GiveBackAsync();
    }

    async Task<(Refusal? Refusal, FeatureUse? Use)> AskAsync(HttpContext context)
    {
        var services = context.RequestServices;
        var options = services.GetRequiredService<IOptions<GateHttpOptions>>().Value;
        if (options.Customer.Find(context) is not { } customer) return (Refusal.NoCustomer, null);
        try
        {
            return await AdmitAsync(context, services.GetRequiredService<Gate>(), customer);
        }
        catch (GateUnavailableException unavailable)
        {
            return (Refusal.Of(unavailable), null);
        }
        catch (InvalidRequestException invalid)
        {
            return (Refusal.Of(invalid), null);
        }
        catch (RejectedException rejected)
        {
            return (Refusal.Of(rejected.Rejected), null);
        }
    }

    static bool HasFailed(HttpContext context, object? result)
    {
        while (result is INestedHttpResult nested) result = nested.Result;
        // What is asked for behind this one was refused: the endpoint never ran.
        if (result is Refusal) return true;
        var status = result switch
        {
            IStatusCodeHttpResult http => http.StatusCode,
            IStatusCodeActionResult action => action.StatusCode,
            _ => null,
        };
        return (status ?? context.Response.StatusCode) >= StatusCodes.Status500InternalServerError;
    }
}

/// <summary>That the customer may pass.</summary>
internal sealed class RequireActive : Requirement
{
    protected override async Task<(Refusal? Refusal, FeatureUse? Use)> AdmitAsync(
        HttpContext context, Gate gate, string customer)
    {
        var access = await gate.AccessAsync(customer, cancel: context.RequestAborted);
        return (access.Active ? null : Refusal.Of(access), null);
    }
}

/// <summary>That the customer may use a feature, which it does.</summary>
internal sealed class RequireFeature(string feature, decimal quantity) : Requirement
{
    public string Feature => feature;

    public decimal Quantity => quantity;

    // One that a minimal API could not read uses nothing: its endpoint will not run. That of one that is run again to
    // show a failure was set before, and its endpoint does.
    protected override bool Asks(HttpContext context) =>
        context.Response.StatusCode != StatusCodes.Status400BadRequest
        || context.Features.Get<IStatusCodeReExecuteFeature>() is not null
        || context.Features.Get<IExceptionHandlerFeature>() is not null;

    protected override async Task<(Refusal? Refusal, FeatureUse? Use)> AdmitAsync(
        HttpContext context, Gate gate, string customer)
    {
        var log = context.RequestServices.GetRequiredService<ILogger<RequireFeature>>();
        var options = context.RequestServices.GetRequiredService<IOptions<GateHttpOptions>>().Value;
        var use = FeatureUse.Of(context, gate, log, customer, this, options.CountsOncePerKey);
        // A caller that is gone would leave a use behind that nobody gives back.
        var decision = await use.RecordAsync(CancellationToken.None);
        return decision.Allowed ? (null, use) : (RefusedUse.Of(decision, gate.Now), null);
    }
}
