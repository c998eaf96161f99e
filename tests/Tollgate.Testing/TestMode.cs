namespace Tollgate.Testing;

/// <summary>How the tests were called.</summary>
public static class TestMode
{
    /// <summary>Whether the long forms of soaks and simulations were asked for (<c>./test --long</c>).</summary>
    public static bool IsLong => Environment.GetEnvironmentVariable("TOLLGATE_TEST_LONG") == "1";
}
