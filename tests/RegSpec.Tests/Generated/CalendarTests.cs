namespace RegSpec.Tests.Generated;

/// <summary>Dates as numbers in every unit. Ticks between days are multiples of 2¹⁴ below 2⁶², ticks of a unit are below 2⁵³, so both are exact as float64: their quotient is the number, rounded once.</summary>
public class CalendarTests
{
    private static readonly long[] Units =
    [
        TimeSpan.TicksPerSecond, TimeSpan.TicksPerMinute, TimeSpan.TicksPerHour, TimeSpan.TicksPerDay, 7 * TimeSpan.TicksPerDay, 315_569_520_000_000, 315_569_520_000_000,
    ];

    private static readonly DateOnly[] Origins = [new(2000, 1, 1), new(2000, 1, 1), DateOnly.MinValue, DateOnly.MaxValue, new(2000, 1, 1), DateOnly.MinValue, new(2000, 1, 1)];

    public static TheoryData<DateOnly> Days => [DateOnly.MinValue, DateOnly.MaxValue, new(2000, 1, 1), new(2000, 1, 2), new(1999, 12, 31), new(1969, 7, 20), new(2024, 2, 29)];

    [Theory]
    [MemberData(nameof(Days))]
    public void A_day_is_rounded_once_in_every_unit(DateOnly day) => Assert.Equal(Exact(day), Written(day));

    [Fact]
    public void So_are_days_at_random()
    {
        Random random = new(5);
        for (int i = 0; i < 2000; i++)
        {
            DateOnly day = DateOnly.FromDayNumber(random.Next(DateOnly.MaxValue.DayNumber + 1));
            Assert.Equal(Exact(day), Written(day));
        }
    }

    /// <summary>Rows at weeks 0, 1 and 3, and one without a day, which stands at 4/3: by hand Σ(t − 4/3)(y − 3) / Σ(t − 4/3)² = 7 / (14/3).</summary>
    [Fact]
    public void A_missing_day_is_the_mean_day()
    {
        DateOnly first = new(2010, 3, 1);
        RidgeModel<Diary> model = DiaryRidge.Fit([new() { Day = first, Size = 1 }, new() { Day = first.AddDays(7), Size = 2.5 }, new() { Day = first.AddDays(21), Size = 5.5 }, new() { Day = null, Size = 3 }]);
        Assert.Equal(1.5, model.Solution.RawCoefficients[0], 1e-12);
        Assert.Equal(model.Predict(new Diary { Day = first.AddDays(7) }) + 0.5, model.Predict(new Diary { Day = null }), 1e-12);
    }

    private static double[] Exact(DateOnly day) => [.. Units.Zip(Origins, (unit, origin) => (day.DayNumber - origin.DayNumber) * TimeSpan.TicksPerDay / (double)unit)];

    private static double[] Written(DateOnly day)
    {
        double[] values = new double[Units.Length];
        CalendarRidge.Write(Calendar.Of(day), values);
        return values;
    }
}
