using System.Reflection;
using System.Text.Json;
using static TorchSharp.torch;

namespace RegSpec.Tests.Ridge;

/// <summary>Mergeable statistics, JSON, and what the public surface cannot express.</summary>
public sealed class StatisticsTests
{
    [Fact]
    public void Parts_in_any_order_give_the_statistics_of_the_whole()
    {
        RandomDesign design = RandomDesign.Of(300, 4, 41);
        RidgeStatistics whole = Of(design);
        RidgeStatistics[] parts = new[] { 0..7, 7..50, 50..51, 51..300 }.Select(range => Of(design.Take(Enumerable.Range(0, 300).Take(range)))).ToArray();
        RidgeStatistics forward = parts.Aggregate(new RidgeStatistics(4), RidgeStatistics.Merge);
        RidgeStatistics tree = RidgeStatistics.Merge(RidgeStatistics.Merge(parts[3], parts[0]), RidgeStatistics.Merge(parts[2], parts[1]));
        foreach (RidgeStatistics merged in new[] { forward, tree })
        {
            Assert.Equal(whole.Count, merged.Count);
            Close.To(whole.WeightSum, merged.WeightSum, 1e-15);
            for (int i = 0; i < 5; i++)
            {
                Close.To(whole.Mean(i), merged.Mean(i), 1e-14);
                Close.To(whole.Deviation(i), merged.Deviation(i), 1e-14);
                Assert.Equal(whole.Minimum(i), merged.Minimum(i));
                Assert.Equal(whole.Maximum(i), merged.Maximum(i));
            }

            Close.To(RidgeProblem.FromStatistics(whole).Fit(1).Coefficients, RidgeProblem.FromStatistics(merged).Fit(1).Coefficients, 1e-13);
        }
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public void Centred_products_are_those_of_centred_columns(bool weighted)
    {
        RandomDesign design = RandomDesign.Of(50, 4, 48);
        RidgeStatistics statistics = new(4);
        statistics.Add(design.Matrix, design.Target, weighted ? design.Weight : null);
        double[][] columns = [.. Enumerable.Range(0, 4).Select(j => design.X.Select(row => row[j]).ToArray()), design.Y];
        double[] weights = weighted ? design.Weights : [.. design.Weights.Select(_ => 1.0)];
        double[] means = [.. columns.Select(column => column.Zip(weights, (x, s) => s * x).Sum() / weights.Sum())];
        for (int i = 0; i < 5; i++)
        {
            Close.To(means[i], statistics.Mean(i), 1e-14);
            for (int j = 0; j < 5; j++)
            {
                double expected = Enumerable.Range(0, 50).Sum(row => weights[row] * (columns[i][row] - means[i]) * (columns[j][row] - means[j]));
                double size = Math.Sqrt(statistics.CentredProduct(i, i) * statistics.CentredProduct(j, j));
                Assert.Equal(expected / size, statistics.CentredProduct(i, j) / size, 1e-13);
            }
        }
    }

    [Theory]
    [InlineData(1e4), InlineData(1e6), InlineData(1e8), InlineData(1e10)]
    public void An_offset_costs_no_digits(double offset)
    {
        Random random = new(42);
        double[] values = Enumerable.Range(0, 2000 * 3).Select(_ => random.Next(-4096, 4096) / 4096.0).ToArray();
        RidgeStatistics plain = new(2);
        RidgeStatistics moved = new(2);
        for (int start = 0; start < values.Length; start += 600)
        {
            double[] part = values[start..(start + 600)];
            plain.Add(part);
            moved.Add(part.Select(value => value + offset).ToArray());   // exact: dyadic values
        }

        Close.To(
            [plain.CentredProduct(0, 0), plain.CentredProduct(1, 0), plain.CentredProduct(2, 1)],
            [moved.CentredProduct(0, 0), moved.CentredProduct(1, 0), moved.CentredProduct(2, 1)], 1e-14);   // sums of 2000 terms about other shifts
    }

    [Fact]
    public void A_drifting_stream_is_summed_as_well()
    {
        RidgeStatistics stream = new(1);
        List<double[]> rows = [];
        Random random = new(43);
        for (int block = 0; block < 50; block++)
        {
            double[] part = Enumerable.Range(0, 200).Select(i => block * 2e6 + random.Next(0, 1024) / 1024.0).ToArray();
            stream.Add(part);
            rows.AddRange(part.Chunk(2));
        }

        double mean = rows.Average(row => row[0]);
        double expected = rows.Sum(row => (row[0] - mean) * (row[0] - mean));
        Close.To(expected, stream.CentredProduct(0, 0), 1e-13);   // the reference has the rounding of a sum of 5000 terms
    }

    [Fact]
    public void Rows_as_a_span_are_rows_as_matrices()
    {
        RandomDesign design = RandomDesign.Of(30, 3, 44);
        RidgeStatistics spans = new(3);
        spans.Add(design.X.SelectMany((row, i) => row.Append(design.Y[i])).ToArray(), design.Weights);
        Assert.Equal(JsonSerializer.Serialize(Of(design)), JsonSerializer.Serialize(spans));
    }

    [Fact]
    public void Statistics_and_solutions_survive_json()
    {
        RidgeStatistics statistics = Of(RandomDesign.Of(30, 3, 45));
        RidgeStatistics back = JsonSerializer.Deserialize<RidgeStatistics>(JsonSerializer.Serialize(statistics))!;
        Assert.Equal(JsonSerializer.Serialize(statistics), JsonSerializer.Serialize(back));
        Assert.Equal(RidgeProblem.FromStatistics(statistics).Fit(2).ToString(), RidgeProblem.FromStatistics(back).Fit(2).ToString());

        RandomDesign wide = RandomDesign.Of(3, 5, 46);
        RidgeSolution solution = wide.Problem().Fit(0);   // with an infinite condition number and a warning
        RidgeSolution read = JsonSerializer.Deserialize<RidgeSolution>(JsonSerializer.Serialize(solution))!;
        Assert.Equal(JsonSerializer.Serialize(solution), JsonSerializer.Serialize(read));
        Assert.Equal(solution.ToString(), read.ToString());
        Assert.Equal(solution.Predict(wide.X[1]), read.Predict(wide.X[1]));
        Assert.Equal(double.PositiveInfinity, read.ConditionNumber);
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<RidgeSolution>("{\"Lambda\":1}"));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<RidgeStatistics>("{\"FeatureCount\":2,\"TargetCount\":1}"));
    }

    [Fact]
    public void Statistics_of_other_columns_are_refused()
    {
        RidgeStatistics first = new(RidgeLayout.OfNumbers(["a", "b"], "y"));
        first.Add([1, 2, 3, 4, 5, 7, 6, 9, 8]);
        RidgeStatistics swapped = new(RidgeLayout.OfNumbers(["b", "a"], "y"));
        swapped.Add([1, 2, 3, 4, 5, 7, 6, 9, 8]);
        string merged = Assert.Throws<ArgumentException>(() => first.Merge(swapped)).Message;
        Assert.StartsWith("other: is of other columns: column 0 is 'b' where these statistics has 'a'.", merged, StringComparison.Ordinal);
        Assert.StartsWith("other: its columns have no names, these have", Assert.Throws<ArgumentException>(() => first.Merge(new RidgeStatistics(2))).Message, StringComparison.Ordinal);
        Assert.StartsWith("other: its columns have names, these have none", Assert.Throws<ArgumentException>(() => new RidgeStatistics(2).Merge(first)).Message, StringComparison.Ordinal);
        RidgeOptions options = new() { FeatureNames = ["b", "a"] };
        Assert.StartsWith("statistics: are of other columns than options: column 0 is 'a'", Assert.Throws<ArgumentException>(() => RidgeProblem.FromStatistics(first, options)).Message, StringComparison.Ordinal);
        Assert.Equal(["a", "b"], RidgeProblem.FromStatistics(first).Fit(1).FeatureNames);

        RidgeStatistics level = new(new RidgeLayout([RidgeColumn.Number("a"), new("b", RidgeColumnKind.Level, "c", "b")], ["y"]));
        Assert.StartsWith("other: is of other columns: its column 'b' is the level 'b' of 'c', that of these statistics is a number.", Assert.Throws<ArgumentException>(() => first.Merge(level)).Message, StringComparison.Ordinal);
        RidgeStatistics back = JsonSerializer.Deserialize<RidgeStatistics>(JsonSerializer.Serialize(level))!;
        Assert.Equal(level.Layout, back.Layout);
    }

    [Fact]
    public void Moments_computed_elsewhere_are_those_of_the_rows()
    {
        RandomDesign design = RandomDesign.Of(40, 3, 47);
        RidgeStatistics own = Of(design);
        double[] offsets = [1, -2, 3, 0.5];
        double[] rests = [.. offsets.Select((k, j) => own.Mean(j) - k)];
        double[] products = [.. Enumerable.Range(0, 16).Select(at => own.CentredProduct(at / 4, at % 4))];
        RidgeLayout layout = RidgeLayout.OfNumbers(["a", "b", "c"], "y");
        RidgeStatistics given = RidgeStatistics.FromMoments(
            layout, own.Count, own.WeightSum, offsets, products, [.. Enumerable.Range(0, 4).Select(own.Minimum)], [.. Enumerable.Range(0, 4).Select(own.Maximum)], unitWeights: false, rests);
        RidgeSolution expected = RidgeProblem.FromStatistics(own).Fit(2);
        RidgeSolution actual = RidgeProblem.FromStatistics(given).Fit(2);
        Assert.All(expected.Coefficients.Zip(actual.Coefficients), pair => Assert.Equal(pair.First, pair.Second, 1e-13 * expected.Coefficients.Max(Math.Abs)));
        Assert.Equal(expected.RawIntercept, actual.RawIntercept, 1e-12);

        products[1] = 1e9;
        string message = Assert.Throws<ArgumentException>(() => RidgeStatistics.FromMoments(layout, own.Count, own.WeightSum, offsets, products, new double[4], new double[4])).Message;
        Assert.StartsWith("These cannot be the moments of rows: ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constant_columns_stay_constant_through_merging()
    {
        RidgeStatistics statistics = new(2);
        statistics.Add([0.1, 1, 5, 0.1, 2, 6]);
        statistics.Add([0.1, 4, 9]);
        Assert.Equal(["x0"], RidgeProblem.FromStatistics(statistics).Fit(1).ConstantFeatures);
    }

    [Fact]
    public void Predictions_of_a_matrix_are_those_of_its_rows()
    {
        RandomDesign design = RandomDesign.Of(30, 3, 47);
        RidgeSolution solution = design.Problem().Fit(2);
        using Tensor predictions = solution.Predict(design.Matrix);
        Assert.Equal(design.X.Select(row => solution.Predict(row)), predictions.data<double>().ToArray());
        double direct = solution.RawIntercept + design.X[0].Zip(solution.RawCoefficients, (x, beta) => x * beta).Sum();
        Close.To(direct, solution.Predict(design.X[0]), 1e-12);
    }

    [Fact]
    public void The_report_names_every_feature()
    {
        string text = RidgeDataSet.Prostate(train: true).Problem(new RidgeOptions
        {
            FeatureNames = ["lcavol", "lweight", "age", "lbph", "svi", "lcp", "gleason", "pgg45"],
            TargetNames = ["lpsa"],
        }).Fit(10).ToString();
        Assert.StartsWith("ridge 'lpsa': λ = 10, n = 67, p = 8, df = 6.21", text, StringComparison.Ordinal);
        Assert.Contains("\nlcavol ", text, StringComparison.Ordinal);
        Assert.Equal(12, text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    /// <summary>A scaler fitted on other rows than the fit cannot be expressed: nothing takes one, and nothing takes statistics beside rows.</summary>
    [Fact]
    public void No_public_member_takes_a_scaler_or_statistics_beside_rows()
    {
        Type[] types = [.. typeof(RidgeProblem).Assembly.GetExportedTypes(), typeof(Generated.HomeRidge)];
        string[] scalerNames = ["mean", "scale", "deviation", "std", "center", "centre", "shift", "offset"];
        int seen = 0;
        foreach (Type type in types.Where(type => type.Name.Contains("Ridge", StringComparison.Ordinal)))
        {
            IEnumerable<MethodBase> members = [.. type.GetConstructors(), .. type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)];
            // Moments computed elsewhere are statistics: their means are those of the very columns that are summed.
            foreach (MethodBase member in members.Where(member => member.Name != nameof(RidgeStatistics.FromMoments)))
            {
                ParameterInfo[] parameters = member.GetParameters();
                seen++;
                Assert.DoesNotContain(parameters, parameter => scalerNames.Any(name => parameter.Name!.Contains(name, StringComparison.OrdinalIgnoreCase)));
                bool statistics = parameters.Any(parameter => parameter.ParameterType == typeof(RidgeStatistics));
                bool rows = parameters.Any(parameter => parameter.ParameterType == typeof(Tensor)
                    || parameter.ParameterType.Name.Contains("Span", StringComparison.Ordinal) || parameter.ParameterType.Name.Contains("Enumerable", StringComparison.Ordinal));
                Assert.False(statistics && rows, $"{type.Name}.{member.Name}");
            }
        }

        Assert.True(seen > 50);
        Assert.DoesNotContain(typeof(RidgeOptions).GetProperties(), property => scalerNames.Any(name => property.Name.StartsWith(name + "s", StringComparison.OrdinalIgnoreCase)));
    }

    private static RidgeStatistics Of(RandomDesign design)
    {
        RidgeStatistics statistics = new(design.Features);
        statistics.Add(design.Matrix, design.Target, design.Weight);
        return statistics;
    }
}
