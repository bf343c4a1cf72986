using Xunit.Abstractions;

namespace RegSpec.Tests.Ridge;

/// <summary>Correct digits against exact solutions: of the published decimals (golden_ridge_exact.json, NIST) and of the doubles as stored.</summary>
public sealed class GoldenExactTests(ITestOutputHelper output)
{
    /// <summary>Indices of the fits, with their names for the report.</summary>
    public static TheoryData<int, string> Fits
    {
        get
        {
            TheoryData<int, string> fits = [];
            for (int i = 0; i < ExactFit.All.Count; i++)
            {
                fits.Add(i, ExactFit.All[i].ToString());
            }

            return fits;
        }
    }

    [Theory]
    [MemberData(nameof(Fits))]
    public void Coefficients_agree_with_the_exact_solution_of_the_decimals(int index, string name)
    {
        ExactFit fit = ExactFit.All[index];
        RidgeDataSet data = fit.Data;
        RidgeSolution solution = data.Problem(fit.Options(data.Features)).Fit(fit.Lambda);
        double digits = CorrectDigits.Of(fit.Coefficients, ExactFit.Raw(data, solution.RawIntercept, solution.RawCoefficients));
        double squares = CorrectDigits.Of(fit.Squares, solution.ResidualSumOfSquares, 1e-20 * data.Y.Sum(y => y * y));
        output.WriteLine(FormattableString.Invariant($"DIGITS {name}: {digits:F1}, RSS {squares:F1}, claimed {solution.Digits.Min():F1}, {solution.Algorithm} {solution.RefinementSteps}"));
        double floor = Floor(fit);
        Assert.True(digits >= floor, $"{digits:F2} digits");
        Assert.True(squares >= floor, $"RSS: {squares:F2} digits");
    }

    [Theory]
    [MemberData(nameof(Fits))]
    public void Coefficients_agree_with_the_exact_solution_of_the_stored_doubles(int index, string name)
    {
        ExactFit fit = ExactFit.All[index];
        RidgeDataSet data = fit.Data;
        RidgeSolution solution = data.Problem(fit.Options(data.Features)).Fit(fit.Lambda);
        double[] expected = fit.OfStored(data);
        double digits = CorrectDigits.Of(expected, ExactFit.Raw(data, solution.RawIntercept, solution.RawCoefficients));
        output.WriteLine(FormattableString.Invariant($"STORED {name}: {digits:F1}, claimed {solution.Digits.Min():F1}"));
        Assert.True(digits >= 14, $"{digits:F2} digits");
        for (int j = 0; j < data.Features; j++)   // the claim is a bound, and not a timid one
        {
            Assert.InRange(solution.Digits[j], 12, CorrectDigits.Of(expected[^(data.Features - j)], solution.RawCoefficients[j]));
        }
    }

    /// <summary>What a path claims for its coefficients holds, and what it refines is the single fit.</summary>
    [Theory]
    [MemberData(nameof(Fits))]
    public void A_point_of_a_path_is_as_accurate_as_it_says_and_its_solution_as_a_fit(int index, string name)
    {
        ExactFit fit = ExactFit.All[index];
        RidgeDataSet data = fit.Data;
        RidgeProblem problem = data.Problem(fit.Options(data.Features));
        RidgePathPoint point = problem.Path([7, fit.Lambda])[1];
        double[] expected = fit.OfStored(data);
        double timid = 0;
        for (int j = 0; j < data.Features; j++)
        {
            double digits = CorrectDigits.Of(expected[^(data.Features - j)], point.RawCoefficients[j]);
            timid = Math.Max(timid, digits - point.Digits[j]);
            Assert.True(point.Digits[j] <= digits, FormattableString.Invariant($"[{j}]: {point.Digits[j]:F1} digits claimed, {digits:F1} are correct"));
        }

        RidgeSolution single = problem.Fit(fit.Lambda);
        output.WriteLine(FormattableString.Invariant($"PATH {name}: claimed {point.Digits.Min():F1}, at most {timid:F1} below the truth; refined {single.Digits.Min():F1}"));
        Assert.True(timid < (fit.Standardized || fit.Lambda == 0 ? 5 : 8), $"{timid:F1} digits too few are claimed");   // raw columns are of sizes many orders apart
        Assert.Equal(single.RawCoefficients, point.Solution.RawCoefficients);
        Assert.Equal(single.ToString(), point.Solution.ToString());
        Assert.Same(point.Solution, point.Solution);
    }

