using Tollgate.Core.Usage;
using Xunit;

namespace Tollgate.Core.Tests.Usage;

public sealed class CloudEventIdTests
{
    [Fact]
    public void It_is_of_source_and_id_and_of_where_one_ends()
    {
        (string Source, string Id)[] pairs =
            [("a", "b"), ("b", "a"), ("ab", ""), ("", "ab"), ("a", "bb"), ("aa", "b"), ("ä", "b"), ("a\0", "b")];
        var ids = pairs.Select(pair => CloudEventId.Of(pair.Source, pair.Id)).ToList();
        Assert.Equal(pairs.Length, ids.Distinct().Count());
        Assert.All(ids, id => Assert.True(FieldErrors.IsId(id)));
    }

    // printf '\1\0\0\0\0\0\0\0a\1\0\0\0\0\0\0\0b' | sha256sum
    [Fact]
    public void It_stays_what_it_is() =>
        Assert.Equal("ce_cf6ab613e3942391f88ed698557e1680f160bd10", CloudEventId.Of("a", "b"));
}
