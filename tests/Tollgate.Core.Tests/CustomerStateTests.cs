using NodaTime;
using Tollgate.Core.Customers;
using Tollgate.Core.Usage;
using Xunit;

namespace Tollgate.Core.Tests;

public sealed class CustomerStateTests
{
    static readonly CustomerId Acme = new(1);

    [Theory]
    [InlineData(7, new long[] { 7 })]
    [InlineData(5, new long[] { 5 })]
    [InlineData(6, new long[] { })]
    public void A_counter_of_another_epoch_is_not_one_to_keep(long epoch, long[] kept)
    {
        var profile = new Profile(Acme, "acme", null, null, "UTC", "USD", false, null, null, null, default, epoch);
        var state = new CustomerState(Head.New(Acme), new Terms(Acme, 1, profile, [], [], Terms.NoNamespaces));

        foreach (var of in (long[])[5, 7]) state.Load(new Counter(Key(of), 3, 0, null, Computed: true));

        Assert.Equal(kept, state.Loaded.Select(counter => counter.Key.Epoch));
    }

    static CounterKey Key(long epoch) => new(Acme, 1, "", "", "forever", Instant.MinValue, Instant.MaxValue, epoch);
}
