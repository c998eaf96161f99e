namespace Tollgate.Payments.Flutterwave;

/// <summary>What answers say that have no object of their own.</summary>
internal static class FlutterwaveAnswers
{
    /// <summary>
    /// Whether it says that nobody has tried to pay under a reference: 400 or 404 without data and with this text,
    /// which is all that tells it from a refusal.
    /// </summary>
    public static bool IsNoTransaction(ProviderReply reply)
    {
        if (reply.Status is not (400 or 404) || !Node.TryRead(reply.Body, out var answer)) return false;
        try
        {
            return answer["status"].OptionalText() == "error"
                && answer["data"].IsMissing
                && answer["message"].OptionalText() is { } text
                && text.Contains("No transaction", StringComparison.OrdinalIgnoreCase);
        }
        catch (MalformedException)
        {
            return false;
        }
    }

    /// <summary>Whether there is a page after this one.</summary>
    public static bool HasMore(Node list, long page) =>
        list["meta"]["page_info"]["total_pages"].OptionalInteger() is { } all && page < all;

    /// <summary>
    /// What was given back of one payment, by the refunds of a list and what others came to; those of other payments
    /// are of no matter.
    /// </summary>
    public static Amount RefundsOf(Node list, string payment, Amount before)
    {
        var sum = before;
        foreach (var refund in list["data"].Elements())
        {
            if (refund["tx_id"].OptionalId() != payment || !IsDone(refund["status"])) continue;
            var amount = FlutterwaveObjects.Quantity(refund["amount_refunded"]);
            if (amount < Amount.Zero || amount > new Amount(Amount.Most) - sum)
                throw refund["amount_refunded"].Missing("is no refund");
            sum += amount;
        }
        return sum;
    }

    /// <summary>The newest of the subscriptions of a list; null where there is none.</summary>
    public static SubscriptionFact? Newest(Node list)
    {
        var newest = list["data"].Elements().OrderBy(one => one["id"].Integer()).LastOrDefault();
        return newest.IsMissing ? null : FlutterwaveObjects.Cancelled(newest);
    }

    // "completed", "completed-mpgs", "completed-bank-transfer", "completed-momo"; others are pending or failed.
    static bool IsDone(Node status) =>
        status.OptionalText()?.StartsWith("completed", StringComparison.OrdinalIgnoreCase) == true;
}
