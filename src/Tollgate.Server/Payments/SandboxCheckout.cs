using System.Text.Encodings.Web;
using Tollgate.Payments.Sandbox;
using Tollgate.Payments.Sessions;

namespace Tollgate.Server;

/// <summary>The page of the sandbox's provider: whoever opens it says how the payment goes.</summary>
internal static class SandboxCheckout
{
    const string Path = "/sandbox/checkout/{id}";
    const int MostForm = 4096;

    static readonly (SandboxOutcome Outcome, string Text)[] Buttons =
    [
        (SandboxOutcome.Succeed, "Pay"),
        (SandboxOutcome.Fail, "Fail"),
        (SandboxOutcome.SucceedLate, "Pay, and let it take a while"),
        (SandboxOutcome.SucceedTwice, "Pay, and tell it twice"),
        (SandboxOutcome.PayShort, "Pay too little"),
        (SandboxOutcome.PayOver, "Pay too much"),
        (SandboxOutcome.OtherCurrency, "Pay in another currency"),
        (SandboxOutcome.Cancel, "Cancel"),
    ];

    public static void MapSandboxCheckout(this WebApplication app)
    {
        var providers = app.Services.GetRequiredService<PaymentProviders>();
        if (providers.All.OfType<SandboxProvider>().FirstOrDefault() is not { } sandbox) return;
        app.MapGet(Path, http => ShowAsync(http, sandbox));
        app.MapPost(Path, http => ChooseAsync(http, sandbox));
    }

    static Task ShowAsync(HttpContext http, SandboxProvider sandbox)
    {
        if (sandbox.Find(IdOf(http)) is not { } page)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        return http.Response.WriteAsync(Html(page));
    }

    static async Task ChooseAsync(HttpContext http, SandboxProvider sandbox)
    {
        if (!http.Request.HasFormContentType || !(http.Request.ContentLength <= MostForm))
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (!Enum.TryParse<SandboxOutcome>(form["outcome"], out var outcome) || !Enum.IsDefined(outcome))
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }
        if (sandbox.Choose(IdOf(http), outcome) is not { } page)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        var back = page.Outcome == SandboxOutcome.Cancel ? page.CancelUrl : page.SuccessUrl;
        http.Response.Headers.Location = back.AbsoluteUri;
    }

    static string IdOf(HttpContext http) => (string)http.Request.RouteValues["id"]!;

    static string Html(SandboxPage page)
    {
        var amount = $"{page.Asked.Amount.ToString(page.Asked.Currency)} {page.Asked.Currency}";
        var buttons = string.Concat(Buttons.Select(
            one => $"<p><button name=\"outcome\" value=\"{one.Outcome}\">{one.Text}</button></p>\n"));
        return $"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>Sandbox checkout</title></head>
            <body><h1>Sandbox checkout</h1>
            <p>{HtmlEncoder.Default.Encode(page.Description)}: <strong>{amount}</strong>. No money moves.</p>
            <form method="post">
            {buttons}</form></body></html>
            """;
    }
}
