using Xunit.Abstractions;

namespace RegSpec.CompileTime.Tests;

/// <summary>Architectures as their papers describe them: labels come from measurement, never from lists.</summary>
[Collection(RandomStream.Name)]
public class InvarianceZooTests(ITestOutputHelper output)
{
    public static TheoryData<string> Files => new(Directory
        .EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Zoo", "Invariance"), "*.cs")
        .Select(file => Path.GetFileName(file)!)
        .Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Files))]
    public void No_claim_is_refuted_and_most_weights_are_found(string file)
    {
        string source = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Zoo", "Invariance", file));
        foreach ((string model, IReadOnlyList<Finding> findings) in Specimen.Study(source))
        {
            int found = findings.Count(f => f.IsInvariant && f.Claim is not null), all = findings.Count(f => f.IsInvariant);
            output.WriteLine($"{model}: {found} of {all}");
            foreach (Finding missed in findings.Where(f => f.IsInvariant && f.Claim is null))
            {
                output.WriteLine("  missed " + missed.Name + ": " + missed.Why);
            }

            Assert.True(!findings.Any(f => f.IsRefuted), model + "\n" + Finding.Print(findings.Where(f => f.IsRefuted)));
            Assert.True(found >= 0.8 * all, model + "\n" + Finding.Print(findings.Where(f => f.IsInvariant && f.Claim is null)));
        }
    }
}
