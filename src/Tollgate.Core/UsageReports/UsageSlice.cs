using System.Globalization;
using System.Text;

namespace Tollgate.Core.UsageReports;

/// <summary>
/// Billable overage of a customer and a feature that was recorded between two of the customer's numbers, to be told to
/// the provider that bills it. What it says never changes; how it stands does.
/// </summary>
/// <param name="Customer">Whose.</param>
/// <param name="Id">The number of the change that cut it; what was recorded below is in it.</param>
/// <param name="After">What was recorded above this number is in it.</param>
/// <param name="Feature">The id of the feature.</param>
/// <param name="Quantity">In the feature's smallest unit, above 0, less what was reversed.</param>
/// <param name="PeriodFrom">When the period started that it is in: none reaches over a period's end.</param>
/// <param name="At">The time it is told with: inside that period.</param>
/// <param name="Provider">Who bills it.</param>
/// <param name="Meter">The provider's name of what is counted.</param>
/// <param name="ProviderCustomer">The provider's id of the customer.</param>
/// <param name="CreatedAt">When it was cut.</param>
public sealed record UsageSlice(
    CustomerId Customer, long Id, long After, int Feature, long Quantity, Instant PeriodFrom, Instant At,
    string Provider, string Meter, string ProviderCustomer, Instant CreatedAt)
{
    /// <summary>How it stands.</summary>
    public UsageSliceStatus Status { get; init; }

    /// <summary>
    /// How often somebody began to report it: whoever holds the newest number alone may say how that went.
    /// </summary>
    public long Token { get; init; }

    /// <summary>From when on somebody may begin; null: nobody more.</summary>
    public Instant? TryAt { get; init; }

    /// <summary>How often it was tried in vain, since it was last given up.</summary>
    public int Failures { get; init; }

    /// <summary>Why the last try failed; no text of the provider's own.</summary>
    public string? Problem { get; init; }

    /// <summary>When it was delivered or given up.</summary>
    public Instant? EndedAt { get; init; }

    /// <summary>
    /// What the provider tells it by: the same for the same slice, for ever, so that it counts it once. At most 100
    /// characters.
    /// </summary>
    /// <param name="customer">The customer's key.</param>
    /// <param name="feature">The feature's code.</param>
    public string Identifier(string customer, string feature)
    {
        var range = string.Create(CultureInfo.InvariantCulture, $"{After + 1}-{Id - 1}");
        var whole = $"tollgate-{customer}-{feature}-{range}";
        if (whole.Length <= MostIdentifier) return whole;
        var hash = Hash.Over(Encoding.UTF8.GetBytes($"{customer} {feature}")).Bytes.AsSpan(0, 16);
        return $"tollgate-{Convert.ToHexStringLower(hash)}-{range}";
    }

    const int MostIdentifier = 100;
}

/// <summary>How a slice stands. Stored; the numbers never change.</summary>
public enum UsageSliceStatus : short
{
    /// <summary>To be reported, or being reported.</summary>
    Waiting = 0,
    /// <summary>The provider has it.</summary>
    Delivered = 1,
    /// <summary>Nobody tries any more, until an operator says so.</summary>
    GivenUp = 2,
}

/// <summary>The id of a slice on the wire: <c>usr_&lt;customer&gt;_&lt;sequence&gt;</c>.</summary>
public static class UsageSliceId
{
    static readonly MadeId Form = new("usr_");

    /// <summary>The wire form.</summary>
    public static string Format(string customer, long id) => Form.Format(customer, id);

    /// <summary>Takes the wire form apart; false where it is not one.</summary>
    public static bool TryParse(string text, out string customer, out long id) =>
        Form.TryParse(text, out customer, out id);
}
