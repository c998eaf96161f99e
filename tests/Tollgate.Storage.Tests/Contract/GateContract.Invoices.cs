namespace Tollgate.Storage.Tests.Contract;

public abstract partial class GateContract
{
    [Fact]
    public async Task No_use_is_allowed_anywhere_after_the_answer_to_a_failure_until_the_answer_to_its_payment()
    {
        await MakeCustomerAsync(1_000_000);
        await First.ApplyAsync<Put<Namespace>>(new PutNamespace(Customer, "ns"), Stop);
        var failed = false;
        var users = AtOnceAsync(16, async (gate, i) =>
        {
            for (var n = 0; n < 60; n++)
            {
                var after = Volatile.Read(ref failed);
                var decision = await gate.UseAsync(
                    new Use(Customer, Feature, 1, i % 2 == 0 ? "ns" : null), Stop);
                Assert.Equal(after, after && decision.Reason == Reason.PaymentBlocked);
                if (after) break;
            }
            return true;
        });
        var told = await AtOnceAsync(6, (gate, _) => gate.ApplyAsync<Put<InvoiceView>>(
            new FailInvoice(Customer, "in_1", Plan: false, Metered: true), Stop));
        Volatile.Write(ref failed, true);
        await users;
        Assert.Single(told, one => one.Changed);

        await ReopenAsync();
        foreach (var gate in gates)
            Assert.Equal(Reason.PaymentBlocked, (await gate.UseAsync(new Use(Customer, Feature), Stop)).Reason);
        await First.ApplyAsync<Put<InvoiceView>>(new PayInvoice(Customer, "in_1"), Stop);
        foreach (var gate in gates)
            Assert.Equal(Reason.None, (await gate.UseAsync(new Use(Customer, Feature), Stop)).Reason);

        // A failure that comes after its payment is none, whoever remembers.
        await ReopenAsync();
        var late = await gates[^1].ApplyAsync<Put<InvoiceView>>(
            new FailInvoice(Customer, "in_1", Plan: false, Metered: true), Stop);
        Assert.False(late.Changed);
        Assert.Equal(Reason.None, (await First.UseAsync(new Use(Customer, Feature), Stop)).Reason);
        await Trial.AssertWholeAsync(First, Customer);
    }

    [Fact]
    public async Task Failures_and_payments_at_once_leave_what_was_said_last_of_each()
    {
        await MakeCustomerAsync(10);
        await AtOnceAsync(30, (gate, i) => gate.ApplyAsync<Put<InvoiceView>>(
            i % 3 == 0
                ? new PayInvoice(Customer, $"in_{i / 6}")
                : new FailInvoice(Customer, $"in_{i / 6}", Plan: i % 2 == 0, Metered: i % 2 == 1), Stop));

        foreach (var gate in gates)
        {
            var access = await gate.ShowAsync<AccessView>(new ShowAccess(Customer), Stop);
            Assert.Equal((true, false, false), (access.Active, access.IsPastDue, access.IsBlocked));
        }
        var late = await AtOnceAsync(20, (gate, i) => gate.ApplyAsync<Put<InvoiceView>>(
            new FailInvoice(Customer, $"in_{i % 5}", Plan: true, Metered: true), Stop));
        Assert.All(late, one => Assert.False(one.Changed));
        await Trial.AssertWholeAsync(First, Customer);
    }
}
