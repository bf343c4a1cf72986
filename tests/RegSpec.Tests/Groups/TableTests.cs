using System.Globalization;

namespace RegSpec.Tests;

public class TableTests
{
    [Fact]
    public void Groups_print_as_an_aligned_table_in_every_culture()
    {
        const string Expected =
            """
            name         shape      role       λ      lr ×  reason
            -----------  ---------  ---------  -----  ----  --------------------------
            fc1.weight   [128, 64]  Weight     0      1     scale-invariant: fc1 → bn1
            fc1.bias     [128]      Bias       0      1     bias
            bn1.weight   [128]      NormScale  0      1     normalization scale
            bn1.bias     [128]      NormShift  0      1     normalization shift
            head.weight  [10, 128]  Weight     0.001  1     output layer, tuned
            head.bias    [10]       Bias       0      1     bias
            1 of 6 tensors, 1 280 of 9 866 parameters decayed
            """;
        using var model = new QuickModel();
        Assert.Equal(Expected.ReplaceLineEndings("\n"), InCultureWithDecimalComma(() => model.ParameterGroups().ToString()));
    }

    [Fact]
    public void F62_Markdown_has_the_same_rows_and_escapes_bars()
    {
        using var model = new QuickModel();
        string[] lines = model.ParameterGroups().ToMarkdown().Split('\n');
        Assert.Equal("| name | shape | role | λ | lr × | reason |", lines[0]);
        Assert.Equal("| --- | --- | --- | --- | --- | --- |", lines[1]);
        Assert.Equal("| head.weight | [10, 128] | Weight | 0.001 | 1 | output layer, tuned |", lines[6]);
        Assert.Equal("1 of 6 tensors, 1 280 of 9 866 parameters decayed", lines[^1]);

        var table = new TextTable(["a"]);
        table.Add(["x|y"]);
        Assert.Contains("| x\\|y |", table.ToMarkdown());
    }

    private static string InCultureWithDecimalComma(Func<string> print)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        comma.NumberFormat.NumberGroupSeparator = ".";
        try
        {
            CultureInfo.CurrentCulture = comma;
            return print();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
