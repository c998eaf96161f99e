namespace Tollgate.Passages;

/// <summary>What became of an operation at the gate.</summary>
/// <param name="Reason">
/// Why the customer may not pass, or <see cref="Reason.None"/>: one of <see cref="Reason.CustomerUnknown"/>,
/// <see cref="Reason.NamespaceUnknown"/>, <see cref="Reason.CustomerSuspended"/>, <see cref="Reason.PaymentBlocked"/>
/// and <see cref="Reason.SubscriptionInactive"/>.
/// </param>
/// <param name="Access">How the customer stood under its lock; null: there is no such customer or namespace.</param>
public record Passed(Reason Reason, AccessView? Access)
{
    /// <summary>Whether the operation ran, and its transaction is committed, or rolled back as it asked.</summary>
    public bool Ran => Reason == Reason.None;
}

/// <inheritdoc cref="Passed"/>
/// <param name="Reason"><inheritdoc cref="Passed" path="/param[@name='Reason']"/></param>
/// <param name="Access"><inheritdoc cref="Passed" path="/param[@name='Access']"/></param>
/// <param name="Value">What the operation returned; the default where it did not run.</param>
public sealed record Passed<T>(Reason Reason, AccessView? Access, T? Value) : Passed(Reason, Access);
