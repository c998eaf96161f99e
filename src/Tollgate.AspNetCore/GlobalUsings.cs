global using Microsoft.AspNetCore.Http;
global using NodaTime;
global using Tollgate.Core;
global using Tollgate.Core.Customers;
global using Tollgate.Core.Usage;
