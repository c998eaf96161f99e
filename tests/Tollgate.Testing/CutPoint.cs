namespace Tollgate.Testing;

/// <summary>Where a <see cref="TcpProxy"/> cuts a connection, seen from a request.</summary>
public enum CutPoint
{
    /// <summary>The request never reaches the server.</summary>
    BeforeForward,

    /// <summary>The server gets the request and answers it; the answer never reaches the client.</summary>
    AfterForward,
}
