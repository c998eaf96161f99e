using Tollgate.Core.Customers;
using Xunit;

namespace Tollgate.Core.Tests.Customers;

public sealed class ErasureTests
{
    public static TheoryData<Rule> Rules => Rule.Table(
        new Rule("who is not there cannot be erased",
            desk => Erase(desk), "rejected CustomerNotFound"),
        new Rule("an erasure is a change",
            desk => Erase(desk.On((10, "day"))), "changed"),
        new Rule("it takes one number",
            desk => $"{Erase(desk.On((10, "day")))} {desk.Rows.Customer("acme")!.Audits.Count}", "changed 3"),
        new Rule("a second one changes nothing",
            desk => $"{Erase(desk.On((10, "day")))} {Erase(desk)}", "changed unchanged"),
        new Rule("who was given a name again is erased again",
            desk => $"{Erase(desk.On((10, "day")))} {Put(desk)} {Erase(desk)}", "changed changed changed"),
        new Rule("who is erased may use nothing",
            desk => $"{Erase(desk.On((10, "day")))} {IsSuspended(desk.Use())}", "changed True"));

    [Theory]
    [MemberData(nameof(Rules))]
    public void Holds(Rule rule) => rule.Holds();

    [Fact]
    public void Names_email_and_metadata_are_gone_everywhere_and_what_was_sold_stays()
    {
        var desk = new Desk().Plan("pro", Desk.Limits((10, "day")));
        Put(desk);
        desk.Subscribe(new Tollgate.Core.Subscriptions.Subscribe("acme", "pro") { Metadata = """{"po":"Ann 7"}""" });
        desk.Do(new PutNamespace("acme", "site", "Ann's"));
        desk.Do(new SuspendCustomer("acme", "Ann asked"));

        Erase(desk);

        var snapshot = ((Shown<CustomerSnapshot>)desk.Do(new ShowCustomer("acme"))).Value.Terms;
        Assert.DoesNotContain("Ann", $"{snapshot.Profile} {snapshot.Namespaces["site"]} {snapshot.Subscriptions[0]}",
            StringComparison.Ordinal);
        Assert.NotNull(snapshot.Profile!.SuspendedAt);
        Assert.Equal("active", desk.Statuses());
        var entry = desk.Rows.Customer("acme")!.Audits[^1];
        Assert.Equal(("customer.erased", null, null), (entry.Action, entry.Before, entry.After));
    }

    static string Erase(Desk desk) => Desk.Show(desk.Do(new EraseCustomer("acme")));

    static bool IsSuspended(string answer) => answer.Contains("customer_suspended", StringComparison.Ordinal);

    static string Put(Desk desk) =>
        Desk.Show(desk.Do(new PutCustomer("acme", "Ann", "ann@example.com", Metadata: """{"vat":"Ann 1"}""")));
}
