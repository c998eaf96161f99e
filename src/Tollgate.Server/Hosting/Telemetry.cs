using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Tollgate.Server;

/// <summary>Sends metrics and traces by OTLP while the host runs.</summary>
internal sealed class Telemetry(Uri endpoint) : IHostedService, IDisposable
{
    MeterProvider? meters;
    TracerProvider? traces;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var service = ResourceBuilder.CreateDefault().AddService("tollgate");
        meters = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(service)
            .AddMeter("Tollgate", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel")
            .AddOtlpExporter(options => Name(options, "v1/metrics")).Build();
        traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(service)
            .AddSource("Microsoft.AspNetCore").AddOtlpExporter(options => Name(options, "v1/traces")).Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        meters?.Dispose();
        traces?.Dispose();
    }

    // Over HTTP each signal has a path of its own, which the exporter adds only to an address that it read for itself.
    void Name(OtlpExporterOptions options, string path) => options.Endpoint =
        options.Protocol == OtlpExportProtocol.HttpProtobuf ? new Uri($"{endpoint.ToString().TrimEnd('/')}/{path}")
            : endpoint;
}

/// <summary>Adds it to a server that has somewhere to send to.</summary>
internal static class TelemetryServices
{
    public static void AddTelemetry(this IServiceCollection services, string? endpoint)
    {
        if (string.IsNullOrEmpty(endpoint)) return;
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var address))
            throw new ArgumentException("The OTLP endpoint must be an absolute URL.", nameof(endpoint));
        services.AddHostedService(_ => new Telemetry(address));
    }
}
