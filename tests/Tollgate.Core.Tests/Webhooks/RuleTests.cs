using System.Net;
using Tollgate.Core.Webhooks;
using Xunit;

namespace Tollgate.Core.Tests.Webhooks;

public sealed class RuleTests
{
    [Theory]
    [InlineData("*", "boost.created", true)]
    [InlineData("boost.created", "boost.created", true)]
    [InlineData("boost.*", "boost.created", true)]
    [InlineData("boost.*", "boost", false)]
    [InlineData("boost.*", "boosts.created", false)]
    [InlineData("boost", "boost.created", false)]
    [InlineData("boost.create", "boost.created", false)]
    public void A_pattern_takes_a_type(string pattern, string type, bool expected) =>
        Assert.Equal(expected, EventPattern.Matches(pattern, type));

    [Theory]
    [InlineData("*", true)]
    [InlineData("boost.created", true)]
    [InlineData("a.b.*", true)]
    [InlineData("", false)]
    [InlineData("**", false)]
    [InlineData("*.created", false)]
    [InlineData("boost.", false)]
    [InlineData(".created", false)]
    [InlineData("Boost.created", false)]
    [InlineData("boost created", false)]
    public void A_pattern_has_a_form(string pattern, bool expected) =>
        Assert.Equal(expected, EventPattern.IsPattern(pattern));

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("1.1.1.1", true)]
    [InlineData("172.15.255.255", true)]
    [InlineData("172.32.0.0", true)]
    [InlineData("2606:4700:4700::1111", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("127.255.255.254", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.16.0.1", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("192.0.0.8", false)]
    [InlineData("192.0.2.1", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("198.19.0.1", false)]
    [InlineData("203.0.113.5", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("::127.0.0.1", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("2001:0:4136:e378::1", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("fc00::1", false)]
    [InlineData("fd12:3456::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fec0::1", false)]
    [InlineData("ff02::1", false)]
    [InlineData("100::1", false)]
    public void An_address_is_public(string address, bool expected) =>
        Assert.Equal(expected, PublicAddress.Is(IPAddress.Parse(address)));

    [Theory]
    [InlineData("https://example.com", false, true)]
    [InlineData("https://example.com:8443/hook?a=b", false, true)]
    [InlineData("https://8.8.8.8/", false, true)]
    [InlineData("http://example.com", false, false)]
    [InlineData("http://example.com", true, true)]
    [InlineData("http://127.0.0.1:5000/", true, true)]
    [InlineData("https://127.0.0.1/", false, false)]
    [InlineData("https://[::1]/", false, false)]
    [InlineData("https://[::ffff:10.0.0.1]/", false, false)]
    [InlineData("https://2130706433/", false, false)]
    [InlineData("https://0x7f.1/", false, false)]
    [InlineData("https://user:password@example.com/", false, false)]
    [InlineData("https://user@example.com/", true, false)]
    [InlineData("https://example.com/#here", false, false)]
    [InlineData("ftp://example.com/", true, false)]
    [InlineData("file:///etc/passwd", true, false)]
    [InlineData("/hook", true, false)]
    [InlineData("https://", false, false)]
    [InlineData("https://exa mple.com/", false, false)]
    [InlineData("https://example.com\\@evil.example/", false, false)]
    public void A_url_will_do(string url, bool sandbox, bool expected)
    {
        var errors = new FieldErrors();
        WebhookUrl.Check(errors, "url", url, sandbox);
        Assert.Equal(expected, !errors.Any);
    }

    // From the text of the Standard Webhooks convention.
    [Fact]
    public void A_signature_is_that_of_the_convention() => Assert.Equal(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        WebhookSecret.Sign(
            ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330,
            """{"test": 2432232314}"""));

    [Theory]
    [InlineData("dlv_acme_12_0", "acme", 12, 0)]
    [InlineData("dlv__12_3", "", 12, 3)]
    [InlineData("dlv_a_b_c_9_1", "a_b_c", 9, 1)]
    public void A_deliverys_id_is_taken_apart(string text, string customer, long sequence, int ordinal)
    {
        Assert.True(DeliveryId.TryParse(text, out var key, out var number, out var nth));
        Assert.Equal((customer, sequence, ordinal), (key, number, nth));
        Assert.Equal(text, DeliveryId.Format(customer, sequence, ordinal));
    }

    [Theory]
    [InlineData("dlv_")]
    [InlineData("dlv_12")]
    [InlineData("dlv_acme_12")]
    [InlineData("dlv_acme_12_")]
    [InlineData("dlv_ac/me_1_0")]
    [InlineData("msg_acme_1_0")]
    public void What_is_none_is_not(string text) => Assert.False(DeliveryId.TryParse(text, out _, out _, out _));
}
