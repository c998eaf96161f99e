using System.Text.Json;
using System.Text.RegularExpressions;

namespace Tollgate.Payments.Tests.StandIns;

/// <summary>Flutterwave's third API, as far as Tollgate asks it.</summary>
public sealed class FlutterwaveStandIn : StandIn
{
    public const string Secret = "flw-secret-hash";

    static readonly string[] Required = ["tx_ref", "amount", "currency", "redirect_url", "customer"];
    static readonly string[] Optional = ["payment_plan", "session_duration", "meta", "customizations"];

    /// <summary>Transactions, newest first, as <c>data</c> of a verification.</summary>
    public List<JsonObject> Transactions { get; } = [];

    public List<JsonObject> Refunds { get; } = [];

    public List<JsonObject> Subscriptions { get; } = [];

    /// <summary>How many rows a page has.</summary>
    public int PageSize { get; set; } = 10;

    /// <summary>Whether lists of refunds are filtered by the payment, as documented.</summary>
    public bool Filters { get; set; } = true;

    public static async Task<FlutterwaveStandIn> StartedAsync()
    {
        var one = new FlutterwaveStandIn();
        await one.StartAsync();
        return one;
    }

    public FlutterwaveProvider Provider(TimeProvider? time = null) => new(
        new FlutterwaveOptions { SecretKey = Key, ApiBase = Url, WebhookSecret = Secret }, time);

    protected override Said Answer(Asked asked)
    {
        if (asked.Header("Authorization") != $"Bearer {Key}") return Error(401, "Invalid authorization key");
        if (!asked.Path.StartsWith("/v3/", StringComparison.Ordinal)) return Complain(asked.Path);
        var path = asked.Path["/v3/".Length..];
        if (asked.Method == "POST") return path == "payments" ? Pay(asked) : Complain(path);
        if (asked.Method != "GET" || asked.Body.Length > 0) return Complain("method or body");
        if (asked.Query.FirstOrDefault(one => !Regex.IsMatch(
            one.Key, "^(tx_ref|from|to|page|id|email|plan|status)$")) is { Key: { } other })
            return Complain(other);
        if (path == "transactions/verify_by_reference")
            return One(Transactions.Find(one => (string)one["tx_ref"]! == asked.Param("tx_ref")));
        if (Regex.Match(path, @"^transactions/(\d+)/verify$") is { Success: true } verify)
            return One(Transactions.Find(one => (long)one["id"]! == long.Parse(verify.Groups[1].Value)));
        return path switch
        {
            "transactions" => Page(Transactions, asked),
            "refunds" => Page(
                [.. Refunds.Where(one => !Filters || one["tx_id"]!.ToString() == asked.Param("id"))], asked),
            "subscriptions" => Page(
                [.. Subscriptions.Where(one => (string)one["customer"]!["customer_email"]! == asked.Param("email")
                    && one["plan"]!.ToString() == asked.Param("plan"))],
                asked,
                days: false),
            _ => Complain(path),
        };
    }

    Said Pay(Asked asked)
    {
        if (asked.Header("Content-Type") != "application/json") return Complain("Content-Type");
        var body = JsonDocument.Parse(asked.Body).RootElement;
        var names = body.EnumerateObject().Select(member => member.Name).ToList();
        if (Required.Except(names).Any()) return Complain("a field is missing");
        if (names.Except([.. Required, .. Optional]).Any()) return Complain("a field is not known");
        if (body.GetProperty("amount").ValueKind != JsonValueKind.Number) return Complain("amount");
        if (!body.GetProperty("customer").TryGetProperty("email", out _)) return Complain("email");
        return Said.Json(Payload.Of("flutterwave/payments").Json);
    }

    Said One(JsonObject? transaction) => transaction is null
        ? Said.Json(Payload.Of("flutterwave/no_transaction").Json, 400)
        : Said.Json(Payload.Of("flutterwave/verify").With("data", transaction.DeepClone()).Json);

    Said Page(List<JsonObject> all, Asked asked, bool days = true)
    {
        if (days && !(Regex.IsMatch(asked.Param("from")!, @"^\d{4}-\d\d-\d\d$")
            && Regex.IsMatch(asked.Param("to")!, @"^\d{4}-\d\d-\d\d$")))
            return Complain("days");
        var page = int.Parse(asked.Param("page") ?? "1");
        var pages = (all.Count + PageSize - 1) / PageSize;
        var rows = all.Skip((page - 1) * PageSize).Take(PageSize).Select(one => one.DeepClone());
        return Said.Json(Payload.Of("flutterwave/transactions")
            .With("data", new JsonArray([.. rows]))
            .With("meta.page_info.total_pages", pages)
            .With("meta.page_info.current_page", page).Json);
    }

    public static Said Error(int status, string message) => Said.Json(
        new JsonObject { ["status"] = "error", ["message"] = message, ["data"] = null }, status);
}
