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
            .AddOtlpExporter(Name).Build();
        traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(service)
            .AddSource("Tollgate", "Microsoft.AspNetCore").AddOtlpExporter(Name).Build();
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

    void Name(OtlpExporterOptions options) => options.Endpoint = endpoint;
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
