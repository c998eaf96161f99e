using Tollgate.Core.History;
using Tollgate.Core.Webhooks;
using Xunit;

namespace Tollgate.Core.Tests.History;

public sealed class RecordedRowTests
{
    [Theory]
    [InlineData("""{"a":"1","row":{"destination":"ab","held":""},"b":2}""", """{"a":"1","b":2}""")]
    [InlineData("""{"a":{"row":{"b":1}}}""", """{"a":{"row":{"b":1}}}""")]
    [InlineData("""{"row":"a name"}""", """{"row":"a name"}""")]
    [InlineData("""{}""", """{}""")]
    [InlineData("a text", "a text")]
    [InlineData(null, null)]
    public void What_is_recorded_for_verification_alone_is_not_shown(string? recorded, string? shown) =>
        Assert.Equal(shown, RecordedRow.Without(recorded));

    [Fact]
    public void It_is_told_to_nobody() => Assert.Equal(
        """{"id":"wd_acme_3","status":"Paid"}""",
        WebhookMessage.DataOf("wd_acme_3", """{"status":"Paid","row":{"destination":"ab"}}"""));
}
