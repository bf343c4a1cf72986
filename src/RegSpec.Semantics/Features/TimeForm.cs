using System;
using System.Globalization;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Sources;

namespace RegSpec.Semantics.Features;

/// <summary>A date or duration as a number.</summary>
/// <param name="Unit">Name of the unit.</param>
/// <param name="Origin">The day from which dates are counted, as <c>yyyy-MM-dd</c>; null for durations.</param>
internal sealed record TimeForm(string Unit, string? Origin)
{
    private static readonly (string Name, long Ticks)[] Units =
    {
        ("None", 0), ("Seconds", TimeSpan.TicksPerSecond), ("Minutes", TimeSpan.TicksPerMinute), ("Hours", TimeSpan.TicksPerHour),
        ("Days", TimeSpan.TicksPerDay), ("Weeks", 7 * TimeSpan.TicksPerDay), ("Years", 3652425 * (TimeSpan.TicksPerDay / 10000)),
    };

    /// <summary>The form that a member declares.</summary>
    public static TimeForm Of(AnnotatedMember member, ITypeSymbol type) =>
        new(Units[UnitOf(member)].Name, TypeForms.CountOf(type) is { IsDuration: true } ? null : OriginOf(member)!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>The number in generated code: steps since the origin times a whole number, which is exact, over another, so that it is rounded once whatever the unit is.</summary>
    public static string Access(AnnotatedMember member, TimeCount count)
    {
        long unit = Units[UnitOf(member)].Ticks;
        long common = CommonDivisor(count.Step, unit);
        string steps = count.IsDuration ? count.Access : "(" + count.Access + " - " + Number(OriginOf(member)!.Value.Ticks / count.Step) + (count.Step == 1 ? "L" : "") + ")";
        return steps + (count.Step == common ? "" : " * " + Number(count.Step / common) + ".0") + (unit == common ? "" : " / " + Number(unit / common) + ".0");
    }

    /// <summary>What is wrong with unit and origin; null if nothing is.</summary>
    public static string? WhyOdd(AnnotatedMember member, ITypeSymbol type)
    {
        bool hasOrigin = RowAttributes.Argument(member.Feature!, "Origin") is not null;
        if (TypeForms.CountOf(type) is not { } count)
        {
            return UnitOf(member) != 0 || hasOrigin ? "is no date or duration, so that Unit and Origin have no meaning; remove them" : null;
        }

        return UnitOf(member) == 0 ? "is a " + TypeNames.Display(type) + " without a unit; write [Feature(Unit = TimeUnit.Days)], or another"
            : count.IsDuration && hasOrigin ? "is a duration, so that Origin has no meaning; remove it"
            : OriginOf(member) is null ? "has an Origin that is no day; write it as 2000-01-01"
            : null;
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static long CommonDivisor(long a, long b)
    {
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return a;
    }

    private static int UnitOf(AnnotatedMember member) => RowAttributes.Argument(member.Feature!, "Unit") is int unit && unit > 0 && unit < Units.Length ? unit : 0;

    private static DateTime? OriginOf(AnnotatedMember member) => RowAttributes.Argument(member.Feature!, "Origin") switch
    {
        null => new DateTime(2000, 1, 1),
        string text when DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime day) => day,
        _ => null,
    };
}
