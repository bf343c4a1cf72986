using static TorchSharp.torch;

namespace RegSpec.Tests.Ridge;

/// <summary>Errors of folds from the moments of their rows: beside the rows themselves, where digits cancel, and at offsets.</summary>
public sealed class FoldMomentsTests
{
    private static readonly double[] Lambdas = [1e-3, 0.1, 3, 400];

    [Theory]
    [InlineData(1500, 3, 7, false), InlineData(1500, 3, 300, true), InlineData(4000, 90, 9, true), InlineData(2500, 300, 3, false), InlineData(700, 530, 2, true)]
    public void Parts_are_summed_as_if_each_were_alone(int n, int p, int parts, bool weighted)
    {
        Random random = new(n + parts);
        using Tensor features = tensor(Enumerable.Range(0, n * p).Select(i => 1e6 + random.NextDouble() * (1 + i % p)).ToArray()).reshape(n, p);
        using Tensor targets = tensor(Enumerable.Range(0, n).Select(_ => random.NextDouble()).ToArray());
        using Tensor? weights = weighted ? tensor(Enumerable.Range(0, n).Select(i => (double)(i % 3)).ToArray()) : null;
        DesignRows rows = DesignArguments.Check(features, targets, weights);
        ColumnNames names = new(p, 1, null, null);
        int[] partOfRow = [.. Enumerable.Range(0, n).Select(i => i < parts ? i : random.Next(parts))];
        Moments[] sums = PartMoments.Of(rows, partOfRow, parts, names);
        for (int part = 0; part < parts; part += Math.Max(1, parts / 5))
        {
            Moments alone = MomentAccumulator.Of(new PlacedRows(rows, [.. Enumerable.Range(0, n).Where(i => partOfRow[i] == part).Select(i => (long)i)]), names);
            Assert.Equal((alone.Count, alone.WeightSum, alone.UnitWeights), (sums[part].Count, sums[part].WeightSum, sums[part].UnitWeights));
            Assert.Equal(alone.Minimum, sums[part].Minimum);
            Assert.Equal(alone.Maximum, sums[part].Maximum);
            for (int j = 0; j <= p && alone.Count > 0; j++)
            {
                Close.To(alone.Mean(j).Value, sums[part].Mean(j).Value, 1e-15);
                double size = alone.Deviation(j, aboutMean: true);
                Assert.Equal(size, sums[part].Deviation(j, aboutMean: true), 1e-12 * (size + 1));
                double product = Math.ScaleB(alone.Products[j * (p + 1) + p], alone.Exponent[j] + alone.Exponent[p]);
                Assert.Equal(product, Math.ScaleB(sums[part].Products[j * (p + 1) + p], sums[part].Exponent[j] + sums[part].Exponent[p]), 1e-12 * (1 + p) * n);
            }
        }
    }

    [Theory]
    [InlineData(60, 5, true), InlineData(2000, 21, false), InlineData(40, 0, true)]
    public void Moments_rows_kept_and_rows_read_again_agree(int n, int p, bool intercept)
    {
        RandomDesign design = RandomDesign.Of(n, Math.Max(p, 1), 3);
        if (p == 0)
        {
            design = design.With(_ => [7]);   // nothing varies
        }

        RidgeData data = new(
            DesignArguments.Check(design.Matrix, design.Target, design.Weight), null, design.Features, 1, new ColumnNames(design.Features, 1, null, null), intercept, new FeatureScaling[design.Features],
            Enumerable.Repeat(1.0, design.Features).ToArray());
        foreach (Fold fold in FoldSet.Of(data, LambdaSelection.KFold(4), new RidgeWatch()).Folds)
        {
            SpectralFit fit = new(fold.Fitted, 0);
            (double[] moments, bool[] isRounding) = new MomentErrors(fold, 0, fit).Sums(Lambdas);
            using RowErrors kept = new(fold.Fitted, 0, fit, fold.Rows!(), long.MaxValue);
            using RowErrors again = new(fold.Fitted, 0, fit, fold.Rows!(), 0);
            Assert.DoesNotContain(true, isRounding);
            Close.To(kept.Sums(Lambdas), moments, 1e-12);
            Close.To(kept.Sums(Lambdas), again.Sums(Lambdas), 1e-12);
            Close.To(kept.Weight, new MomentErrors(fold, 0, fit).Weight, 1e-14);
        }
    }

