namespace Tollgate.Core.Customers;

/// <summary>Makes a namespace of a customer, or sets its name and owner.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Namespace">The caller's id of it.</param>
/// <param name="Name">For people; null: none.</param>
/// <param name="Owner">The key of another customer whose included switches it has too; null: none.</param>
public sealed record PutNamespace(string Customer, string Namespace, string? Name = null, string? Owner = null)
    : Command(Customer)
{
    /// <inheritdoc/>
    public override string? Names => Owner;

    /// <summary>A key of one customer names no owner: it would give itself what another has.</summary>
    public override bool ActsOnlyOn(string customer) => base.ActsOnlyOn(customer) && Owner is null;

    /// <inheritdoc/>
    public override void Validate(FieldErrors errors)
    {
        errors.Id("customer", Customer);
        errors.Id("namespace", Namespace);
        errors.Text("name", Name, 200);
        errors.Id("owner", Owner, optional: true);
        if (Owner == Customer) errors.Add("owner", "not_allowed", "The owner must be another customer.");
    }
}
