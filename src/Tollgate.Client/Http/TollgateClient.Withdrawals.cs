namespace Tollgate.Client;

public sealed partial class TollgateClient
{
    /// <summary>
    /// Tells what a payer got back of a payment, or disputes. 404 <c>payment_not_found</c> where no credit of the
    /// wallet was paid for by it; 409 <c>dispute_closed</c> where a dispute was decided otherwise.
    /// </summary>
    public Task<PaymentReturn> ReturnPaymentAsync(
        string customer, string currency, ReturnRequest request, CancellationToken cancellation = default) =>
        SendAsync<PaymentReturn>(Call.Post($"{WalletPath(customer, currency)}/returns", request), cancellation);

    /// <summary>Credits what a customer collected through the platform, less the settings' fee.</summary>
    public Task<Receipt> ReceiveMoneyAsync(
        string customer, string currency, ReceiptRequest request, CancellationToken cancellation = default) =>
        SendAsync<Receipt>(Call.Post($"{WalletPath(customer, currency)}/receipts", request), cancellation);

    /// <summary>
    /// Asks for money to be paid out; it is held at once. 409 <c>credit_insufficient</c> where it is not there.
    /// </summary>
    public Task<Withdrawal> RequestWithdrawalAsync(
        string customer, string currency, WithdrawalRequest request, string? idempotencyKey = null,
        CancellationToken cancellation = default)
    {
        var call = Call.Post($"{WalletPath(customer, currency)}/withdrawals", request);
        return SendAsync<Withdrawal>(call.Keyed(idempotencyKey), cancellation);
    }

    /// <summary>The customer's withdrawals, newest first, page by page as they are read.</summary>
    public IAsyncEnumerable<Withdrawal> ListWithdrawalsAsync(
        string customer, CancellationToken cancellation = default) =>
        SendPagesAsync<Withdrawal>($"{CustomerPath(customer)}/withdrawals", new Query(), cancellation);

    /// <summary>One withdrawal. 404 <c>withdrawal_not_found</c>.</summary>
    public Task<Withdrawal> GetWithdrawalAsync(string id, CancellationToken cancellation = default) =>
        SendAsync<Withdrawal>(Call.Get(WithdrawalPath(id)), cancellation);

    /// <summary>Lets it be paid out. 409 <c>same_actor</c> for whoever asked for it.</summary>
    public Task<Withdrawal> ApproveWithdrawalAsync(
        string id, string? actor = null, CancellationToken cancellation = default)
    {
        var call = Call.Post($"{WithdrawalPath(id)}/approve", new ApproveRequest { Actor = actor });
        return SendAsync<Withdrawal>(call, cancellation);
    }

    /// <summary>Takes it back before a payout has begun.</summary>
    public Task<Withdrawal> CancelWithdrawalAsync(string id, CancellationToken cancellation = default) =>
        SendAsync<Withdrawal>(Call.Post($"{WithdrawalPath(id)}/cancel"), cancellation);

    /// <summary>Says that it was paid out.</summary>
    public Task<Withdrawal> CompleteWithdrawalAsync(
        string id, string? reference = null, CancellationToken cancellation = default)
    {
        var call = Call.Post($"{WithdrawalPath(id)}/complete", new CompleteRequest { Reference = reference });
        return SendAsync<Withdrawal>(call, cancellation);
    }

    /// <summary>Says that it cannot be paid out; its money is free again.</summary>
    public Task<Withdrawal> FailWithdrawalAsync(string id, string reason, CancellationToken cancellation = default) =>
        SendAsync<Withdrawal>(
            Call.Post($"{WithdrawalPath(id)}/fail", new FailRequest { Reason = reason }), cancellation);

    static string WithdrawalPath(string id) => $"v1/withdrawals/{Segment.Of(id)}";
}
