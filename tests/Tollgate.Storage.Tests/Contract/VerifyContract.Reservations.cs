namespace Tollgate.Storage.Tests.Contract;

public abstract partial class VerifyContract
{
    [Theory]
    [InlineData("quantity = quantity + 1 WHERE id = 'open'", "id open", "quantity")]
    [InlineData("included = included - 1 WHERE id = 'open'", "id open", "included")]
    [InlineData("top_up = 1 WHERE id = 'open'", "id open", "top_up")]
    [InlineData("overage = 1 WHERE id = 'open'", "id open", "overage")]
    [InlineData("flags = 1 WHERE id = 'open'", "id open", "flags")]
    [InlineData("feature_id = 2 WHERE id = 'open'", "id open", "feature")]
    [InlineData("namespace = 'east' WHERE id = 'open'", "id open", "namespace")]
    [InlineData("at = expires_at WHERE id = 'open'", "id open", "at ")]
    [InlineData("expires_at = at WHERE id = 'open'", "id open", "expires_at")]
    [InlineData("actor = 'x' WHERE id = 'open'", "id open", "actor")]
    [InlineData("properties = '{}' WHERE id = 'open'", "id open", "properties")]
    [InlineData("metadata = '{}' WHERE id = 'open'", "id open", "metadata")]
    [InlineData("currency = 'USD', held = 5, held_parts = '' WHERE id = 'open'", "id open", "held")]
    [InlineData("quantity = quantity + 1 WHERE id = 'ended'", "id ended", "quantity")]
    [InlineData("outcome = 2 WHERE id = 'ended'", "id ended", "outcome")]
    [InlineData("outcome = 0 WHERE id = 'ended'", "id ended", "")]
    [InlineData("end_sequence = end_sequence + 1 WHERE id = 'ended'", "id ended", "row")]
    [InlineData("end_sequence = NULL WHERE id = 'ended'", "id ended", "row")]
    [InlineData("ended_at = expires_at WHERE id = 'ended'", "id ended", "ended_at")]
    [InlineData("end_content = end_decision WHERE id = 'ended'", "id ended", "end_content")]
    [InlineData("end_decision = end_decision || end_content WHERE id = 'ended'", "id ended", "end_decision")]
    public async Task A_reservation_that_was_changed_by_hand_is_named(string set, string key, string field)
    {
        await PlayAsync();
        await place!.RunAsync($"UPDATE reservation SET {set}");

        await AssertNamedAsync("reservation", key, field);
    }

    [Theory]
    [InlineData("DELETE FROM reservation WHERE id = 'ended'", "id ended")]
    [InlineData("UPDATE reservation SET id = 'foreign' WHERE id = 'ended'", "id foreign")]
    [InlineData("UPDATE reservation SET id = 'foreign' WHERE id = 'open'", "id")]
    public async Task A_reservation_that_was_added_or_taken_away_by_hand_is_named(string sql, string key)
    {
        await PlayAsync();
        await place!.RunAsync(sql);

        await AssertNamedAsync("reservation", key, "");
    }
}
