using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Tollgate.AspNetCore;

namespace Tollgate;

/// <summary>
/// Lets the requests of endpoints through: of a minimal API, a group, or all controllers that are mapped. Of which
/// customer a request is, is told by <see cref="GateHttpOptions.Customer"/>.
/// </summary>
public static class GateEndpoints
{
    /// <summary>
    /// Runs the endpoint only for a customer that may pass: 400 <c>CUSTOMER_REQUIRED</c> where the request names none,
    /// 404 where there is no such, 403 <c>SUBSCRIPTION_INACTIVE</c> where it may not, and 503 with
    /// <c>Retry-After</c> where it cannot be decided. It holds no lock: what has to be certain to the end belongs into
    /// <see cref="Gate.ExecuteAsync(string, Func{Passages.Passage, CancellationToken, Task}, CancellationToken)"/>.
    /// </summary>
    public static TBuilder RequireActiveSubscription<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.AddEndpointFilter(new RequireActive());

    /// <summary>
    /// Records a use before the endpoint runs, and runs it only if that is allowed: 402 where money is missing, 429
    /// where a limit is reached, with <c>Retry-After</c> where time helps, otherwise 403, and what
    /// <see cref="RequireActiveSubscription"/> answers. A use whose endpoint throws, answers 5xx, or is not
    /// reached, is given back. With <see cref="GateHttpOptions.CountsOncePerKey"/> one with an <c>Idempotency-Key</c>
    /// counts once however often the request comes, but for those given back.
    /// </summary>
    /// <param name="builder">The endpoints.</param>
    /// <param name="feature">The feature's code.</param>
    /// <param name="quantity">In the feature's units, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The quantity is not above 0.</exception>
    public static TBuilder RequireFeature<TBuilder>(this TBuilder builder, string feature, decimal quantity = 1)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentException.ThrowIfNullOrEmpty(feature);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(quantity);
        return builder.AddEndpointFilter(new RequireFeature(feature, quantity));
    }

    /// <summary>The customer that a request is of, for what the endpoint asks of the gate itself; null: none.</summary>
    public static string? GateCustomer(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.RequestServices.GetRequiredService<IOptions<GateHttpOptions>>().Value.Customer.Find(context);
    }
}

/// <summary>
/// <see cref="GateEndpoints.RequireActiveSubscription"/> for a controller or an action. Minimal APIs do not see it.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class RequireActiveSubscriptionAttribute : Attribute, IFilterFactory
{
    /// <inheritdoc/>
    public bool IsReusable => true;

    /// <inheritdoc/>
    public IFilterMetadata CreateInstance(IServiceProvider serviceProvider) => new RequireActive();
}

/// <summary>
/// <see cref="GateEndpoints.RequireFeature"/> for a controller or an action. Minimal APIs do not see it.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class RequireFeatureAttribute(string feature) : Attribute, IFilterFactory
{
    /// <summary>The feature's code.</summary>
    public string Feature { get; } = feature;

    /// <summary>How many of the feature's units, above 0; 1 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0.</exception>
    public int Quantity
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            field = value;
        }
    } = 1;

    /// <inheritdoc/>
    public bool IsReusable => true;

    /// <inheritdoc/>
    public IFilterMetadata CreateInstance(IServiceProvider serviceProvider) => new RequireFeature(Feature, Quantity);
}
