namespace Tollgate.Storage.Tests.Contract;

public abstract partial class VerifyContract
{
    [Theory]
    [InlineData("UPDATE profile SET waived = NOT waived WHERE customer_id = 1", "profile", "acme", "waived")]
    [InlineData("UPDATE profile SET time_zone = 'Asia/Tokyo' WHERE customer_id = 1", "profile", "acme", "time_zone")]
    [InlineData("UPDATE profile SET currency = 'EUR' WHERE customer_id = 1", "profile", "acme", "currency")]
    [InlineData("UPDATE profile SET name = 'x' WHERE customer_id = 1", "profile", "acme", "name")]
    [InlineData("UPDATE namespace SET name = 'x'", "namespace", "east", "name")]
    [InlineData("DELETE FROM namespace", "namespace", "east", "row")]
    [InlineData("UPDATE boost SET quantity = quantity + 1", "boost", "bst_acme", "quantity")]
    [InlineData("UPDATE boost SET starts_at = created_at, ends_at = created_at", "boost", "bst_acme", "ends_at")]
    [InlineData("DELETE FROM boost", "boost", "bst_acme", "row")]
    [InlineData("UPDATE subscription SET quantity = 7", "subscription", "sub_acme", "quantity")]
    [InlineData("UPDATE subscription SET paused_at = created_at", "subscription", "sub_acme", "paused_at")]
    [InlineData("UPDATE subscription SET ends_at = created_at", "subscription", "sub_acme", "ends_at")]
    [InlineData("UPDATE subscription SET canceled_at = created_at", "subscription", "sub_acme", "cancel_at")]
    [InlineData("DELETE FROM subscription", "subscription", "sub_acme", "row")]
    public async Task What_a_customer_is_entitled_to_and_was_changed_by_hand_is_named(
        string sql, string table, string key, string field)
    {
        await PlayAsync();
        await place!.RunAsync(sql);

        await AssertNamedAsync(table, key, field);
    }
}
