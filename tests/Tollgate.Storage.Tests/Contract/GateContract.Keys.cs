namespace Tollgate.Storage.Tests.Contract;

public abstract partial class GateContract
{
    [Fact]
    public async Task Keys_and_the_secret_of_read_tokens_are_the_same_on_every_gate_and_after_a_restart()
    {
        var hash = KeyRing.HashOf("secret");
        var rate = new KeyRate(60, 10);
        var create = new CreateApiKey(hash, "tg_", "k", [Scope.UsageRead], null) { BoundTo = Customer, Rate = rate };
        var key = (await First.ApplyAsync<Put<ApiKey>>(create, Stop)).Value;

        // Many draw a secret at once; the first to be decided is everybody's.
        var kept = await AtOnceAsync(8, (gate, i) => gate.ApplyAsync<Put<TokenSecret>>(
            new KeepTokenSecret([.. Enumerable.Repeat((byte)i, 32)]), Stop));
        Assert.Single(kept, put => put.Changed);
        var secret = Assert.Single(kept.Select(put => Convert.ToHexString(put.Value.Bytes!)).Distinct());

        var turned = KeyRing.HashOf("turned");
        await gates[^1].ApplyAsync<Put<ApiKey>>(new RotateApiKey(key.Id, turned, "tg_", Duration.Zero), Stop);
        foreach (var gate in gates) await AssertRingAsync(gate);
        await ReopenAsync();
        await AssertRingAsync(First);

        async Task AssertRingAsync(Gate gate)
        {
            var ring = (await gate.ShowAsync<Account>(new ShowAccount(), Stop)).Keys;
            Assert.Equal(secret, Convert.ToHexString(ring.TokenSecret!));
            Assert.Equal((Customer, rate), (ring.Find(turned)!.Customer, ring.Find(turned)!.Rate));
            var refused = await gate.SubmitAsync(AskedWith(hash, Customer), Stop);
            Assert.Equal(Rejection.Unauthenticated, refused.Rejected?.Code);
            var other = await gate.SubmitAsync(AskedWith(turned, "other"), Stop);
            Assert.Equal(Rejection.InsufficientScope, other.Rejected?.Code);
            var own = await gate.SubmitAsync(AskedWith(turned, Customer), Stop);
            Assert.Equal(Rejection.CustomerNotFound, own.Rejected?.Code);
        }
    }

    static Request AskedWith(Hash key, string customer) =>
        new([new ShowCustomer(customer)]) { ReadOnly = true, Caller = new Caller(key, Scope.UsageRead) };
}
