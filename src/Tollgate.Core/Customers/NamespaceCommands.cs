namespace Tollgate.Core.Customers;

/// <summary>Makes a namespace of a customer, or changes its name.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Namespace">The caller's id of it.</param>
/// <param name="Name">For people; null: none.</param>
public sealed record PutNamespace(string Customer, string Namespace, string? Name = null) : Command(Customer)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors)
    {
        errors.Id("customer", Customer);
        errors.Id("namespace", Namespace);
        errors.Text("name", Name, 200);
    }
}
