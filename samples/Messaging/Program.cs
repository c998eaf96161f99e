using Messaging;

await using var app = MessagingApp.Build(args);
await app.RunAsync();
