using System.Globalization;
using System.Text.RegularExpressions;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace RegSpec.Tests.Ridge;

/// <summary>
/// Random problems of 0 to 50 rows and columns with special values, duplicates, constants, zero weights and scales from 1e-150 to 1e150: an
/// exception exactly for the listed bad inputs, otherwise a solution of the normal equations. REGSPEC_FUZZ sets how many (1,000).
/// </summary>
public sealed partial class FuzzTests(ITestOutputHelper output)
{
    private const double Tolerance = 1e-8;

    [Fact]
    public void Every_problem_is_solved_or_refused_for_a_listed_reason()
    {
        int count = int.Parse(Environment.GetEnvironmentVariable("REGSPEC_FUZZ") ?? "1000", CultureInfo.InvariantCulture);
        int solved = 0;
        int rounded = 0;
        Dictionary<string, int> refused = [];
        double worst = 0;
        List<string> failures = [];
        for (int seed = 0; seed < count; seed++)
        {
            FuzzProblem problem = FuzzProblem.Of(seed);
            using var scope = NewDisposeScope();
            if (problem.BadArgument is { } argument)
            {
                ArgumentException exception = Assert.ThrowsAny<ArgumentException>(() => problem.Solve());
                Assert.True(argument.Contains(exception.ParamName!, StringComparison.Ordinal), $"seed {seed}: {exception.Message}");
                string reason = Number().Replace(exception.Message.Split(';')[0], "#");
                refused[reason] = refused.GetValueOrDefault(reason) + 1;
                continue;
            }

            RidgeSolution solution;
            try
            {
                solution = problem.Solve();
            }
            catch (Exception exception)
            {
                failures.Add(FormattableString.Invariant($"seed {seed}: {problem}: {exception.Message}"));
                continue;
            }

            (double residual, double rounding) = problem.Equations().Measure(solution.RawCoefficients, solution.Intercept);
            if (!(residual <= Tolerance))
            {
                failures.Add(FormattableString.Invariant($"seed {seed}: {problem}, {solution.Algorithm} of rank {solution.Rank}: residual {residual:E1}"));
            }

            rounded += residual + rounding > Tolerance ? 1 : 0;
            worst = Math.Max(worst, residual);
            solved++;
        }

        output.WriteLine(FormattableString.Invariant(
            $"FUZZ {solved} of {count} solved, {refused.Values.Sum()} refused; worst residual {worst:E1}; {rounded} whose rounding to doubles leaves more than {Tolerance}"));
        foreach ((string reason, int times) in refused.OrderByDescending(pair => pair.Value))
        {
            output.WriteLine(FormattableString.Invariant($"FUZZ {times,6} {reason}"));
        }

        Assert.True(failures.Count == 0, $"{failures.Count} failed:\n{string.Join('\n', failures.Take(20))}");
        Assert.True(solved > count / 2);
        Assert.True(rounded <= solved / 100, $"{rounded} solutions are taken at their word that doubles cannot hold them better");
    }

    [GeneratedRegex(@"'x\d+'|-?\d+(\.\d+)?(E[-+]\d+)?")]
    private static partial Regex Number();
}
