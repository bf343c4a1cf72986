using System.Text.Json;
using RegSpec.Tests.Ridge;

namespace RegSpec.Tests.Generated;

/// <summary>Missing values, polynomials, products, several targets and groups: against the design made by hand, and fold by fold against refits that have seen nothing of the fold.</summary>
public class PatientRowTests
{
    private static readonly string[] Cities = ["Aachen", "Oslo", "Rome"];
    private static readonly Patient[] All = Make(400);
    private static readonly Patient[] Kept = [.. All.Where(patient => patient.Visits is not null)];

    /// <summary>1e-10: the basis of degree 4 is computed from moments here and from columns there, each good to some 1e-13.</summary>
    private const double Tolerance = 1e-10;

    [Fact]
    public void Rows_are_the_design_made_by_hand()
    {
        RidgeModel<Patient> model = PatientRidge.Fit(All);
        PatientDesign byHand = new(Kept, Cities);
        Assert.Equal(PatientDesign.Names(Cities), model.Solutions[0].FeatureNames);
        Assert.Equal(PatientDesign.Options(Cities).Scaling, model.Encoding.Options.Scaling);
        Assert.Equal(PatientDesign.Options(Cities).PenaltyFactors, model.Encoding.Options.PenaltyFactors);
        Assert.Equal(All.Length - Kept.Length, model.SkippedRows);
        Assert.Contains($"{model.SkippedRows} rows without a value were left out", model.ToString(), StringComparison.Ordinal);
        double[] columns = new double[PatientDesign.Names(Cities).Length];
        foreach (Patient patient in Kept)
        {
            model.Write(patient, columns);
            Close.To(byHand.Row(patient), columns, Tolerance);
        }

        RidgeSolution cost = byHand.Problem(Kept, patient => patient.Cost).Fit(0.8);
        RidgeSolution stay = byHand.Problem(Kept, patient => patient.Stay).Fit(3);
        Close.To(cost.Coefficients, model.Solutions[0].Coefficients, Tolerance);
        Close.To(stay.Coefficients, model.Solutions[1].Coefficients, Tolerance);
        Assert.Equal([0.8, 3], model.Solutions.Select(solution => solution.Lambda));
        foreach (Patient patient in Make(50, seed: 7).Where(patient => patient.Visits is not null))
        {
            double[] predictions = model.PredictTargets(patient);
            Close.To(cost.Predict(byHand.Row(patient)), predictions[0], Tolerance);
            Close.To(stay.Predict(byHand.Row(patient)), predictions[1], Tolerance);
        }
    }

    /// <summary>Sums of parts know of no mean; what is fitted to them does. About 2010 powers up to 4 keep some ten digits.</summary>
    [Fact]
    public void Statistics_of_parts_are_fitted_alike()
    {
        RidgeEncoding encoding = PatientRidge.Type.Schema.Encode(new Dictionary<string, IReadOnlyList<string>> { ["City"] = Cities });
        RidgeStatistics parts = PatientRidge.Type.Statistics(All[..150], encoding);
        parts.Merge(JsonSerializer.Deserialize<RidgeStatistics>(JsonSerializer.Serialize(PatientRidge.Type.Statistics(All[150..], encoding)))!);
        Assert.Equal(encoding.StatisticsLayout, parts.Layout);
        RidgeModel<Patient> expected = PatientRidge.Fit(All);
        foreach (RidgeModel<Patient> fit in new[] { PatientRidge.Fit(parts), PatientRidge.Fit(PatientRidge.Statistics(All)) })
        {
            Close.To(expected.Solutions[0].Coefficients, fit.Solutions[0].Coefficients, 1e-8);
            Close.To(expected.Solutions[1].Coefficients, fit.Solutions[1].Coefficients, 1e-8);
            Close.To(expected.PredictTargets(All[3]), fit.PredictTargets(All[3]), 1e-8);
        }
    }

    public static TheoryData<string> Folds => ["k-fold", "repeated", "time", "groups", "wide"];

