global using System.Text.Json;
global using NodaTime;
global using Tollgate.Core.Money;
global using Tollgate.Payments.Facts;
global using Tollgate.Payments.Http;
global using Tollgate.Payments.Json;