    /// <summary>With a noise of 1e-6 of the signal the quadratic form keeps four digits: the rows are asked. The reference are refits, good to 1e-15 of the target and so to 1e-9 of its noise.</summary>
    [Theory]
    [InlineData("5-fold"), InlineData("time"), InlineData("wide")]
    public void Where_digits_cancel_rows_are_asked(string folds)
    {
        int n = folds == "wide" ? 24 : 90;
        RandomDesign design = RandomDesign.Of(n, folds == "wide" ? 30 : 4, 5);
        Random random = new(6);
        design = design with { Y = [.. design.X.Select(row => row.Select((x, j) => (j + 1) * x).Sum() + 1e-6 * random.NextDouble())] };
        LambdaSelection selection = folds == "time" ? LambdaSelection.TimeOrdered(3, gap: 4) : LambdaSelection.KFold(5, seed: 1);
        double[] lambdas = [1e-9, 1e-6, 1];
        FoldAssignment assignment = new(n, selection);
        IReadOnlyList<double> errors = design.Problem().KFoldErrors(selection, lambdas);
        for (int l = 0; l < lambdas.Length; l++)
        {
            (double sum, int count) = (0, 0);
            for (int fold = 0; fold < assignment.Count; fold++)
            {
                RidgeSolution refit = design.Take(assignment.Fitted(fold).Select(place => (int)place)).Problem().Fit(lambdas[l]);
                foreach (long place in assignment.Tested(fold))
                {
                    sum += Math.Pow(design.Y[place] - refit.Predict(design.X[place]), 2);
                    count++;
                }
            }

            Close.To(sum / count, errors[l], 1e-7);
        }
    }

    /// <summary>Values that are multiples of 2⁻¹⁶ stay exact at an offset of 1e8, so that nothing but the intercept may change.</summary>
    [Theory]
    [InlineData(1e4), InlineData(1e8)]
    public void Offsets_cost_no_digits(double offset)
    {
        RandomDesign plain = RandomDesign.Of(300, 4, 7);
        plain = plain.With(row => Array.ConvertAll(row, x => Math.Round(x * 65536) / 65536)) with { Y = Array.ConvertAll(plain.Y, y => Math.Round(y * 65536) / 65536) };
        RandomDesign moved = plain.With(row => Array.ConvertAll(row, x => x + offset)) with { Y = Array.ConvertAll(plain.Y, y => y - offset) };
        foreach (LambdaSelection selection in new[] { LambdaSelection.KFold(5), LambdaSelection.TimeOrdered(4, gap: 3), LambdaSelection.KFold(300) })
        {
            Close.To(plain.Problem(weighted: true).KFoldErrors(selection, Lambdas), moved.Problem(weighted: true).KFoldErrors(selection, Lambdas), 1e-12);
        }
    }

    /// <summary>The fit of a fold reads no rows; whether to go on is asked before each.</summary>
    [Fact]
    public void Folds_ask_whether_to_go_on()
    {
        RandomDesign design = RandomDesign.Of(60, 4, 3);
        RidgeData data = new(DesignArguments.Check(design.Matrix, design.Target, null), null, 4, 1, new ColumnNames(4, 1, null, null), true, new FeatureScaling[4], [1, 1, 1, 1]);
        RidgeWatch watch = new();
        using CancellationTokenSource source = new();
        Assert.ThrowsAny<OperationCanceledException>(() => watch.Run(null, source.Token, "testing", 1, 1, () =>
        {
            FoldSet folds = FoldSet.Of(data, LambdaSelection.KFold(4), watch);
            new FoldErrors(folds, data, 0).Dispose();
            source.Cancel();
            Assert.ThrowsAny<OperationCanceledException>(() => new FoldErrors(folds, data, 0));
            return 0;
        }));
    }

    /// <summary>Without rows nobody can be asked again: that is said. With rows it is not.</summary>
    [Fact]
    public void Digits_that_statistics_lost_are_said()
    {
        Random random = new(4);
        Generated.Forward[] rows = [.. Enumerable.Range(0, 60).Select(_ => (A: random.NextDouble(), B: random.NextDouble())).Select(pair => new Generated.Forward(pair.A, pair.B, pair.A + pair.B + 1e-6 * random.NextDouble()))];
        RidgeStatistics[] folds = [.. rows.Chunk(20).Select(part => Generated.ForwardRidge.Statistics(part))];
        const string Warning = "their statistics keep less than ten digits";
        Assert.Contains(Generated.ForwardRidge.Type.SelectByFolds(folds, [1e-9, 1]).Selection!.Warnings, warning => warning.Contains(Warning, StringComparison.Ordinal));
        Assert.DoesNotContain(Generated.ForwardRidge.Select(rows, LambdaSelection.KFold(3), [1e-9, 1]).Selection!.Warnings, warning => warning.Contains(Warning, StringComparison.Ordinal));
    }

    /// <summary>Rows of weight 0 are none.</summary>
    [Fact]
    public void A_fold_that_leaves_one_row_is_refused()
    {
        RidgeProblem problem = RidgeProblem.FromMatrices(tensor(new double[] { 1, 2, 3, 4 }, 4, 1), tensor(new double[] { 1, 3, 2, 5 }), tensor(new double[] { 1, 1, 0, 0 }));
        string message = Assert.Throws<ArgumentException>(() => problem.Select(LambdaSelection.KFold([0, 1, 0, 1]), [1])).Message;
        Assert.StartsWith("selection: without fold 0 there are 1 rows of positive weight, a fit needs at least two", message, StringComparison.Ordinal);
        RidgeStatistics[] folds = [.. new[] { new Generated.Forward(1, 2, 3), new(2, 1, 4) }.Select(row => Generated.ForwardRidge.Statistics([row]))];
        Assert.StartsWith("selection: without fold 0", Assert.Throws<ArgumentException>(() => Generated.ForwardRidge.Type.SelectByFolds(folds, [1])).Message, StringComparison.Ordinal);
    }
}
