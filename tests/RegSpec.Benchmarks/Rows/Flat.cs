namespace RegSpec.Benchmarks.Rows;

/// <summary>A record of 20 features as a user would declare it; single precision, because ML.NET's learners know nothing else.</summary>
[RidgeRegression(Lambda = 1.0)]
public sealed record Flat
{
    [Feature] public required float Area { get; init; }

    [Feature] public required float Rooms { get; init; }

    [Feature] public required float Age { get; init; }

    [Feature] public required float Floor { get; init; }

    [Feature] public required float Height { get; init; }

    [Feature] public required float Balcony { get; init; }

    [Feature] public required float Garden { get; init; }

    [Feature] public required float Cellar { get; init; }

    [Feature] public required float Garage { get; init; }

    [Feature] public required float Noise { get; init; }

    [Feature] public required float Light { get; init; }

    [Feature] public required float Heat { get; init; }

    [Feature] public required float Water { get; init; }

    [Feature] public required float Fee { get; init; }

    [Feature] public required float School { get; init; }

    [Feature] public required float Station { get; init; }

    [Feature] public required float Centre { get; init; }

    [Feature] public required float Park { get; init; }

    [Feature] public required float Shop { get; init; }

    [Feature] public required float Tax { get; init; }

    [Target] public required float Price { get; init; }

    /// <summary>Random flats whose price is a noisy weighted sum.</summary>
    public static Flat[] Random(int count)
    {
        Random random = new(1);
        Flat[] flats = new Flat[count];
        float[] x = new float[20];
        for (int i = 0; i < count; i++)
        {
            float price = 10 * random.NextSingle();
            for (int j = 0; j < x.Length; j++)
            {
                x[j] = (j + 1) * random.NextSingle() + j;
                price += (j % 3 - 1) * x[j];
            }

            flats[i] = new Flat
            {
                Area = x[0],
                Rooms = x[1],
                Age = x[2],
                Floor = x[3],
                Height = x[4],
                Balcony = x[5],
                Garden = x[6],
                Cellar = x[7],
                Garage = x[8],
                Noise = x[9],
                Light = x[10],
                Heat = x[11],
                Water = x[12],
                Fee = x[13],
                School = x[14],
                Station = x[15],
                Centre = x[16],
                Park = x[17],
                Shop = x[18],
                Tax = x[19],
                Price = price,
            };
        }

        return flats;
    }
}
