using Xunit;

namespace Tollgate.Core.Tests.Customers;

public sealed class ProfileTests
{
    public static TheoryData<Rule> Zones { get; } = Rule.Table(
        new("A new customer's days are those of its zone", desk =>
        {
            desk.Customer("Asia/Kathmandu").Plan("pro", Desk.Limits((10, "day"))).Subscribe("pro");
            return desk.Use();
        }, "allowed q=1 in=1 over=0 1/10 left 9 per day 2026-01-14T18:15:00Z..2026-01-15T18:15:00Z flags= seq=3"),
        new("A changed zone counts from the next decision", desk =>
        {
            desk.On((10, "day")).Use(2);
            return desk.Customer("Asia/Kathmandu").Use();
        }, "allowed q=1 in=1 over=0 3/10 left 7 per day 2026-01-14T18:15:00Z..2026-01-15T18:15:00Z flags= seq=5"));

    [Theory]
    [MemberData(nameof(Zones), DisableDiscoveryEnumeration = true)]
    public void Windows_follow_the_zone(Rule rule) => rule.Holds();
}
