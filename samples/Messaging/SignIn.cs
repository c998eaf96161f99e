using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Messaging;

/// <summary>
/// In place of real authentication: <c>Authorization: Bearer TENANT/USER</c> is believed. Everything else goes by the
/// claims, and would stay as it is with signed tokens.
/// </summary>
sealed class SignIn(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    public new const string Scheme = "demo";
    public const string TenantClaim = "tenant";
    public const string UserClaim = "user";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var said = Request.Headers.Authorization.ToString();
        if (!said.StartsWith("Bearer ", StringComparison.Ordinal) || said["Bearer ".Length..].Split('/') is not
            [{ Length: > 0 } tenant, { Length: > 0 } user])
            return Task.FromResult(AuthenticateResult.NoResult());
        Claim[] claims = [new(TenantClaim, tenant), new(UserClaim, user)];
        var principal = new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme));
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(principal, Scheme)));
    }
}

/// <summary>Who asks: the tenant is the gate's customer, the user the one of whom four eyes are wanted.</summary>
sealed record Caller(string Tenant, string User)
{
    public static ValueTask<Caller> BindAsync(HttpContext context) => ValueTask.FromResult(new Caller(
        context.GateCustomer()!, context.User.FindFirstValue(SignIn.UserClaim)!));
}
