namespace Tollgate.Client;

public sealed partial class TollgateClient
{
    /// <summary>
    /// Makes a budget, or says anew what it is. What was spent in its window before counts in it. 409
    /// <c>too_many_budgets</c>.
    /// </summary>
    public Task<Budget> PutBudgetAsync(
        string customer, string name, BudgetRequest request, CancellationToken cancellation = default) =>
        SendAsync<Budget>(Call.Put(BudgetPath(customer, name), request), cancellation);

    /// <summary>The customer's budgets by name, each with what is spent of it, page by page as they are read.</summary>
    public IAsyncEnumerable<Budget> ListBudgetsAsync(string customer, CancellationToken cancellation = default) =>
        SendPagesAsync<Budget>($"{CustomerPath(customer)}/budgets", new Query(), cancellation);

    /// <summary>Deletes a budget: nothing is measured by it any more. 404 <c>budget_not_found</c>.</summary>
    public Task<Budget> DeleteBudgetAsync(string customer, string name, CancellationToken cancellation = default) =>
        SendAsync<Budget>(Call.Delete(BudgetPath(customer, name)), cancellation);

    static string BudgetPath(string customer, string name) =>
        $"{CustomerPath(customer)}/budgets/{Segment.Of(name)}";
}
