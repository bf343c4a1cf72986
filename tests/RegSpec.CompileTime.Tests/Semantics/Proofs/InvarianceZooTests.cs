using Xunit.Abstractions;

namespace RegSpec.CompileTime.Tests;

/// <summary>Architectures as their papers describe them: labels come from measurement, never from lists.</summary>
[Collection(RandomStream.Name)]
public class InvarianceZooTests(ITestOutputHelper output)
{
    [Fact]
    public void No_claim_is_refuted_and_most_weights_are_found()
    {
        int architectures = 0, found = 0, invariant = 0;
        List<string> failures = [];
        foreach (string source in InvarianceZoo.Sources)
        {
            foreach ((string model, IReadOnlyList<Finding> findings) in Specimen.Study(source))
            {
                Finding[] truth = [.. findings.Where(f => f.IsInvariant)], missed = [.. truth.Where(f => f.Claim is null)];
                output.WriteLine($"{model,-26}{truth.Length - missed.Length,3} of {truth.Length,2}" + string.Concat(missed.Select(f => $"\n    missed {f.Name}: {f.Why}")));
                architectures++;
                found += truth.Length - missed.Length;
                invariant += truth.Length;
                if (missed.Length > 0.2 * truth.Length || findings.Any(f => f.IsRefuted))
                {
                    failures.Add(model + "\n" + Finding.Print(missed.Concat(findings.Where(f => f.IsRefuted))));
                }
            }
        }

        output.WriteLine($"{architectures} models: {found} of {invariant}");
        Assert.True(failures.Count == 0, string.Join("\n", failures));
        Assert.True(found >= 0.95 * invariant && architectures >= 30, $"{found} of {invariant} in {architectures} models");
    }
}