    [Theory]
    [InlineData("Longley"), InlineData("Filip"), InlineData("Wampler1"), InlineData("Wampler2"), InlineData("Wampler3"), InlineData("Wampler4"), InlineData("Wampler5")]
    [InlineData("Norris"), InlineData("Pontius"), InlineData("NoInt1"), InlineData("NoInt2")]
    public void Least_squares_agree_with_the_certified_values(string name)
    {
        RidgeDataSet data = RidgeDataSet.Nist(name);
        RidgeSolution solution = data.Problem().Fit(0);
        double[] expected = RidgeDataSet.Certified(name);
        double[] actual = ExactFit.Raw(data, solution.RawIntercept, solution.RawCoefficients);
        double digits = CorrectDigits.Of(expected, actual);
        output.WriteLine(FormattableString.Invariant($"CERTIFIED {name}: {digits:F1}"));
        Assert.Equal(expected.Length, actual.Length);
        Assert.True(digits >= (name == "Filip" ? 7 : 13), $"{digits:F2} digits");
    }

    /// <summary>
    /// Filip's powers of x are no doubles. Each is stored as the nearest one, at most half a unit in the last place away; moving each by a random part of
    /// that moves the exact solution as far as it is from the exact solution of the decimals. No solver of the stored doubles can come nearer.
    /// </summary>
    [Theory]
    [InlineData(0, false), InlineData(1e-6, true), InlineData(1, false)]
    public void Filip_is_as_near_to_the_decimals_as_its_storage_allows(double lambda, bool standardized)
    {
        ExactFit fit = ExactFit.All.Single(fit => fit.Name == "Filip" && fit.Lambda == lambda && fit.Standardized == standardized);
        RidgeDataSet data = fit.Data;
        double[] stored = fit.OfStored(data);
        double distance = CorrectDigits.Of(fit.Coefficients, stored);
        double[] moved = [.. Enumerable.Range(0, 8).Select(seed => CorrectDigits.Of(stored, fit.OfStored(Jittered(data, seed))))];
        RidgeSolution solution = data.Problem(fit.Options(data.Features)).Fit(lambda);
        double reached = CorrectDigits.Of(fit.Coefficients, ExactFit.Raw(data, solution.RawIntercept, solution.RawCoefficients));
        output.WriteLine(FormattableString.Invariant(
            $"FILIP {fit}: the exact solutions of decimals and of doubles share {distance:F1} digits; of doubles and moved doubles {moved.Min():F1} to {moved.Max():F1}; solved {reached:F1}"));
        Assert.InRange(distance, moved.Min() - 0.5, moved.Max() + 0.5);
        Assert.Equal(distance, reached, 0.05);
    }

    /// <summary>Each entry moved by up to half a unit in its last place; doubled in size, so that the moved entry is a double again.</summary>
    private static RidgeDataSet Jittered(RidgeDataSet data, int seed)
    {
        Random random = new(seed);
        double Move(double value) => random.Next(2) == 0 ? value : random.Next(2) == 0 ? Math.BitIncrement(value) : Math.BitDecrement(value);
        return data with { X = Array.ConvertAll(data.X, row => Array.ConvertAll(row, Move)) };
    }

    /// <summary>13 digits but where <see cref="Filip_is_as_near_to_the_decimals_as_its_storage_allows"/> shows that the data do not have them.</summary>
    private static double Floor(ExactFit fit) => (fit.Name, fit.Lambda, fit.Standardized) switch
    {
        ("Filip", 0, _) => 7,
        ("Filip", 1e-6, _) => 11,
        ("Filip", 1, false) => 10,
        _ => 13,
    };
}
