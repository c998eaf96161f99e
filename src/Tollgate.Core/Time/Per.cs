namespace Tollgate.Core.Time;
public enum PerKind { Forever, Minute, Hour, Day, Week, Month, Cycle, Rolling }
public sealed record Per(PerKind Kind, Duration Length, string Text)
{
    public static Per Forever { get; } = new(PerKind.Forever, Duration.Zero, "forever");
    static readonly Dictionary<string, Per> Named = Enum.GetValues<PerKind>().Where(k => k != PerKind.Rolling).ToDictionary(k => k.ToString().ToLowerInvariant(), k => new Per(k, Duration.Zero, k.ToString().ToLowerInvariant()), StringComparer.Ordinal);
    public static bool TryParse(string text, [NotNullWhen(true)] out Per? per)
    {
        if (Named.TryGetValue(text, out per)) return true;
        var r = NodaTime.Text.PeriodPattern.NormalizingIso.Parse(text);
        if (!r.Success || r.Value.HasTimeComponent == false && r.Value.HasDateComponent == false || r.Value.Months != 0 || r.Value.Years != 0) return false;
        var d = r.Value.ToDuration();
        if (d <= Duration.Zero || d > Duration.FromDays(400)) return false;
        per = new Per(PerKind.Rolling, d, NodaTime.Text.PeriodPattern.NormalizingIso.Format(r.Value));
        return true;
    }
    public static Per Parse(string text) => TryParse(text, out var p) ? p : throw new FormatException(text);
}
public readonly record struct Window(Instant Start, Instant? End);
public enum CycleLength { Week, Month, Quarter, Year }
public sealed record Cycle(Instant Anchor, CycleLength Length, DateTimeZone Zone)
{
    public static Cycle CalendarMonth(DateTimeZone zone) => new(new LocalDate(2000, 1, 1).AtStartOfDayInZone(zone).ToInstant(), CycleLength.Month, zone);
    public Window At(Instant at)
    {
        var a = Anchor.InZone(Zone).LocalDateTime;
        var months = (at.InZone(Zone).Year - a.Year) * 12 + at.InZone(Zone).Month - a.Month;
        var step = Length switch { CycleLength.Month => 1, CycleLength.Quarter => 3, CycleLength.Year => 12, _ => 0 };
        var n = step == 0 ? (int)Math.Floor((at - Anchor).TotalDays / 7) : (int)Math.Floor(months / (decimal)step);
        while (Start(a, n, step) > at) n--;
        while (Start(a, n + 1, step) <= at) n++;
        return new Window(Start(a, n, step), Start(a, n + 1, step));
    }
    Instant Start(LocalDateTime a, int n, int step) => (step == 0 ? a.PlusWeeks(n) : a.PlusMonths(n * step)).InZoneLeniently(Zone).ToInstant();
}
public static class Windows
{
    public static Window Containing(Per per, Instant at, DateTimeZone zone, Cycle cycle)
    {
        var z = at.InZone(zone);
        switch (per.Kind)
        {
            case PerKind.Forever or PerKind.Rolling: return new Window(Instant.MinValue, null);
            case PerKind.Cycle: return cycle.At(at);
            case PerKind.Minute or PerKind.Hour:
                var unit = per.Kind == PerKind.Minute ? Duration.FromMinutes(1) : Duration.FromHours(1);
                var into = Duration.FromTicks(z.LocalDateTime.TickOfDay % unit.BclCompatibleTicks);
                return new Window(at - into, at - into + unit);
            case PerKind.Day: return Days(z.Date, z.Date.PlusDays(1), zone);
            case PerKind.Week: var m = z.Date.With(DateAdjusters.PreviousOrSame(IsoDayOfWeek.Monday)); return Days(m, m.PlusWeeks(1), zone);
            default: var f = z.Date.With(DateAdjusters.StartOfMonth); return Days(f, f.PlusMonths(1), zone);
        }
    }
    static Window Days(LocalDate a, LocalDate b, DateTimeZone zone) => new(a.AtStartOfDayInZone(zone).ToInstant(), b.AtStartOfDayInZone(zone).ToInstant());
}
public static class Zones
{
    public static bool TryFind(string id, [NotNullWhen(true)] out DateTimeZone? zone) { zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(id); return zone is not null; }
}
