namespace RegSpec.Tests.Generated;

/// <summary>Each bad row: type and whole text of the exception, from every method that reads rows, wherever the row stands.</summary>
public class HomeRidgeBadInputTests
{
    private const int Rows = 300;

    public static TheoryData<string, string> BadRows => new()
    {
        { "null", "rows: row 270 is null; remove it." },
        { "area NaN", "rows: row 270, feature 'Area' is NaN; remove the row or replace the value before the fit." },
        { "age infinite", "rows: row 270, feature 'AgeZ' is infinite; remove the row or replace the value before the fit." },
        { "price infinite", "rows: row 270, target 'Price' is infinite; remove the row or replace the value before the fit." },
        { "position NaN", "rows: row 270, feature 'Position[1]' is NaN; remove the row or replace the value before the fit." },
        { "floors null", "rows: row 270, feature 'Floors' is null; remove the row or give it a value." },
        { "distances null", "rows: row 270, feature 'Distances' is null; remove the row or give it a value." },
        { "distances short", "rows: row 270, feature 'Distances' has 1 values where [Feature(Length = 2)] declares 2; give every row 2." },
        { "position long", "rows: row 270, feature 'Position' has 3 values where [Feature(Length = 2)] declares 2; give every row 2." },
        { "heating undeclared", "rows: row 270, feature 'Heating' has the undeclared level 7; declare it in Heating or remove the row." },
        { "weight negative", "rows: row 270, weight 'Weight' is -0.5; weights must be finite and ≥ 0." },
        { "weight NaN", "rows: row 270, weight 'Weight' is NaN; weights must be finite and ≥ 0." },
        { "weight infinite", "rows: row 270, weight 'Weight' is Infinity; weights must be finite and ≥ 0." },
    };

    [Theory]
    [MemberData(nameof(BadRows))]
    public void A_bad_row_is_named(string fault, string message)
    {
        Home[] homes = HomeData.Homes(Rows);
        homes[270] = Broken(homes[270], fault)!;
        foreach (Action<IEnumerable<Home>> read in Readers)
        {
            foreach (IEnumerable<Home> rows in new[] { homes, homes.Select(home => home), homes.ToList() })
            {
                ArgumentException exception = Assert.Throws<ArgumentException>(() => read(rows));
                Assert.Equal("rows", exception.ParamName);
                Assert.Equal(message + " (Parameter 'rows')", exception.Message);
            }
        }
    }

