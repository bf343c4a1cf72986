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
        new(Units[UnitOf(member)].Name, TypeForms.TicksOf(type) is { IsDuration: true } ? null : OriginOf(member)!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>The number in generated code.</summary>
    public static string Access(AnnotatedMember member, (string Access, bool IsDuration) ticks)
    {
        string unit = Units[UnitOf(member)].Ticks.ToString(CultureInfo.InvariantCulture) + ".0";
        return ticks.IsDuration ? ticks.Access + " / " + unit : "(" + ticks.Access + " - " + OriginOf(member)!.Value.Ticks.ToString(CultureInfo.InvariantCulture) + "L) / " + unit;
    }

    /// <summary>What is wrong with unit and origin; null if nothing is.</summary>
    public static string? WhyOdd(AnnotatedMember member, ITypeSymbol type)
    {
        bool hasOrigin = RowAttributes.Argument(member.Feature!, "Origin") is not null;
        if (TypeForms.TicksOf(type) is not { } ticks)
        {
            return UnitOf(member) != 0 || hasOrigin ? "is no date or duration, so that Unit and Origin have no meaning; remove them" : null;
        }

        return UnitOf(member) == 0 ? "is a " + TypeNames.Display(type) + " without a unit; write [Feature(Unit = TimeUnit.Days)], or another"
            : ticks.IsDuration && hasOrigin ? "is a duration, so that Origin has no meaning; remove it"
            : OriginOf(member) is null ? "has an Origin that is no day; write it as 2000-01-01"
            : null;
    }

    private static int UnitOf(AnnotatedMember member) => RowAttributes.Argument(member.Feature!, "Unit") is int unit && unit > 0 && unit < Units.Length ? unit : 0;

    private static DateTime? OriginOf(AnnotatedMember member) => RowAttributes.Argument(member.Feature!, "Origin") switch
    {
        null => new DateTime(2000, 1, 1),
        string text when DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime day) => day,
        _ => null,
    };
}
