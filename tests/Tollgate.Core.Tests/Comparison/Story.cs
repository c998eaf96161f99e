using System.Globalization;
using System.Text;
using Tollgate.Testing.Model;

namespace Tollgate.Core.Tests.Comparison;

/// <summary>Commands as a reader wants them: one per line, plans with what they give.</summary>
public static class Story
{
    /// <summary>All of them.</summary>
    public static string Of(IEnumerable<ModelCommand> commands) => string.Join('\n', commands.Select(Of));

    static string Of(ModelCommand command)
    {
        var text = new StringBuilder().Append(
            CultureInfo.InvariantCulture, $"{command.Now:uuuu-MM-ddTHH:mm:ss.FFFFFFF} ");
        return command switch
        {
            ModelCommand.PutPlan { Plan: var plan } =>
                text.Append(plan with { Features = [] }).Append(Given(plan)).ToString(),
            ModelCommand.PutRateCard { Card: var card } => text.Append(card.Code).Append(' ')
                .AppendJoin(", ", card.Rates.Select(
                    rate => $"{string.Join(' ', rate.Values)}: {string.Join(' ', rate.Prices)}"))
                .Append(" else ").AppendJoin(' ', card.Default ?? []).ToString(),
            ModelCommand.Use use => text.Append(use.Atomic ? "atomic " : "").Append(use.Backfill ? "backfill " : "")
                .AppendJoin("; ", use.Uses).ToString(),
            _ => text.Append(command).ToString(),
        };
    }

    static string Given(ModelPlan plan) => string.Concat(plan.Features.Select(given => string.Create(
        CultureInfo.InvariantCulture,
        $"\n    {given.Feature} {Limits(given)} overage {given.Overage} {given.OverageLimit} "
        + $"billable {given.Billable} {given.Price?.Describe()}")));

    static string Cap(ModelLimit limit) => limit.PerNamespace is { } cap
        ? string.Create(CultureInfo.InvariantCulture, $" (a namespace {cap})")
        : "";

    static string Limits(ModelPlanFeature given) => given.IsUnlimited
        ? "unlimited"
        : string.Join(", ", given.Limits.Select(
            limit => string.Create(CultureInfo.InvariantCulture, $"{limit.Quantity} per {limit.Per}{Cap(limit)}")));
}
