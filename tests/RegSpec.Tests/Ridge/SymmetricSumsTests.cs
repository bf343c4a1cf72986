namespace RegSpec.Tests.Ridge;

/// <summary>Products of small whole numbers, whose sums are exact in any order.</summary>
public sealed class SymmetricSumsTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 127)]
    [InlineData(8, 128)]
    [InlineData(17, 129)]
    [InlineData(51, 300)]
    [InlineData(530, 600)]   // wide enough to share the tiles among processors
    public void The_lower_triangle_holds_every_product(int width, int rows)
    {
        Random random = new(width);
        int[][] values = [.. Enumerable.Range(0, rows).Select(_ => Enumerable.Range(0, width).Select(_ => random.Next(-9, 10)).ToArray())];
        SymmetricSums first = new(width, rows);
        SymmetricSums second = new(width, rows);
        for (int row = 0; row < rows; row++)
        {
            SymmetricSums sums = row < rows / 2 ? first : second;
            for (int j = 0; j < width; j++)
            {
                sums.Next(j / SymmetricSums.Lanes * SymmetricSums.Lanes)[j % SymmetricSums.Lanes] = values[row][j];
            }

            sums.Commit();
        }

        first.Flush();
        second.Flush();
        first.Add(second);
        for (int i = 0; i < width; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                Assert.Equal(values.Sum(row => row[i] * row[j]), first.Sum(i, j));
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(37)]
    public void A_tile_is_the_same_in_wide_and_in_narrow_registers(int rows)
    {
        Random random = new(rows);
        const int Stride = 40 * SymmetricSums.Lanes;
        double[] left = [.. Enumerable.Range(0, Stride).Select(_ => (double)random.Next(-9, 10))];
        double[] right = [.. Enumerable.Range(0, 2 * Stride).Select(_ => (double)random.Next(-9, 10))];
        double[] wide = Enumerable.Repeat(1.0, 128).ToArray();
        double[] narrow = Enumerable.Repeat(1.0, 128).ToArray();
        TileKernels.Add(ref left[0], ref right[0], SymmetricSums.Lanes, Stride, rows, ref wide[0]);
        TileKernels.AddInQuarters(ref left[0], ref right[0], SymmetricSums.Lanes, Stride, rows, ref narrow[0]);
        for (int i = 0; i < 8; i++)
        {
            for (int j = 0; j < 16; j++)
            {
                double expected = 1 + Enumerable.Range(0, rows).Sum(row => left[row * 8 + i] * right[j / 8 * Stride + row * 8 + j % 8]);
                Assert.Equal(expected, wide[i * 16 + j]);
                Assert.Equal(expected, narrow[i * 16 + j]);
            }
        }
    }
}
