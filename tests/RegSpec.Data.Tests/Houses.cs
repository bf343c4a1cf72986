using System.ComponentModel.DataAnnotations.Schema;

namespace RegSpec.Data.Tests;

public enum Heating
{
    Gas = 1,
    Oil = 5,
    Wood = 2,
}

/// <summary>A row with every kind of column.</summary>
[RidgeRegression(Lambda = 1.5)]
public sealed record House
{
    [Feature]
    public required double Area { get; init; }

    [Feature, Column("year built")]
    public required double Year { get; init; }

    [Feature]
    public required int Rooms { get; init; }

    [Feature]
    public required bool Garden { get; init; }

    [Feature]
    public required Heating Heating { get; init; }

    [Feature(Scaling = FeatureScaling.None)]
    public required double Noise { get; init; }

    [Target]
    public required double Price { get; init; }
}

/// <summary>The same columns with a weight.</summary>
[RidgeRegression(Lambda = 1.5)]
public sealed record WeighedHouse
{
    [Feature]
    public required double Area { get; init; }

    [Feature, Column("year built")]
    public required double Year { get; init; }

    [Feature]
    public required Heating Heating { get; init; }

    [Target]
    public required double Price { get; init; }

    [SampleWeight]
    public required double Weight { get; init; }
}

/// <summary>Rows of both types and tables of them.</summary>
internal static class Houses
{
    public static House[] Rows(int count, double offset = 0, int seed = 7)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            double area = offset + 100 + 30 * Normal(random);
            double year = 1900 + 120 * random.NextDouble();
            int rooms = random.Next(1, 9);
            bool garden = random.Next(3) == 0;
            Heating heating = (Heating)(new[] { 1, 5, 2 }[random.Next(3)]);
            double noise = offset / 3 + Normal(random) * 0.1;
            double price = 3 * (area - offset) + 0.5 * (year - 1900) + 10 * rooms + (garden ? 25 : 0) + (heating == Heating.Gas ? 8 : heating == Heating.Oil ? -4 : 0)
                + 100 * (noise - offset / 3) + 5 * Normal(random) + offset;
            return new House { Area = area, Year = year, Rooms = rooms, Garden = garden, Heating = heating, Noise = noise, Price = price };
        })];
    }

    public static WeighedHouse[] Weighed(House[] rows, int seed = 3)
    {
        Random random = new(seed);
        return [.. rows.Select(row => new WeighedHouse
        {
            Area = row.Area, Year = row.Year, Heating = row.Heating, Price = row.Price, Weight = random.Next(10) == 0 ? 0 : 0.25 + 2 * random.NextDouble(),
        })];
    }

    /// <summary>The rows as a table, enum by name, with an integer key.</summary>
    public static TableData Table(IReadOnlyList<House> rows, bool levelsByNumber = false) => new(
        new DataColumn("id", ColumnKind.Integer, [.. Enumerable.Range(0, rows.Count).Select(i => (object)(long)i)]),
        new DataColumn("Area", ColumnKind.Number, [.. rows.Select(row => (object)row.Area)]),
        new DataColumn("year built", ColumnKind.Number, [.. rows.Select(row => (object)row.Year)]),
        new DataColumn("rooms", ColumnKind.Integer, [.. rows.Select(row => (object)(long)row.Rooms)]),
        new DataColumn("Garden", ColumnKind.Truth, [.. rows.Select(row => (object)row.Garden)]),
        levelsByNumber
            ? new DataColumn("Heating", ColumnKind.Integer, [.. rows.Select(row => (object)(long)row.Heating)])
            : new DataColumn("Heating", ColumnKind.Text, [.. rows.Select(row => row.Heating.ToString())]),
        new DataColumn("Noise", ColumnKind.Number, [.. rows.Select(row => (object)row.Noise)]),
        new DataColumn("PRICE", ColumnKind.Number, [.. rows.Select(row => (object)row.Price)]));

    public static TableData Table(IReadOnlyList<WeighedHouse> rows) => new(
        new DataColumn("Area", ColumnKind.Number, [.. rows.Select(row => (object)row.Area)]),
        new DataColumn("year built", ColumnKind.Number, [.. rows.Select(row => (object)row.Year)]),
        new DataColumn("Heating", ColumnKind.Text, [.. rows.Select(row => row.Heating.ToString())]),
        new DataColumn("Price", ColumnKind.Number, [.. rows.Select(row => (object)row.Price)]),
        new DataColumn("weight", ColumnKind.Number, [.. rows.Select(row => (object)row.Weight)]));

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
