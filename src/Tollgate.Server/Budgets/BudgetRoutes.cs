namespace Tollgate.Server;

/// <summary>Budgets of a customer.</summary>
internal static class BudgetRoutes
{
    const char List = 'g';
    const string Path = "/v1/customers/{id}/budgets";

    static readonly Operation PutOne = new("putBudget", "Budgets", "Make a budget, or say anew what it is.")
    {
        Scope = Scope.WalletsWrite,
        Takes = typeof(Wire.BudgetRequest),
        Answers = typeof(Wire.Budget),
        Creates = true,
        Problems = [404, 409],
    };

    static readonly Operation GetAll = new(
        "listBudgets", "Budgets", "The customer's budgets by name, each with what is spent of it in its window.")
    {
        Scope = Scope.WalletsRead,
        Query = [QueryParameter.Limit, QueryParameter.Cursor],
        Answers = typeof(Wire.Page<Wire.Budget>),
        Problems = [404],
    };

    static readonly Operation DeleteOne = new(
        "deleteBudget", "Budgets", "Delete a budget: nothing is measured by it any more.")
    {
        Scope = Scope.WalletsWrite,
        Answers = typeof(Wire.Budget),
        Problems = [404],
    };

    public static void MapBudgets(this IEndpointRouteBuilder routes)
    {
        routes.Get(Path, GetAll, ListAsync);
        routes.Put($"{Path}/{{name}}", PutOne, PutAsync);
        routes.Delete($"{Path}/{{name}}", DeleteOne, DeleteAsync);
    }

    static async Task<Reply> ListAsync(Visit visit)
    {
        var (id, limit, after) = (visit.Id("id"), visit.Limit(), visit.IdCursor(List));
        var budgets = await visit.ShowAsync<IReadOnlyList<BudgetState>>(new ShowBudgets(id));
        var rows = budgets.Where(one => string.CompareOrdinal(one.Budget.Name, after ?? "") > 0).Take(limit + 1);
        return Pages.Of(
            [.. rows], limit, one => BudgetWire.Of(id, one), one => Cursors.Write(List, one.Budget.Name));
    }

    static async Task<Reply> PutAsync(Visit visit)
    {
        var (id, name) = (visit.Id("id"), visit.Id("name"));
        var body = await visit.ReadAsync<Wire.BudgetRequest>();
        return await SubmitAsync(visit, BudgetWire.Command(id, name, body, visit.Errors));
    }

    static Task<Reply> DeleteAsync(Visit visit) =>
        SubmitAsync(visit, new DeleteBudget(visit.Id("id"), visit.Id("name")));

    static async Task<Reply> SubmitAsync(Visit visit, Command command) =>
        await visit.SubmitAsync(await visit.SignAsync(command), outcome =>
        {
            var put = (Put<Budget>)outcome;
            return Reply.Of(Statuses.Of(put), BudgetWire.Of(command.Customer, put.Value));
        });
}
