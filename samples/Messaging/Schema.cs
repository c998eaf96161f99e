namespace Messaging;

/// <summary>The application's own tables, in a schema of their own beside the gate's.</summary>
sealed class Schema(NpgsqlDataSource data) : IHostedService
{
    // One statement list is one transaction; the lock lets several servers start at once.
    const string Sql = """
        SELECT pg_advisory_xact_lock(hashtext('messaging'));
        CREATE SCHEMA IF NOT EXISTS messaging;

        CREATE TABLE IF NOT EXISTS messaging.contact (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            tenant text NOT NULL,
            number text NOT NULL,
            name text NOT NULL,
            list text,                                   -- null: deleted; that it unsubscribed is not forgotten
            unsubscribed_at timestamptz,
            link uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE,
            UNIQUE (tenant, number));

        CREATE TABLE IF NOT EXISTS messaging.campaign (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            tenant text NOT NULL,
            name text NOT NULL,
            list text NOT NULL,
            body text NOT NULL,
            launched_at timestamptz,                     -- null: a draft
            launched_by text,
            targets int NOT NULL DEFAULT 0,
            charged_micros bigint NOT NULL DEFAULT 0);

        CREATE TABLE IF NOT EXISTS messaging.message (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            tenant text NOT NULL,
            campaign bigint REFERENCES messaging.campaign,
            use_id text NOT NULL,                        -- the gate's use that paid for it
            number text NOT NULL,
            body text NOT NULL,
            state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sent', 'failed', 'returned')),
            attempts int NOT NULL DEFAULT 0,
            due_at timestamptz NOT NULL DEFAULT now(),   -- when a sender may take it, again if the last one is gone
            UNIQUE (tenant, use_id));

        CREATE INDEX IF NOT EXISTS message_due ON messaging.message (state, (campaign IS NOT NULL), due_at)
            WHERE state IN ('queued', 'failed');
        CREATE INDEX IF NOT EXISTS message_campaign ON messaging.message (campaign) WHERE campaign IS NOT NULL;
        """;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var command = data.CreateCommand(Sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
