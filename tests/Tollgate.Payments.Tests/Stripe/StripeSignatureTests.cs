namespace Tollgate.Payments.Tests.Stripe;

/// <summary>Who sent a message of Stripe.</summary>
public sealed class StripeSignatureTests
{
    static readonly Instant Now = Instant.FromUnixTimeSeconds(1_782_000_000);
    static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"id":"evt_1","object":"event"}""");
    static readonly string Good = StripeSignature.Sign(Body, Now, "whsec_1");
    static readonly string Hex = Good[(Good.IndexOf("v1=", StringComparison.Ordinal) + 3)..];
    static readonly string Zeros = new('0', 64);

    public static TheoryData<string?, WebhookVerdict> Headers => new()
    {
        { Good, WebhookVerdict.Read },
        { $"t=1782000000,v1={Zeros},v1={Hex}", WebhookVerdict.Read },
        { $"t=1782000000,v0={Zeros},v1={Hex},v2=x", WebhookVerdict.Read },
        { $"v1={Hex}, t=1782000000", WebhookVerdict.Read },
        { null, WebhookVerdict.BadSignature },
        { "", WebhookVerdict.BadSignature },
        { ",=,==,t,v1", WebhookVerdict.BadSignature },
        { "t=1782000000", WebhookVerdict.BadSignature },
        { $"v1={Hex}", WebhookVerdict.BadSignature },
        { $"t=1782000000,v0={Hex}", WebhookVerdict.BadSignature },
        { $"t=1782000000,v1={Zeros}", WebhookVerdict.BadSignature },
        { $"t=1782000000,v1={Hex[..63]}", WebhookVerdict.BadSignature },
        { $"t=1782000000,v1={Hex}00", WebhookVerdict.BadSignature },
        { $"t=1782000001,v1={Hex}", WebhookVerdict.BadSignature },
        { $"t=01782000000,v1={Hex}", WebhookVerdict.BadSignature },
        { $"t=1782000000,t=1782000001,v1={Hex}", WebhookVerdict.BadSignature },
        { $"t=-1782000000,v1={Hex}", WebhookVerdict.BadSignature },
        { $"t=1e9,v1={Hex}", WebhookVerdict.BadSignature },
        { $"t=99999999999999999999,v1={Hex}", WebhookVerdict.BadSignature },
        { "t=\u0661\u0667,v1=" + Hex, WebhookVerdict.BadSignature },
        { Good + new string(',', 5_000), WebhookVerdict.BadSignature },
        { string.Concat(Enumerable.Repeat($"v1={Zeros},", 40)) + Good, WebhookVerdict.BadSignature },
    };

    [Theory]
    [MemberData(nameof(Headers))]
    public void Only_a_header_of_one_time_and_its_signature_is_believed(string? header, WebhookVerdict verdict) =>
        Assert.Equal(verdict, Verify(Body, header));

    [Theory]
    [InlineData(0, WebhookVerdict.Read)]
    [InlineData(300, WebhookVerdict.Read)]
    [InlineData(-300, WebhookVerdict.Read)]
    [InlineData(301, WebhookVerdict.OutOfTime)]
    [InlineData(-301, WebhookVerdict.OutOfTime)]
    [InlineData(-1_782_000_000, WebhookVerdict.OutOfTime)]
    [InlineData(90_000_000_000, WebhookVerdict.OutOfTime)]
    public void It_counts_for_five_minutes_before_and_after(long seconds, WebhookVerdict verdict) => Assert.Equal(
        verdict, Verify(Body, StripeSignature.Sign(Body, Now + Duration.FromSeconds(seconds), "whsec_1")));

    [Fact]
    public void A_body_cut_short_by_a_byte_or_with_another_space_is_not_what_was_signed()
    {
        Assert.Equal(WebhookVerdict.BadSignature, Verify(Body.AsSpan(0, Body.Length - 1), Good));
        Assert.Equal(WebhookVerdict.BadSignature, Verify([.. Body, (byte)' '], Good));
        Assert.Equal(WebhookVerdict.BadSignature, Verify([], Good));
    }

    [Fact]
    public void Any_of_several_secrets_counts_and_none_of_no_secrets()
    {
        var rotated = StripeSignature.Sign(Body, Now, "whsec_old", "whsec_1");
        Assert.Equal(WebhookVerdict.Read, Verify(Body, rotated));
        Assert.Equal(WebhookVerdict.Read, Verify(Body, Good, "whsec_0", "whsec_1"));
        Assert.Equal(WebhookVerdict.BadSignature, Verify(Body, Good, "whsec_0"));
        Assert.Equal(WebhookVerdict.BadSignature, Verify(Body, Good, []));
    }

    static WebhookVerdict Verify(ReadOnlySpan<byte> body, string? header) => Verify(body, header, "whsec_1");

    static WebhookVerdict Verify(ReadOnlySpan<byte> body, string? header, params string[] secrets) =>
        StripeSignature.Verify(body, header, secrets, Now, Duration.FromSeconds(300));
}
