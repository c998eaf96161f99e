namespace Tollgate.Core.Wallets;

/// <summary>
/// What was done once under an id of the caller's is remembered for ever, with its first answer, in the memory of event
/// ids: under a name that no event can have.
/// </summary>
public static class Remembered
{
    /// <summary>The name of what was done.</summary>
    /// <param name="what">What kind of thing.</param>
    /// <param name="id">The caller's id of it.</param>
    public static string Name(string what, string id) => $"${what}:{id}";

    /// <summary>
    /// What was answered at first, or why it cannot be repeated; null where it was not done before.
    /// </summary>
    /// <param name="customer">Who did it.</param>
    /// <param name="field">The field that gives the id.</param>
    /// <param name="what">What kind of thing.</param>
    /// <param name="id">The caller's id of it; null: it has none.</param>
    /// <param name="content">Hash of what is asked now.</param>
    public static Outcome? Find<T>(CustomerState customer, string field, string what, string? id, Hash content)
        where T : class
    {
        if (id is null || customer.Find(Name(what, id)) is not { } first) return null;
        if (first.Content != content) return new Rejected(
            Rejection.ExternalIdConflict, $"{field} {id} was used before with other content.");
        var answer = CoreJson.Read<T>(System.Text.Encoding.UTF8.GetString(first.Decision));
        return new Put<T>(answer, answer, false);
    }

    /// <summary>Remembers an answer; where there is no id, nothing.</summary>
    public static Put<T> Keep<T>(CustomerState customer, string what, string? id, Hash content, T answer)
        where T : class
    {
        if (id is not null)
            customer.Record(new RecordedId(
                customer.Head.Customer, Name(what, id), customer.Head.Sequence, content,
                System.Text.Encoding.UTF8.GetBytes(CoreJson.Write(answer))));
        return new Put<T>(answer, null, true);
    }
}
