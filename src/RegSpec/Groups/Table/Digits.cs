using System.Globalization;

namespace RegSpec;

/// <summary>Whole numbers as tables print them.</summary>
internal static class Digits
{
    /// <summary>Digits in threes, separated by spaces whatever the culture.</summary>
    public static string Grouped(long number) => number.ToString("N0", CultureInfo.InvariantCulture).Replace(',', ' ');
}
