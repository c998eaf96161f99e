using System.Text.RegularExpressions;

namespace Tollgate.Payments.Tests.StandIns;

/// <summary>Stripe, as far as Tollgate asks it. Objects are put into it by their ids.</summary>
public sealed class StripeStandIn : StandIn
{
    static readonly Dictionary<string, string> Kinds = new()
    {
        ["checkout/sessions"] = "checkout.session",
        ["payment_intents"] = "payment_intent",
        ["invoices"] = "invoice",
        ["subscriptions"] = "subscription",
        ["subscription_schedules"] = "subscription_schedule",
        ["charges"] = "charge",
        ["disputes"] = "dispute",
    };

    static readonly Dictionary<string, Regex> Parameters = new()
    {
        ["checkout/sessions"] = new(
            """
            ^(mode|client_reference_id|success_url|cancel_url|customer|customer_email|expires_at
            |adaptive_pricing\[enabled\]|metadata\[\w+\]|(payment_intent|subscription)_data\[metadata\]\[\w+\]
            |line_items\[0\]\[(price|quantity|price_data\]\[currency|price_data\]\[unit_amount
            |price_data\]\[product_data\]\[name)\])$
            """, RegexOptions.IgnorePatternWhitespace),
        ["expire"] = new("^$"),
        ["billing/meter_events"] = new(
            @"^(event_name|identifier|timestamp|payload\[stripe_customer_id\]|payload\[value\])$"),
        ["billing/meter_event_adjustments"] = new(@"^(event_name|type|cancel\[identifier\])$"),
    };

    readonly Dictionary<string, JsonObject> objects = [];
    readonly Dictionary<string, (string Request, Said Answer)> keys = [];
    readonly HashSet<string> identifiers = [];

    /// <summary>Events, newest first.</summary>
    public List<JsonObject> Events { get; } = [];

    /// <summary>Those of subscriptions and of invoices that are longer than what the object shows.</summary>
    public Dictionary<string, List<JsonObject>> Longer { get; } = [];

    public ICollection<string> Identifiers => identifiers;

    public static async Task<StripeStandIn> StartedAsync()
    {
        var one = new StripeStandIn();
        await one.StartAsync();
        return one;
    }

    public StripeProvider Provider(TimeSpan? timeout = null, int maxBytes = 1 << 20, string key = Key) => new(
        new StripeOptions
        {
            SecretKey = key,
            ApiBase = Url,
            Timeout = timeout ?? TimeSpan.FromSeconds(20),
            ConnectTimeout = timeout ?? TimeSpan.FromSeconds(5),
            MaxResponseBytes = maxBytes,
            WebhookSecrets = ["whsec_first", "whsec_second"],
        });

    public void Put(JsonObject thing)
    {
        lock (Turn) objects[(string)thing["id"]!] = thing;
    }

    protected override Said Answer(Asked asked)
    {
        if (asked.Header("Authorization") != $"Bearer {Key}") return Error(401, "invalid_request_error", null, Key);
        if (asked.Header("Stripe-Version") != "2025-12-15.clover") return Complain("Stripe-Version");
        if (!asked.Path.StartsWith("/v1/", StringComparison.Ordinal)) return Complain(asked.Path);
        var path = asked.Path["/v1/".Length..];
        return asked.Method switch { "GET" => Get(path, asked), "POST" => Keyed(path, asked), _ => Complain("method") };
    }

    Said Keyed(string path, Asked asked)
    {
        if (asked.Header("Content-Type") != "application/x-www-form-urlencoded") return Complain("Content-Type");
        if (asked.Header("Idempotency-Key") is not { Length: > 0 } key) return Complain("no Idempotency-Key");
        if (asked.Query.Count > 0) return Complain("a query on a POST");
        var request = path + "?" + asked.Body;
        if (keys.TryGetValue(key, out var before))
            return before.Request == request ? before.Answer : Error(400, "idempotency_error", null, "other form");
        var form = Fields(asked.Body);
        var known = Parameters.GetValueOrDefault(path.EndsWith("/expire", StringComparison.Ordinal) ? "expire" : path);
        if (known is null) return Complain("unknown path " + path);
        if (form.FirstOrDefault(field => !known.IsMatch(field.Key)) is { Key: { } other }) return Complain(other);
        if (form.Select(field => field.Key).Distinct().Count() != form.Count) return Complain("a field twice");
        var answer = Post(path, form.ToDictionary(field => field.Key, field => field.Value));
        // Refused parameters leave a key as if it had not been sent.
        if (answer.Status == 200) keys[key] = (request, answer);
        return answer;
    }

    Said Post(string path, Dictionary<string, string> form) => path switch
    {
        "checkout/sessions" => Open(form),
        "billing/meter_events" => Meter(form),
        "billing/meter_event_adjustments" => identifiers.Remove(form["cancel[identifier]"])
            ? Said.Json(new JsonObject { ["object"] = "billing.meter_event_adjustment", ["status"] = "pending" })
            : Error(400, "invalid_request_error", null, "No such meter event"),
        _ => Expire(path.Split('/')[2]),
    };

