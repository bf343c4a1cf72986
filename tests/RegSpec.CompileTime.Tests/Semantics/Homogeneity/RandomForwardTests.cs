using Xunit.Abstractions;

namespace RegSpec.CompileTime.Tests;

/// <summary>Random programs, each analysed, compiled, run and measured: no claim may be refuted.</summary>
[Collection(RandomStream.Name)]
public class RandomForwardTests(ITestOutputHelper output)
{
    private const int PerFile = 25;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void No_claim_is_refuted(int part)
    {
        string source = RandomForward.File(Enumerable.Range(part * PerFile, PerFile));
        int found = 0, invariant = 0, claims = 0;
        foreach ((string model, IReadOnlyList<Finding> findings) in Specimen.Study(source))
        {
            found += findings.Count(f => f.IsInvariant && f.Claim is not null);
            invariant += findings.Count(f => f.IsInvariant);
            claims += findings.Count(f => f.Claim is not null);
            Assert.True(!findings.Any(f => f.IsRefutedBySlope), model + "\n" + Specimen.Print(findings.Where(f => f.IsRefutedBySlope)) + source);
        }

        output.WriteLine($"{claims} claims; {found} of {invariant} invariant weights found");
        Assert.True(claims > 0);
    }
}
