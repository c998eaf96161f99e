using Tollgate.Core.Verification;

namespace Tollgate.Storage.Tests.Contract;

public abstract partial class VerifyContract
{
    [Fact]
    public async Task What_was_begun_with_a_key_is_whole_and_is_opened_with_that_key_alone()
    {
        var options = new TollgateOptions { LedgerKey = Secret };
        await PlayAsync(options);

        Assert.Null((await VerifyAsync(new ChainKey(Secret))).Divergence);
        foreach (var text in new[] { "another key of sixteen", null })
        {
            var divergence = (await VerifyAsync(text is null ? null : new ChainKey(text))).Divergence!;
            Assert.Equal((DivergenceKind.Chain, "ledger_key"), (divergence.Kind, divergence.Key));
            var wrong = new TollgateOptions { LedgerKey = text };
            var refused = await Assert.ThrowsAsync<InvalidOperationException>(
                () => Trial.OpenAsync(place!.NewStore(), wrong));
            Assert.Contains("TOLLGATE_LEDGER_HMAC_KEY", refused.Message, StringComparison.Ordinal);
        }
        await using var again = await Trial.OpenAsync(place!.NewStore(), options);
        await UseAsync(again, new Use(Customer, Trial.Feature));
        Assert.Null((await again.VerifyAllAsync(null, null, Stop)).Divergence);
    }

    [Fact]
    public async Task A_history_that_was_written_anew_does_not_pass_through_its_checkpoints()
    {
        await PlayAsync();
        var heads = await ReadAsync(records => records.HeadsAsync(new CustomerId(-1), 10, Stop));
        var kept = heads.Select(one => new Checkpoint(one.Key, one.Head.Sequence, one.Head.Hash, one.Head.LastAt));
        var later = await Trial.OpenAsync(place!.NewStore());
        await UseAsync(later, new Use(Customer, Trial.Feature));
        await later.DisposeAsync();
        Assert.Null((await VerifyAsync(checkpoints: kept)).Divergence);

        // Whoever writes all of it anew ends at other hashes; here the checkpoint stands for that.
        foreach (var (other, customer) in new[]
        {
            (kept.Last() with { Hash = Hash.Over([1]) }, "other"),
            (kept.ElementAt(1) with { Sequence = 7 }, Customer),
            (kept.First() with { Sequence = 999 }, ""),
            (kept.First() with { Customer = "gone" }, "gone"),
        })
        {
            var divergence = (await VerifyAsync(checkpoints: [.. kept, other])).Divergence!;
            Assert.Equal((DivergenceKind.Checkpoint, customer), (divergence.Kind, divergence.Customer));
        }
    }

    [Fact]
    public async Task Rows_that_were_written_anew_without_the_key_are_found()
    {
        await PlayAsync(new TollgateOptions { LedgerKey = Secret });
        await place!.RunAsync($"DELETE FROM setting WHERE key = '{ChainKey.Setting}'");

        Assert.Equal(DivergenceKind.Chain, (await VerifyAsync()).Divergence!.Kind);
    }

    [Fact]
    public async Task What_was_begun_without_a_key_is_opened_with_none()
    {
        await PlayAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => Trial.OpenAsync(place!.NewStore(), new TollgateOptions { LedgerKey = Secret }));

        Assert.Null((await VerifyAsync()).Divergence);
    }
}
