using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Tollgate.Storage.Tests.Webhooks;

/// <summary>
/// A receiver by TLS with a certificate for <c>receiver.example</c>, which a root of its own has signed. It answers 204
/// to whatever comes through.
/// </summary>
sealed class TlsReceiver : IAsyncDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly X509Certificate2 certificate;
    readonly CancellationTokenSource ended = new();
    readonly Task listening;
    int came;

    public TlsReceiver()
    {
        var (from, to) = (DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var root = new CertificateRequest("CN=test root", rootKey, HashAlgorithmName.SHA256);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        Root = root.CreateSelfSigned(from, to);

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=receiver.example", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("receiver.example");
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(Root, from, to, [1, 2, 3, 4]);
        certificate = X509CertificateLoader.LoadPkcs12(
            signed.CopyWithPrivateKey(key).Export(X509ContentType.Pkcs12), null);
        listener.Start();
        listening = ListenAsync();
    }

    public X509Certificate2 Root { get; }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Requests that came through.</summary>
    public int Came => Volatile.Read(ref came);

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        await listening;
        listener.Stop();
        ended.Dispose();
        certificate.Dispose();
        Root.Dispose();
    }

    async Task ListenAsync()
    {
        while (true)
        {
            try
            {
                await ServeAsync(await listener.AcceptTcpClientAsync(ended.Token));
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    async Task ServeAsync(TcpClient accepted)
    {
        using var client = accepted;
        await using var stream = new SslStream(client.GetStream());
        try
        {
            await stream.AuthenticateAsServerAsync(certificate);
            var (bytes, length) = (new byte[16_384], 0);
            while (!Encoding.ASCII.GetString(bytes, 0, length).EndsWith("{}", StringComparison.Ordinal))
            {
                var read = await stream.ReadAsync(bytes.AsMemory(length));
                if (read == 0) return;
                length += read;
            }
            Interlocked.Increment(ref came);
            await stream.WriteAsync("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"u8.ToArray());
        }
        catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
        {
            // It was not trusted.
        }
    }
}