    [Theory]
    [InlineData("floors null", "row: feature 'Floors' is null; remove the row or give it a value. (Parameter 'row')")]
    [InlineData("distances null", "row: feature 'Distances' is null; remove the row or give it a value. (Parameter 'row')")]
    [InlineData("distances short", "row: feature 'Distances' has 1 values where [Feature(Length = 2)] declares 2; give every row 2. (Parameter 'row')")]
    [InlineData("heating undeclared", "row: feature 'Heating' has the undeclared level 7; declare it in Heating or remove the row. (Parameter 'row')")]
    public void A_bad_row_by_itself_is_named(string fault, string message)
    {
        Home[] homes = HomeData.Homes(Rows);
        RidgeModel<Home> model = HomeRidge.Fit(homes);
        Home broken = Broken(homes[0], fault)!;
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => model.Predict(broken)).Message);
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => HomeRidge.Write(broken, new double[HomeData.Columns])).Message);
    }

    [Fact]
    public void A_getter_that_throws_is_given_its_row()
    {
        foreach (IEnumerable<Faulty> rows in new[] { Enumerable.Range(0, Rows).Select(i => new Faulty(i)), [.. Enumerable.Range(0, Rows).Select(i => new Faulty(i))] })
        {
            foreach (Action read in new Action[] { () => FaultyRidge.Fit(rows), () => FaultyRidge.Statistics(rows) })
            {
                ArgumentException exception = Assert.Throws<ArgumentException>(read);
                Assert.Equal("rows: row 270 cannot be read, a member of Faulty throws InvalidOperationException: not loaded (Parameter 'rows')", exception.Message);
                Assert.IsType<InvalidOperationException>(exception.InnerException);
            }
        }
    }

    [Fact]
    public void Arguments_are_named()
    {
        Home[] homes = HomeData.Homes(Rows);
        foreach (Action<IEnumerable<Home>> read in Readers)
        {
            Assert.Equal("rows", Assert.Throws<ArgumentNullException>(() => read(null!)).ParamName);
        }

        Assert.Equal("row", Assert.Throws<ArgumentNullException>(() => HomeRidge.Fit(homes).Predict(null!)).ParamName);
        Assert.Equal("selection", Assert.Throws<ArgumentNullException>(() => HomeRidge.Select(homes, null!)).ParamName);
        Assert.Equal("statistics", Assert.Throws<ArgumentNullException>(() => HomeRidge.Fit(default(RidgeStatistics)!)).ParamName);
        Assert.Equal("solution", Assert.Throws<ArgumentNullException>(() => HomeRidge.FromSolution(null!)).ParamName);
        Assert.Equal("values: has 3 entries for 12 columns; give one a column. (Parameter 'values')", Assert.Throws<ArgumentException>(() => HomeRidge.Write(homes[0], new double[3])).Message);
        Assert.StartsWith("lambdas: is empty", Assert.Throws<ArgumentException>(() => HomeRidge.Path(homes, [])).Message, StringComparison.Ordinal);
        Assert.StartsWith("lambdas: -1 is not a penalty", Assert.Throws<ArgumentOutOfRangeException>(() => HomeRidge.Path(homes, [1, -1])).Message, StringComparison.Ordinal);
        Assert.StartsWith("selection: 301 folds for 300 rows", Assert.Throws<ArgumentException>(() => HomeRidge.Select(homes, LambdaSelection.KFold(301))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1.0, "-1"), InlineData(double.NaN, "NaN"), InlineData(double.PositiveInfinity, "Infinity")]
    public void Lambda_is_checked_before_a_row_is_read(double lambda, string text)
    {
        Assert.StartsWith($"lambda: {text} is not a penalty; it must be finite and ≥ 0.", Assert.Throws<ArgumentOutOfRangeException>(() => HomeRidge.Fit(Unreadable(), lambda)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("lambda", () => HomeRidge.Objective(Unreadable(), lambda));
    }

    [Fact]
    public void Too_few_rows()
    {
        Home[] homes = HomeData.Homes(3);
        foreach (Action<IEnumerable<Home>> fit in Readers.SkipLast(1))
        {
            Expect("rows: there are no rows; a fit needs at least two.", () => fit([]));
            Expect("rows: there are no rows; a fit needs at least two.", () => fit(homes.Where(_ => false)));
            Expect("rows: there is one row; a fit needs at least two.", () => fit([homes[0] with { Weight = 1 }]));
            Expect("rows: all weights are 0; at least two rows need a positive weight.", () => fit(homes.Select(home => home with { Weight = 0 })));
            Expect("rows: one row has a positive weight; a fit needs at least two.", () => fit(homes.Select((home, i) => home with { Weight = i })
                .Select(home => home with { Weight = home.Weight == 2 ? 2 : 0 })));
        }

        Assert.Equal(0, HomeRidge.Statistics([]).Count);
    }

    [Fact]
    public void A_constant_target_gives_its_value()
    {
        RidgeModel<Home> model = HomeRidge.Fit(HomeData.Homes(50).Select(home => home with { Price = 12.25 }));
        Assert.All(model.Solution.Coefficients, coefficient => Assert.Equal(0, coefficient));
        Assert.Equal(12.25, model.Predict(HomeData.Homes(1)[0]));
    }

    /// <summary>Every method that reads rows; the last needs no two of them.</summary>
    private static Action<IEnumerable<Home>>[] Readers { get; } =
    [
        rows => HomeRidge.Fit(rows), rows => HomeRidge.Path(rows), rows => HomeRidge.Select(rows, LambdaSelection.LeaveOneOut),
        rows => HomeRidge.Select(rows, LambdaSelection.KFold(2)), rows => HomeRidge.Objective(rows, 1).Dispose(), rows => HomeRidge.Problem(rows).Fit(1),
        rows => HomeRidge.Statistics(rows),
    ];

    private static void Expect(string message, Action action) =>
        Assert.Equal(message + " (Parameter 'rows')", Assert.Throws<ArgumentException>(action).Message);

    private static IEnumerable<Home> Unreadable()
    {
        Assert.Fail("The rows are read.");
        yield break;
    }

    private static Home? Broken(Home home, string fault) => fault switch
    {
        "null" => null,
        "area NaN" => home with { Area = double.NaN },
        "age infinite" => home with { AgeZ = float.NegativeInfinity },
        "price infinite" => home with { Price = double.PositiveInfinity },
        "position NaN" => home with { Position = [1, float.NaN] },
        "floors null" => home with { Floors = null },
        "distances null" => home with { Distances = null! },
        "distances short" => home with { Distances = [1] },
        "position long" => home with { Position = [1, 2, 3] },
        "heating undeclared" => home with { Heating = (Heating)7 },
        "weight negative" => home with { Weight = -0.5 },
        "weight NaN" => home with { Weight = double.NaN },
        "weight infinite" => home with { Weight = double.PositiveInfinity },
        _ => throw new ArgumentOutOfRangeException(nameof(fault)),
    };
}

/// <summary>Row 270 cannot be read.</summary>
[RidgeRegression]
public sealed class Faulty(int place)
{
    [Feature] public double X => place == 270 ? throw new InvalidOperationException("not loaded") : place;

    [Target] public double Y => place;
}
