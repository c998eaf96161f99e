using System.Globalization;

namespace Tollgate.Core.Wallets;

/// <summary>The id of a credit grant on the wire: <c>grt_&lt;customer&gt;_&lt;sequence&gt;</c>.</summary>
public static class CreditGrantId
{
    static readonly MadeId Form = new("grt_");

    /// <summary>The wire form.</summary>
    public static string Format(string customer, long id) => Form.Format(customer, id);

    /// <summary>Takes the wire form apart; false where it is not one.</summary>
    public static bool TryParse(string text, out string customer, out long id) =>
        Form.TryParse(text, out customer, out id);
}

/// <summary>The id of a withdrawal on the wire: <c>wdr_&lt;customer&gt;_&lt;sequence&gt;</c>.</summary>
public static class WithdrawalId
{
    static readonly MadeId Form = new("wdr_");

    /// <summary>The wire form.</summary>
    public static string Format(string customer, long id) => Form.Format(customer, id);

    /// <summary>Takes the wire form apart; false where it is not one.</summary>
    public static bool TryParse(string text, out string customer, out long id) =>
        Form.TryParse(text, out customer, out id);
}

/// <summary>The id of a movement on the wire: <c>led_&lt;customer&gt;_&lt;currency&gt;_&lt;number&gt;</c>.</summary>
public static class LedgerEntryId
{
    /// <summary>The wire form.</summary>
    public static string Format(string customer, Currency currency, long number) =>
        string.Create(CultureInfo.InvariantCulture, $"led_{customer}_{currency.Code}_{number}");
}
