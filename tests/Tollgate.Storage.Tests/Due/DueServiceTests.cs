using System.Reflection;
using Tollgate.Due;
using Tollgate.Storage.Tests.Lanes;

namespace Tollgate.Storage.Tests.Due;

public sealed class DueServiceTests
{
    [Fact]
    public async Task A_tick_ends_where_a_page_brings_nobody_further()
    {
        var store = new FaultyStore(new MemoryStore(TimeProvider.System));
        await using var gate = new Gate(store, new TollgateOptions(), TimeProvider.System, NullLogger<Gate>.Instance);
        await gate.OpenAsync();
        var lists = DispatchProxy.Create<IQueries, StuckLists>();
        store.Lists = lists;

        Assert.Equal(DueService.AtOnce, await DueService.KnockAsync(gate, TestContext.Current.CancellationToken));

        Assert.Equal(2, ((StuckLists)(object)lists).Asked);
    }

    /// <summary>Lists of which only who is due is asked: always the same, whom nothing settles.</summary>
    public class StuckLists : DispatchProxy
    {
        public int Asked { get; private set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            Assert.Equal(nameof(IQueries.DueAsync), targetMethod!.Name);
            Asked++;
            IReadOnlyList<string> stuck = [.. Enumerable.Range(0, (int)args![1]!).Select(i => $"stuck{i}")];
            return new ValueTask<IReadOnlyList<string>>(stuck);
        }
    }
}
