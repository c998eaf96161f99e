using NodaTime;
using Tollgate.Core.Time;
using Xunit;

namespace Tollgate.Core.Tests.Time;

public sealed class WindowTests
{
    static readonly Instant _start = Instant.FromUtc(2024, 1, 1, 0, 0);
    static readonly Instant _end = Instant.FromUtc(2024, 2, 1, 0, 0);

    [Fact]
    public void It_holds_its_start_and_not_its_end()
    {
        var window = new Window(_start, _end);

        Assert.False(window.Contains(_start - Duration.Epsilon));
        Assert.True(window.Contains(_start));
        Assert.True(window.Contains(_end - Duration.Epsilon));
        Assert.False(window.Contains(_end));
    }

    [Fact]
    public void Without_an_end_it_holds_everything_from_its_start()
    {
        var window = new Window(_start, null);

        Assert.False(window.Contains(_start - Duration.Epsilon));
        Assert.True(window.Contains(Instant.MaxValue));
    }
}
