using System.Text.Json;
using Tollgate.Core.Payments;
using Tollgate.Payments.Sessions;

namespace Tollgate.Server;

/// <summary>Payment sessions between the wire and the engine.</summary>
internal static class PaymentSessionWire
{
    const string Nobody = "none";

    /// <summary>What is asked, with the first provider where none is named.</summary>
    public static OpenPayment Command(Wire.PaymentSessionRequest body, PaymentProviders providers, FieldErrors errors)
    {
        var (purpose, provider) = (body.Purpose, body.Provider ?? providers.First);
        if (purpose.Per is not null && purpose.Plan is null)
            errors.Add("purpose.per", "invalid_value", "per goes with a plan.");
        CurrencyAmount? topUp = purpose.TopUp is { } money
            ? new CurrencyAmount(
                MoneyWire.Amount(money.Amount, "purpose.top_up.amount", errors),
                MoneyWire.Currency(money.Currency, "purpose.top_up.currency", errors))
            : null;
        return new OpenPayment(
            body.Customer, purpose.Plan, purpose.Per == Wire.PricePer.Year ? PricePer.Year : PricePer.Month, topUp,
            body.ReturnUrl, provider ?? Nobody);
    }

    /// <summary>Notes a provider that this server does not have.</summary>
    public static void Check(string provider, PaymentProviders providers, FieldErrors errors)
    {
        if (providers.Find(provider) is null)
            errors.Add("provider", "unknown_provider", provider == Nobody
                ? "This server collects no payments: TOLLGATE_PAYMENTS names who does."
                : $"This server has no provider {provider}.");
    }

    /// <summary>A session; its page only while it can be paid there.</summary>
    public static Wire.PaymentSession Of(PaymentSession row, string customer)
    {
        var asked = MoneyWire.Of(new CurrencyAmount(row.Amount, row.Currency));
        return new Wire.PaymentSession
        {
            Id = PaymentId.Format(customer, row.Id),
            Customer = customer,
            Status = JsonNamingPolicy.SnakeCaseLower.ConvertName($"{row.Status}"),
            Purpose = row.Plan is null
                ? new Wire.PaymentPurpose { TopUp = asked }
                : new Wire.PaymentPurpose
                {
                    Plan = row.Plan,
                    Per = row.Per == PricePer.Year ? Wire.PricePer.Year : Wire.PricePer.Month,
                },
            Amount = asked,
            Provider = row.Provider,
            CheckoutUrl = row.CheckoutUrl,
            Payment = row.Payment,
            Collected = row.Collected is { } collected ? MoneyWire.Of(collected) : null,
            Problem = row.Problem,
            Attempts =
            [
                .. row.Attempts.Select(one => new Wire.PaymentAttempt { Provider = one.Provider, Reason = one.Reason }),
            ],
            CreatedAt = Times.Write(row.CreatedAt),
            ExpiresAt = Times.Write(row.ExpiresAt),
            EndedAt = Times.Write(row.EndedAt),
        };
    }
}
