using System.Globalization;
using System.Text;

namespace Tollgate.Core.Reservations;

/// <summary>
/// Ends a reservation with what was really used: less sets the rest free, more is recorded as a fact, and nothing
/// releases it.
/// </summary>
/// <param name="Customer">Whose.</param>
/// <param name="Id">The reservation's id.</param>
/// <param name="Quantity">In the feature's units, 0 to 10^15.</param>
/// <param name="Properties">Canonical JSON of the caller's own; null: those of the reservation.</param>
public sealed record SettleReservation(string Customer, string Id, decimal Quantity, string? Properties = null)
    : Command(Customer)
{
    /// <summary>Hash of everything that was asked. Computed at each call.</summary>
    public Hash Content => Hash.Over(Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"{Quantity:0.############################}\n{Properties}")));

    /// <inheritdoc/>
    public override void Validate(FieldErrors errors)
    {
        errors.Id("customer", Customer);
        errors.Id("id", Id);
        errors.Text("properties", Properties, CanonicalJson.MostCharacters);
        if (Quantity is < 0 or > Quantities.Most)
            errors.Add("quantity", "out_of_range", "quantity must be 0 to 10^15.");
    }
}
