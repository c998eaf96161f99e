namespace Tollgate.Testing;

/// <summary>A cut that waits for the bytes it was armed for.</summary>
sealed class PendingCut(Func<ReadOnlyMemory<byte>, bool> matches, CutPoint point)
{
    readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CutPoint Point => point;

    public Task Done => _done.Task;

    /// <summary>Whether to cut. A match that throws cuts too, so that whoever waits learns of it.</summary>
    public bool Matches(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return matches(bytes);
        }
#pragma warning disable CA1031 // whatever a test's own function throws belongs to who waits for the cut
        catch (Exception e)
#pragma warning restore CA1031
        {
            _done.TrySetException(e);
            return true;
        }
    }

    public void Complete() => _done.TrySetResult();

    public void Cancel() => _done.TrySetCanceled();
}
