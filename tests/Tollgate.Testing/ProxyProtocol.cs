namespace Tollgate.Testing;

/// <summary>What a <see cref="TcpProxy"/> knows of the bytes it passes on.</summary>
public enum ProxyProtocol
{
    /// <summary>Nothing: the first bytes that come back count as the answer.</summary>
    Opaque,

    /// <summary>PostgreSQL's, unencrypted: the answer is complete when every request has its ReadyForQuery.</summary>
    Postgres,
}
