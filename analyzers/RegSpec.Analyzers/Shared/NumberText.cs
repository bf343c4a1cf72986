using System.Globalization;

namespace RegSpec.Analyzers;

/// <summary>Numbers in messages and fixes, the same in every culture.</summary>
internal static class NumberText
{
    public static string Of(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
