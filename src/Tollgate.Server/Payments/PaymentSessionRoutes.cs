using System.Text.Json;
using Tollgate.Core.Payments;
using Tollgate.Payments;
using Tollgate.Payments.Sessions;

namespace Tollgate.Server;

/// <summary>Attempts to collect money through a provider.</summary>
internal static class PaymentSessionRoutes
{
    const char List = 'y';

    static readonly Operation Open = new(
        "openPaymentSession", "Payments", "Open a session and get a page where the customer pays.")
    {
        Scope = Scope.PaymentsWrite,
        Takes = typeof(Wire.PaymentSessionRequest),
        Answers = typeof(Wire.PaymentSession),
        Creates = true,
        Problems = [404, 409, 502],
    };

    static readonly Operation GetAll = new(
        "listPaymentSessions", "Payments", "Every session of the customer, newest first.")
    {
        Scope = Scope.PaymentsRead,
        Query = [QueryParameter.Limit, QueryParameter.Cursor],
        Answers = typeof(Wire.Page<Wire.PaymentSession>),
        Problems = [404],
    };

    static readonly Operation GetOne = new("getPaymentSession", "Payments", "One session.")
    {
        Scope = Scope.PaymentsRead,
        Answers = typeof(Wire.PaymentSession),
        Problems = [404],
    };

    static readonly Operation Refresh = Change(
        "refreshPaymentSession", "Ask the provider how it stands; one without a page gets one.", [404, 502]);

    static readonly Operation Cancel = Change(
        "cancelPaymentSession", "Call it off, unless it is paid or being paid.", [404, 409, 502]);

    static readonly Operation Resolve = Change(
        "resolvePaymentSession", "An operator's word on a session with a problem.", [404, 409]) with
    {
        Takes = typeof(Wire.ResolveRequest),
        BodyOptional = false,
    };

    public static void MapPaymentSessions(this IEndpointRouteBuilder routes)
    {
        var cashier = routes.ServiceProvider.GetRequiredService<Cashier>();
        var providers = routes.ServiceProvider.GetRequiredService<PaymentProviders>();
        routes.Post("/v1/payment-sessions", Open, visit => OpenAsync(visit, cashier, providers));
        routes.Get("/v1/customers/{id}/payment-sessions", GetAll, ListAsync);
        routes.Get("/v1/payment-sessions/{id}", GetOne, GetAsync);
        routes.Post("/v1/payment-sessions/{id}/refresh", Refresh, visit => AskAsync(visit, cashier.RefreshAsync));
        routes.Post("/v1/payment-sessions/{id}/cancel", Cancel, visit => AskAsync(visit, cashier.CancelAsync));
        routes.Post("/v1/payment-sessions/{id}/resolve", Resolve, ResolveAsync);
    }

    static Operation Change(string name, string summary, IReadOnlyList<int> problems) => new(name, "Payments", summary)
    {
        Scope = Scope.PaymentsWrite,
        Takes = typeof(Wire.EmptyRequest),
        BodyOptional = true,
        Answers = typeof(Wire.PaymentSession),
        Problems = problems,
    };