    /// <summary>What a fold is tested by has seen none of its rows: neither for means, nor for polynomials, nor for what products count from.</summary>
    [Theory]
    [MemberData(nameof(Folds))]
    public void Folds_learn_from_their_own_rows_alone(string folds)
    {
        Patient[] rows = folds == "wide" ? Kept[..30] : Kept;
        string[] cities = [.. rows.Select(row => row.City).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
        int[] clinics = [.. rows.Select(row => row.Clinic!).Select(clinic => int.Parse(clinic, System.Globalization.CultureInfo.InvariantCulture))];
        LambdaSelection selection = folds switch
        {
            "k-fold" => LambdaSelection.KFold(4, seed: 3),
            "repeated" => LambdaSelection.KFold(3, seed: 3, repeats: 2),
            "time" => LambdaSelection.TimeOrdered(3),
            "wide" => LambdaSelection.KFold(3, seed: 1),
            _ => LambdaSelection.Groups(3, seed: 5),
        };
        LambdaSelection known = folds == "groups" ? LambdaSelection.GroupKFold(clinics, 3, seed: 5) : selection;
        double[] lambdas = [0.8, 20];
        RidgeProblem problem = PatientRidge.Problem(rows);
        foreach ((int target, Func<Patient, double> value) in new (int, Func<Patient, double>)[] { (0, row => row.Cost), (1, row => row.Stay) })
        {
            RidgeFoldErrors errors = problem.FoldErrors(selection, lambdas, target);
            FoldAssignment assignment = new(rows.Length, known);
            for (int fold = 0; fold < assignment.Count; fold++)
            {
                Patient[] fitted = [.. assignment.Fitted(fold).Select(place => rows[place])];
                Patient[] tested = [.. assignment.Tested(fold).Select(place => rows[place])];
                PatientDesign byHand = new(fitted, cities);
                for (int l = 0; l < lambdas.Length; l++)
                {
                    RidgeSolution refit = byHand.Problem(fitted, value).Fit(lambdas[l]);
                    double expected = tested.Sum(row => row.Share * Math.Pow(value(row) - refit.Predict(byHand.Row(row)), 2)) / tested.Sum(row => row.Share);
                    Close.To(expected, errors.ByFold[fold][l], 1e-8);
                }
            }
        }

        RidgeModel<Patient> selected = PatientRidge.Select(rows, selection, lambdas);
        Assert.Equal(2, selected.Selections!.Count);
        Assert.All(selected.Selections, one => Assert.Contains(one.Lambda, lambdas));
        Close.To(problem.FoldErrors(selection, lambdas, 1).Means, selected.Selections[1].Values, 1e-12);
    }

    /// <summary>Groups are dealt when the rows have said theirs; the rule of one standard error goes with them.</summary>
    [Fact]
    public void One_standard_error_over_groups_of_rows()
    {
        double[] lambdas = [.. Enumerable.Range(-4, 14).Select(i => Math.Pow(10, i / 2.0))];
        IReadOnlyList<RidgeSelection> best = PatientRidge.Select(Kept, LambdaSelection.Groups(4), lambdas).Selections!;
        IReadOnlyList<RidgeSelection> simple = PatientRidge.Select(Kept, LambdaSelection.Groups(4).OneStandardError(), lambdas).Selections!;
        for (int target = 0; target < 2; target++)
        {
            int place = Array.IndexOf(lambdas, best[target].Lambda);
            double most = best[target].Values[place] + best[target].StandardErrors![place];
            Assert.Equal(lambdas.Where((_, l) => best[target].Values[l] <= most).Max(), simple[target].Lambda);
            Assert.EndsWith("one standard error", simple[target].Criterion.Name, StringComparison.Ordinal);
        }

        Assert.Contains(simple.Zip(best), pair => pair.First.Lambda > pair.Second.Lambda);
    }

    /// <summary>Folds of which only the statistics are left learn as folds of rows do. About 2010 powers up to 4 keep some ten digits.</summary>
    [Fact]
    public void Statistics_of_folds_select_as_their_rows()
    {
        int[] foldOfRow = [.. Enumerable.Range(0, Kept.Length).Select(i => i * 7 % 4)];
        RidgeEncoding encoding = PatientRidge.Type.Schema.Encode(new Dictionary<string, IReadOnlyList<string>> { ["City"] = Cities });
        RidgeStatistics[] folds = [.. Enumerable.Range(0, 4).Select(fold => PatientRidge.Type.Statistics(Kept.Where((_, i) => foldOfRow[i] == fold), encoding))];
        double[] lambdas = [0.1, 0.8, 20, 300];
        RidgeModel<Patient> expected = PatientRidge.Select(Kept, LambdaSelection.KFold(foldOfRow), lambdas);
        RidgeModel<Patient> selected = PatientRidge.Type.SelectByFolds(folds, lambdas);
        for (int target = 0; target < 2; target++)
        {
            Close.To(expected.Selections![target].Values, selected.Selections![target].Values, 1e-8);
            Close.To(expected.Selections[target].StandardErrors!, selected.Selections[target].StandardErrors!, 1e-7);
            Assert.Equal(expected.Selections[target].Lambda, selected.Selections[target].Lambda);
            Close.To(expected.Solutions[target].Coefficients, selected.Solutions[target].Coefficients, 1e-8);
        }

        Assert.Equal("4-fold (statistics)", selected.Selections![0].Criterion.Name);
        Assert.True(selected.PosteriorOf("Stay").NoiseVariance > 0);
        RidgeModel<Patient> read = JsonSerializer.Deserialize<RidgeModel<Patient>>(JsonSerializer.Serialize(selected))!;
        Assert.Equal(selected.Selections[1].Values, read.Selections![1].Values);

        RidgeModel<Patient> free = PatientRidge.Type.SelectByFolds(folds);
        Close.To(Math.Log(PatientRidge.Select(Kept, LambdaSelection.KFold(foldOfRow)).Solutions[1].Lambda), Math.Log(free.Solutions[1].Lambda), 1e-4);

        // One fold without rows is none; one of two leaves nothing to fit to.
        RidgeStatistics none = PatientRidge.Type.Statistics([], encoding);
        Close.To(selected.Selections[0].Values, PatientRidge.Type.SelectByFolds([none, .. folds], lambdas).Selections![0].Values, 1e-15);
        Assert.StartsWith("folds: 1 of 2 have rows", Assert.Throws<ArgumentException>(() => PatientRidge.Type.SelectByFolds([none, folds[0]])).Message, StringComparison.Ordinal);
        Assert.StartsWith("folds: one is null", Assert.Throws<ArgumentException>(() => PatientRidge.Type.SelectByFolds([null!, folds[0]])).Message, StringComparison.Ordinal);
        RidgeStatistics foreign = new(2);
        foreign.Add([1, 2, 3, 4, 5, 7]);
        Assert.StartsWith("folds: are of other columns than Patient", Assert.Throws<ArgumentException>(() => PatientRidge.Type.SelectByFolds([foreign, foreign])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("lambdas", () => PatientRidge.Type.SelectByFolds(folds, [0]));
        Assert.Throws<ArgumentException>("lambdas", () => PatientRidge.Type.SelectByFolds(folds, []));
    }

    [Fact]
    public void Models_are_stored_with_what_they_learned()
    {
        RidgeModel<Patient> model = PatientRidge.Select(All, LambdaSelection.GeneralizedCrossValidation);
        string text = JsonSerializer.Serialize(model);
        RidgeModel<Patient> read = JsonSerializer.Deserialize<RidgeModel<Patient>>(text)!;
        Assert.Equal(text, JsonSerializer.Serialize(read));
        Assert.Equal(Kept.SelectMany(model.PredictTargets), Kept.SelectMany(read.PredictTargets));
        Assert.Equal(model.SkippedRows, read.SkippedRows);
        Assert.Equal(model.Selections!.Select(one => one.Lambda), read.Selections!.Select(one => one.Lambda));
        Assert.Equal(model.PredictTargets(Kept[4]), PatientRidge.Type.FromSolutions(model.Solutions).PredictTargets(Kept[4]));
        Assert.Contains("what the fit learned for 'Age' is incomplete", Assert.Throws<ArgumentException>(() => PatientRidge.Type.FromSolutions(
            [.. PatientRidge.Problem(Kept).FitTargets(1).Select(solution => new RidgeSolution(solution.State with { Columns = [.. solution.State.Columns.Select(column => column.Declared)] }))])).Message, StringComparison.Ordinal);
        Assert.StartsWith("solution: has other columns than Patient", Assert.Throws<ArgumentException>(() => PatientRidge.FromSolution(model.Solutions[0])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_targets_are_asked_by_name()
    {
        RidgeModel<Patient> model = PatientRidge.Type.FitTargets(All, [2, 5]);
        Assert.Equal([2, 5], model.Solutions.Select(solution => solution.Lambda));
        Assert.Equal("The model has 2 targets (Cost, Stay); use Solutions.", Assert.Throws<InvalidOperationException>(() => model.Solution).Message);
        Assert.Equal("The model has 2 targets (Cost, Stay); use PredictTargets.", Assert.Throws<InvalidOperationException>(() => model.Predict(Kept[0])).Message);
        RidgePrediction stay = model.PredictWithInterval(Kept[0], "Stay", 0.9);
        Assert.Equal(model.PredictTargets(Kept[0])[1], stay.Value);
        Close.To(PatientRidge.Problem(All).Posterior(5, null, 1).Scales, model.PosteriorOf("Stay").Scales, 1e-8);
        Assert.StartsWith("target: there is no 'Price'", Assert.Throws<ArgumentException>(() => model.PosteriorOf("Price")).Message, StringComparison.Ordinal);
        Assert.StartsWith("lambdas: has 1 entries for 2 targets", Assert.Throws<ArgumentException>(() => PatientRidge.Type.FitTargets(All, [2])).Message, StringComparison.Ordinal);
        Assert.StartsWith("Patient has 2 targets; use Problem(rows).Path", Assert.Throws<InvalidOperationException>(() => PatientRidge.Path(All)).Message, StringComparison.Ordinal);
        Assert.All(PatientRidge.Fit(All, 7).Solutions, solution => Assert.Equal(7, solution.Lambda));
    }

    /// <summary>Of the rows of the fit, in any order, also for a stored model; what it left out has none.</summary>
    [Fact]
    public void Residuals_are_about_the_rows_of_the_fit()
    {
        Measured[] rows = [.. Enumerable.Range(0, 60).Select(i => new Measured { A = i % 7 == 0 ? null : i % 13, B = i * i % 17, Y = i % 5 + 0.1 * i })];
        RidgeModel<Measured> model = MeasuredRidge.Fit(rows, 2);
        RidgeResiduals residuals = model.Residuals(rows);
        RidgeProblem problem = MeasuredRidge.Problem(rows);
        Close.To(problem.Robustness(2).Leverages, residuals.Leverages, 1e-12);
        Close.To(problem.Robustness(2).CooksDistances, residuals.CooksDistances, 1e-12);
        Close.To([.. problem.LeaveOneOutPredictions(2).Select((value, i) => rows[i].Y - value)], residuals.LeaveOneOut, 1e-11);
        Assert.Equal(rows.Select(row => row.Y - model.Predict(row)), residuals.Raw);
        double noise = residuals.Raw.Sum(r => r * r) / (59 - model.Solution.DegreesOfFreedom);
        Close.To(noise, residuals.NoiseVariance, 1e-12);
        Close.To([.. residuals.Raw.Select((r, i) => r / Math.Sqrt(noise * (1 - residuals.Leverages[i])))], residuals.Standardized, 1e-12);
        RidgeModel<Measured> stored = JsonSerializer.Deserialize<RidgeModel<Measured>>(JsonSerializer.Serialize(model))!;
        Close.To([.. residuals.CooksDistances.Reverse()], stored.Residuals(rows.Reverse()).CooksDistances, 1e-11);

        RidgeModel<Patient> patients = PatientRidge.Fit(All);
        RidgeResiduals stay = patients.Residuals(All, "Stay");
        Assert.Equal(All.Select(patient => patient.Visits is null), stay.Raw.Select(double.IsNaN));
        Close.To(patients.Solutions[1].DegreesOfFreedom + 1, stay.Leverages.Where(double.IsFinite).Sum(), 1e-9);
        Assert.Equal(All[1].Stay - patients.PredictTargets(All[1])[1], stay.Raw[1]);
    }

    [Fact]
    public void Residuals_of_other_rows_are_refused()
    {
        Measured[] rows = [.. Enumerable.Range(0, 30).Select(i => new Measured { A = i % 13, B = i * i % 17, Y = i % 5 })];
        RidgeModel<Measured> model = MeasuredRidge.Fit(rows);
        Assert.StartsWith("rows: are not the rows of the fit: 29 of them count, the fit had 30.", Assert.Throws<ArgumentException>(() => model.Residuals(rows[1..])).Message, StringComparison.Ordinal);
        Assert.StartsWith("rows: are not the rows of the fit: the mean of 'A' is another.", Assert.Throws<ArgumentException>(() => model.Residuals([rows[0] with { A = 90 }, .. rows[1..]])).Message, StringComparison.Ordinal);
        Assert.StartsWith("rows: are not the rows of the fit: the mean of 'Y' is another.", Assert.Throws<ArgumentException>(() => model.Residuals([rows[0] with { Y = 90 }, .. rows[1..]])).Message, StringComparison.Ordinal);
        Assert.StartsWith("The model has 2 targets (Cost, Stay); use Residuals with its name.", Assert.Throws<InvalidOperationException>(() => PatientRidge.Fit(All).Residuals(All)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("infinite", "rows: row 5, feature 'Weight' is infinite; remove the row or replace the value before the fit. (Parameter 'rows')")]
    [InlineData("target", "rows: row 5, target 'Cost' is NaN; remove the row or replace the value before the fit. (Parameter 'rows')")]
    [InlineData("group", "rows: row 5, group 'Clinic' is null; remove the row or give it a value. (Parameter 'rows')")]
    public void A_bad_value_is_named_by_the_row_as_given(string fault, string message)
    {
        Patient[] rows = [All[0], All[1] with { Visits = null }, All[2] with { Visits = null, Clinic = null }, All[3], All[4], All[5] with { Visits = 2 }, .. All[6..]];
        rows[5] = fault switch
        {
            "infinite" => rows[5] with { Weight = double.PositiveInfinity },
            "target" => rows[5] with { Cost = double.NaN },
            _ => rows[5] with { Clinic = null },
        };
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => PatientRidge.Fit(rows)).Message);
    }

    [Fact]
    public void What_cannot_be_predicted_or_fitted_is_said()
    {
        RidgeModel<Patient> model = PatientRidge.Fit(All);
        Assert.Equal(
            "row: feature 'Visits' has no value, and fits leave rows without one out; give it a value, or declare Missing.Mean or Missing.Indicator. (Parameter 'row')",
            Assert.Throws<ArgumentException>(() => model.PredictTargets(All[0] with { Visits = null })).Message);
        Assert.Equal(
            "rows: all 3 rows lack a value of a feature with Missing.SkipRow; a fit needs at least two that do not. (Parameter 'rows')",
            Assert.Throws<ArgumentException>(() => PatientRidge.Fit([.. All[..3].Select(row => row with { Visits = null })])).Message);
        Assert.StartsWith("rows: there are no rows", Assert.Throws<ArgumentException>(() => PatientRidge.Fit([])).Message, StringComparison.Ordinal);
        Assert.StartsWith("rows: there is one row", Assert.Throws<ArgumentException>(() => MeasuredRidge.Fit([new Measured { A = 1 }])).Message, StringComparison.Ordinal);
        Assert.StartsWith("The columns depend on what a fit learns of its rows", Assert.Throws<InvalidOperationException>(() => MeasuredRidge.Options).Message, StringComparison.Ordinal);
        Assert.StartsWith("Selection by groups needs rows of a type with [Group]", Assert.Throws<InvalidOperationException>(
            () => RandomDesign.Of(20, 2, 1).Problem().Select(LambdaSelection.Groups(3))).Message, StringComparison.Ordinal);
    }

    /// <summary>Years about 0 leave powers that differ by rounding; it is said, with the remedy, where rows are not seen first.</summary>
    [Fact]
    public void Powers_about_a_far_origin_are_refused()
    {
        Measured[] rows = [.. Enumerable.Range(0, 60).Select(i => new Measured { A = i % 7, B = 2000 + i % 23, Y = i % 5 })];
        string message = Assert.Throws<ArgumentException>(() => MeasuredRidge.Fit(MeasuredRidge.Statistics(rows))).Message;
        Assert.StartsWith("statistics: powers of 'B' about 0 do not tell its polynomials apart", message, StringComparison.Ordinal);
        Assert.Contains("write [Polynomial(3, About = 2.01E+03)]", message, StringComparison.Ordinal);
        Assert.True(MeasuredRidge.Fit(rows).Solution.Digits.Min() > 10);
    }

    /// <summary>A number that takes two values has no square of its own; a feature that is never there has no part; both are said to be constant.</summary>
    [Fact]
    public void Columns_that_say_nothing_have_no_part()
    {
        Measured[] rows = [.. Enumerable.Range(0, 40).Select(i => new Measured { A = null, B = i % 2, Y = i % 5 })];
        RidgeModel<Measured> model = MeasuredRidge.Fit(rows);
        Assert.Equal(["A", "B^2", "B^3", "A*B"], model.Solution.ConstantFeatures);
        Assert.True(double.IsFinite(model.Predict(new Measured { A = 3, B = 0.3 })));
        Assert.Equal(model.Predict(rows[1]), MeasuredRidge.Fit(MeasuredRidge.Statistics(rows)).Predict(rows[1]), 1e-9);
        Assert.True(double.IsFinite(MeasuredRidge.Problem(rows).FoldErrors(LambdaSelection.KFold(4), [1]).Means[0]));
    }

    internal static Patient[] Make(int count, int seed = 3)
    {
        Random random = new(seed);
        T? Sometimes<T>(double share, T value) where T : struct => random.NextDouble() < share ? null : value;
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            int age = random.Next(20, 90);
            double year = 2000 + 20 * Math.Pow(random.NextDouble(), 2);
            return new Patient
            {
                Age = Sometimes(0.2, age),
                Weight = random.NextDouble() < 0.1 ? double.NaN : 50 + 40 * random.NextDouble(),
                Heating = Sometimes(0.15, (Heating)random.Next(3)),
                City = random.NextDouble() < 0.1 ? null : Cities[random.Next(3)],
                Smoker = Sometimes(0.3, random.Next(3) == 0),
                Pressure = random.NextDouble() < 0.1 ? null : [random.Next(6) == 0 ? double.NaN : 100 + 40 * random.NextDouble(), 70 + 20 * random.NextDouble()],
                Year = random.NextDouble() < 0.05 ? double.NaN : year,
                Visits = Sometimes(0.1, (decimal)random.Next(30)),
                Cost = 3 * age + Math.Pow(year - 2010, 2) + 10 * random.NextDouble(),
                Stay = (float)(random.NextDouble() * age),
                Share = 0.5 + random.NextDouble(),
                Clinic = random.Next(11).ToString(System.Globalization.CultureInfo.InvariantCulture),
            };
        })];
    }
}
