global using Messaging;
global using Tollgate.Testing;
global using Xunit;
