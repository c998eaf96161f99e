using Tollgate.Payments.Inbox;

namespace Tollgate.Server;

/// <summary>What follows where somebody says what a provider calls a customer or a subscription.</summary>
internal static class ProviderLinks
{
    /// <summary>Makes due what providers told of it before that was said; the reply as it is.</summary>
    public static async Task<Reply> WakeAsync(
        this Visit visit, Reply reply, IReadOnlyDictionary<string, string>? providers)
    {
        if (reply.IsProblem || providers is null) return reply;
        var clerk = visit.Http.RequestServices.GetRequiredService<Clerk>();
        foreach (var (provider, id) in providers) await clerk.WakeAsync(provider, id);
        return reply;
    }
}
