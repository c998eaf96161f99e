global using Tollgate.Client;
global using Tollgate.Testing;
global using Xunit;
