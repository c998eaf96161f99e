using System.Globalization;
using System.Text.Json;

namespace Tollgate.Server;

/// <summary>
/// Decisions as JSON, straight from the engine's own: the members of the contract, in its order, null or not.
/// </summary>
internal static class DecisionJson
{
    const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'";

    static readonly JsonEncodedText CustomerScope = JsonEncodedText.Encode("customer");
    static readonly JsonEncodedText NamespaceScope = JsonEncodedText.Encode("namespace");

    /// <summary>The answer that one decision is, allowed or not.</summary>
    public static Reply Reply(Outcome outcome) => new(Statuses.Ok, JsonBytes.Of((Decision)outcome, Write));

    /// <summary>One decision.</summary>
    public static void Write(Utf8JsonWriter json, Decision decision)
    {
        var (figures, scale) = (decision.Figures, decision.Scale);
        var places = figures?.Scale ?? 0;
        json.WriteStartObject();
        json.WriteBoolean("allowed"u8, decision.Allowed);
        if (decision.Allowed) json.WriteNull("reason"u8);
        else json.WriteString("reason"u8, DecisionNames.Of(decision.Reason));
        json.WriteString("message"u8, DecisionMessage.Of(decision));
        json.WriteString("customer"u8, decision.Customer);
        json.WriteString("namespace"u8, decision.Namespace);
        json.WriteString("feature"u8, decision.Feature);
        WriteNumber(json, "quantity"u8, decision.Quantity);
        WriteUnits(json, "limit"u8, figures?.Limit, places);
        WriteUnits(json, "used"u8, figures?.Used, places);
        WriteUnits(json, "reserved"u8, figures?.Reserved ?? 0, places);
        WriteUnits(json, "remaining"u8, figures?.Remaining, places);
        json.WriteBoolean("unlimited"u8, decision.Unlimited);
        json.WriteString("per"u8, figures?.Per.Text);
        json.WriteString("limit_feature"u8, figures?.Feature);
        if (figures is null) json.WriteNull("limit_scope"u8);
        else json.WriteString("limit_scope"u8, figures.Scope == LimitScope.Customer ? CustomerScope : NamespaceScope);
        WriteWindow(json, figures);
        WriteUnits(json, "included"u8, decision.Included, scale);
        WriteUnits(json, "top_up"u8, decision.TopUp, scale);
        WriteUnits(json, "overage"u8, decision.Overage, scale);
        WriteUnits(json, "top_up_remaining"u8, decision.TopUpRemaining, scale);
        WriteMoney(json, "charge"u8, decision.Charge);
        json.WriteStartArray("flags"u8);
        foreach (var flag in DecisionNames.Of(decision.Flags)) json.WriteStringValue(flag);
        json.WriteEndArray();
        json.WriteString("id"u8, decision.Id);
        json.WriteNumber("sequence"u8, decision.Sequence);
        json.WriteBoolean("replayed"u8, decision.Replayed);
        if (decision.ReservedUntil is { } until) WriteReservation(json, decision.Id!, until);
        json.WriteEndObject();
    }

    /// <summary>The answer to a batch of uses.</summary>
    public static void WriteUses(Utf8JsonWriter json, IReadOnlyList<Outcome> outcomes)
    {
        json.WriteStartObject();
        json.WriteNumber("accepted"u8, outcomes.Count(outcome => outcome.Recorded));
        json.WriteNumber("refused"u8, outcomes.Count(outcome => outcome.Refused));
        json.WriteNumber("replayed"u8, outcomes.Count(outcome => outcome is Decision { Replayed: true }));
        WriteDecisions(json, outcomes);
        json.WriteEndObject();
    }

    /// <summary>The answer to a batch of checks.</summary>
    public static void WriteChecks(Utf8JsonWriter json, IReadOnlyList<Outcome> outcomes)
    {
        json.WriteStartObject();
        WriteDecisions(json, outcomes);
        json.WriteEndObject();
    }

    static void WriteDecisions(Utf8JsonWriter json, IReadOnlyList<Outcome> outcomes)
    {
        json.WriteStartArray("decisions"u8);
        foreach (var outcome in outcomes) Write(json, (Decision)outcome);
        json.WriteEndArray();
    }

    static void WriteWindow(Utf8JsonWriter json, Figures? figures)
    {
        if (figures is null)
        {
            json.WriteNull("window"u8);
            return;
        }
        json.WriteStartObject("window"u8);
        WriteTime(json, "starts_at"u8, figures.StartsAt);
        WriteTime(json, "resets_at"u8, figures.ResetsAt);
        json.WriteEndObject();
    }

    static void WriteMoney(Utf8JsonWriter json, ReadOnlySpan<byte> name, CurrencyAmount? money)
    {
        if (money is not var (amount, currency))
        {
            json.WriteNull(name);
            return;
        }
        json.WriteStartObject(name);
        json.WriteString("amount"u8, amount.ToString(currency));
        json.WriteString("currency"u8, currency.Code);
        json.WriteEndObject();
    }

    static void WriteReservation(Utf8JsonWriter json, string id, Instant until)
    {
        json.WriteStartObject("reservation"u8);
        json.WriteString("id"u8, id);
        WriteTime(json, "expires_at"u8, until);
        json.WriteEndObject();
    }

    static void WriteTime(Utf8JsonWriter json, ReadOnlySpan<byte> name, Instant? time)
    {
        if (time is not { } given)
        {
            json.WriteNull(name);
            return;
        }
        Span<char> text = stackalloc char[Wire.WireTime.MaxLength];
        given.ToDateTimeUtc().TryFormat(text, out var length, TimeFormat, CultureInfo.InvariantCulture);
        json.WriteString(name, text[..length]);
    }

    static void WriteUnits(Utf8JsonWriter json, ReadOnlySpan<byte> name, long? units, int scale)
    {
        if (units is not { } given) json.WriteNull(name);
        else if (scale == 0) json.WriteNumber(name, given);
        else json.WriteNumber(name, Quantities.Unscale(given, scale));
    }

    // Dividing by a one of the greatest scale leaves the value as it is and takes its trailing zeros away.
    static void WriteNumber(Utf8JsonWriter json, ReadOnlySpan<byte> name, decimal value) =>
        json.WriteNumber(name, value.Scale == 0 ? value : value / 1.0000000000000000000000000000m);
}