    // What is stored for the key names the session; who asks again is answered how it stands by then, and where a crash
    // came between the session and its page, it gets the page.
    static async Task<Reply> OpenAsync(Visit visit, Cashier cashier, PaymentProviders providers)
    {
        var body = await visit.ReadAsync<Wire.PaymentSessionRequest>();
        var open = PaymentSessionWire.Command(body, providers, visit.Errors);
        // Named with what else is bad; alone it is told only to a key that may ask for that customer.
        if (visit.Errors.Any) PaymentSessionWire.Check(open.Provider, providers, visit.Errors);
        var command = await visit.SignAsync(open);
        PaymentSessionWire.Check(open.Provider, providers, visit.Errors);
        if (await WalletRoutes.RefuseUnkeyedAsync(visit, command) is { } refusal) return refusal;
        var opened = await visit.SubmitAsync(command, outcome =>
        {
            var put = (Put<PaymentSession>)outcome;
            return Reply.Of(Statuses.Of(put), PaymentSessionWire.Of(put.Value, command.Customer));
        });
        if (opened.IsProblem) return opened;
        using var stored = JsonDocument.Parse(opened.Body);
        if (!PaymentId.TryParse(stored.RootElement.GetProperty("id").GetString()!, out var customer, out var id))
            throw new InvalidDataException("What is stored for the key names no session.");
        var row = await cashier.ProceedAsync(customer, id, command.By, visit.Http.RequestAborted);
        if (row is { Status: PaymentStatus.Failed, CheckoutUrl: null, Collected: null })
            return Problems.Of(Statuses.ProviderFailed, visit.RequestId, Tried(row, customer));
        return Reply.Of(opened.Status, PaymentSessionWire.Of(row, customer)) with { Replayed = opened.Replayed };
    }

    static async Task<Reply> ListAsync(Visit visit)
    {
        var (id, limit, before) = (visit.Id("id"), visit.Limit(), visit.NumberCursor(List));
        var customer = await visit.ShowAsync<CustomerSnapshot>(new ShowCustomer(id));
        var rows = await visit.Gate.ListAsync(lists => lists.PaymentsAsync(
            customer.Terms.Customer, before == 0 ? null : before, limit + 1, visit.Http.RequestAborted));
        return Pages.Of(
            rows, limit, row => PaymentSessionWire.Of(row with { Status = row.StatusAt(customer.Now) }, id),
            row => Cursors.Write(List, row.Id));
    }

    static async Task<Reply> GetAsync(Visit visit)
    {
        if (!TryId(visit, out var customer, out var id)) return await MissingAsync(visit);
        var row = await visit.ShowAsync<PaymentSession>(new ShowPayment(customer, id));
        return Reply.Of(Statuses.Ok, PaymentSessionWire.Of(row, customer));
    }

    // The key is judged before the provider is asked.
    static async Task<Reply> AskAsync(
        Visit visit, Func<string, long, string, CancellationToken, Task<PaymentSession>> ask)
    {
        if (!TryId(visit, out var customer, out var id)) return await MissingAsync(visit);
        await visit.ReadAsync<Wire.EmptyRequest>();
        var show = await visit.SignAsync(new ShowPayment(customer, id));
        await visit.ShowAsync<PaymentSession>(show);
        try
        {
            var row = await ask(customer, id, show.By, visit.Http.RequestAborted);
            return Reply.Of(Statuses.Ok, PaymentSessionWire.Of(row, customer));
        }
        catch (ProviderException failure)
        {
            return Problems.Of(Statuses.ProviderFailed, visit.RequestId, failure.Message);
        }
    }

    static async Task<Reply> ResolveAsync(Visit visit)
    {
        if (!TryId(visit, out var customer, out var id)) return await MissingAsync(visit);
        var body = await visit.ReadAsync<Wire.ResolveRequest>();
        var command = await visit.SignAsync(new ResolvePayment(
            customer, id, body.Action == Wire.ResolveAction.Accept, body.Reason));
        return await visit.SubmitAsync(command, outcome => Reply.Of(
            Statuses.Ok, PaymentSessionWire.Of(((Put<PaymentSession>)outcome).Value, customer)));
    }

    static string Tried(PaymentSession row, string customer) =>
        $"The session {PaymentId.Format(customer, row.Id)} has failed: "
        + $"{string.Join("; ", row.Attempts.Select(one => one.Reason))}.";

    static bool TryId(Visit visit, out string customer, out long id) =>
        PaymentId.TryParse((string)visit.Http.Request.RouteValues["id"]!, out customer, out id);

    static Task<Reply> MissingAsync(Visit visit) => visit.RefuseAsync(Statuses.Of(Rejection.PaymentSessionNotFound));
}