    Said Open(Dictionary<string, string> form)
    {
        if (form.ContainsKey("customer") && form.ContainsKey("customer_email")) return Complain("customer twice");
        if (form["adaptive_pricing[enabled]"] != "false") return Complain("adaptive pricing");
        var other = form["mode"] == "payment" ? "subscription_data" : "payment_intent_data";
        if (form.Keys.Any(key => key.StartsWith(other, StringComparison.Ordinal))) return Complain("other mode");
        if (form.ContainsKey("line_items[0][price]") != (form["mode"] == "subscription")) return Complain("price");
        var session = Payload.Object("stripe/checkout.session.completed");
        var id = $"cs_test_{objects.Count}";
        session["id"] = id;
        session["url"] = $"https://checkout.stripe.com/c/pay/{id}";
        session["mode"] = form["mode"];
        session["status"] = "open";
        session["payment_status"] = "unpaid";
        session["payment_intent"] = null;
        session["client_reference_id"] = form["client_reference_id"];
        Put(session);
        return Said.Json(session.DeepClone());
    }

    Said Expire(string id)
    {
        if (!objects.TryGetValue(id, out var session)) return NoSuch(id);
        if ((string)session["status"]! != "open")
            return Error(400, "invalid_request_error", null, "Only open Checkout Sessions can be expired");
        session["status"] = "expired";
        return Said.Json(session.DeepClone());
    }

    Said Meter(Dictionary<string, string> form)
    {
        if (!form.TryGetValue("identifier", out var identifier) || !long.TryParse(form["timestamp"], out _))
            return Complain("a meter event without identifier or time");
        return identifiers.Add(identifier)
            ? Said.Json(new JsonObject { ["object"] = "billing.meter_event", ["identifier"] = identifier })
            : Error(400, "invalid_request_error", null, $"An event already exists with identifier {identifier}.");
    }

    Said Get(string path, Asked asked)
    {
        if (asked.Body.Length > 0) return Complain("a body on a GET");
        if (asked.Query.FirstOrDefault(one => !Regex.IsMatch(
            one.Key, @"^(expand\[\d\]|limit|starting_after|created\[gte\]|subscription)$")) is { Key: { } other })
            return Complain(other);
        var expand = asked.Query.Where(one => one.Key.StartsWith("expand", StringComparison.Ordinal))
            .Select(one => one.Value.Split('.')).ToList();
        if (expand.Any(parts => parts.Length > 4)) return Complain("more than 4 levels are expanded");
        if (path == "events") return Page(Events, asked, expand);
        if (path == "subscription_items") return Page(Longer[asked.Param("subscription")!], asked, expand);
        var slash = path.LastIndexOf('/');
        if (path.EndsWith("/lines", StringComparison.Ordinal))
        {
            var id = path.Split('/')[1];
            var shown = objects[id]["lines"]!["data"]!.AsArray().Select(one => one!.AsObject()).ToList();
            return Page(Longer.GetValueOrDefault(id) ?? shown, asked, expand);
        }
        if (slash < 0 || !Kinds.TryGetValue(path[..slash], out var kind)) return Complain("unknown path " + path);
        if (!objects.TryGetValue(path[(slash + 1)..], out var found)) return NoSuch(path);
        if ((string)found["object"]! != kind) return Complain($"{path} is no {kind}");
        return Said.Json(Expanded(found, expand));
    }

    Said Page(List<JsonObject> all, Asked asked, List<string[]> expand)
    {
        var limit = int.Parse(asked.Param("limit") ?? "10");
        if (limit is < 1 or > 100) return Complain("limit");
        var after = asked.Param("starting_after");
        var from = after is null ? 0 : all.FindIndex(one => (string)one["id"]! == after) + 1;
        if (after is not null && from == 0) return NoSuch(after);
        var since = long.Parse(asked.Param("created[gte]") ?? "0");
        var rest = all.Skip(from).Where(one => (long?)one["created"] is not { } at || at >= since).ToList();
        var page = new JsonObject
        {
            ["object"] = "list",
            ["data"] = new JsonArray([.. rest.Take(limit).Select(one => one.DeepClone())]),
            ["has_more"] = rest.Count > limit,
        };
        return Said.Json(Expanded(page, expand));
    }

    JsonObject Expanded(JsonObject thing, List<string[]> expand)
    {
        var copy = thing.DeepClone().AsObject();
        foreach (var path in expand) Expand(copy, path);
        return copy;
    }

    void Expand(JsonNode? node, ReadOnlySpan<string> path)
    {
        if (path.Length == 0 || node is null) return;
        if (node is JsonArray array)
        {
            foreach (var one in array) Expand(one, path);
            return;
        }
        if (node is not JsonObject parent) return;
        if (parent[path[0]] is JsonValue value
            && value.TryGetValue<string>(out var id)
            && objects.TryGetValue(id, out var whole))
        {
            parent[path[0]] = whole.DeepClone();
        }
        Expand(parent[path[0]], path[1..]);
    }

    static Said NoSuch(string what) =>
        Error(404, "invalid_request_error", "resource_missing", "No such thing: " + what);

    public static Said Error(int status, string type, string? code, string message) => Said.Json(
        new JsonObject
        {
            ["error"] = new JsonObject { ["type"] = type, ["code"] = code, ["message"] = message },
        },
        status);
}
