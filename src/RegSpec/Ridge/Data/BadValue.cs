using System.Globalization;

namespace RegSpec;

/// <summary>Names the first NaN or infinite value of a block whose sums are not finite; null where finite values were too large to be summed.</summary>
internal static class BadValue
{
    public static ArgumentException? Find(RowBlock block, int first, int rows, int features, int width, ColumnNames names)
    {
        for (int i = first; i < first + rows; i++)
        {
            if (Column(block.Features(i, features)) is int feature and >= 0)
            {
                return Error(names.FeaturesArgument, block.Start + i, $"feature '{names.Features[feature]}'", block.Features(i, features)[feature]);
            }

            if (Column(block.Targets(i, width - features)) is int target and >= 0)
            {
                return Error(names.TargetsArgument, block.Start + i, $"target '{names.Targets[target]}'", block.Targets(i, width - features)[target]);
            }
        }

        return null;
    }

    public static bool AreFinite(ReadOnlySpan<double> values) => Column(values) < 0;

    private static int Column(ReadOnlySpan<double> values)
    {
        for (int j = 0; j < values.Length; j++)
        {
            if (!double.IsFinite(values[j]))
            {
                return j;
            }
        }

        return -1;
    }

    private static ArgumentException Error(string argument, long row, string column, double value) => new(
        string.Create(CultureInfo.InvariantCulture, $"{argument}: row {row}, {column} is {(double.IsNaN(value) ? "NaN" : "infinite")}; remove the row or replace the value before the fit."), argument);
}
