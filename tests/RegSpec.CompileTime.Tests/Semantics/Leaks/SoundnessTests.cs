using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.CompileTime.Tests;

/// <summary>Models of which a proof once claimed what a measurement refutes: one for each kind of mistake, so that none of them comes back.</summary>
public partial class SoundnessTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Zoo", "Soundness");

    public static TheoryData<string> Kinds => [.. Directory.EnumerateFiles(Folder, "*.cs").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_is_not_invariant_is_not_claimed(string kind)
    {
        string source = File.ReadAllText(Path.Combine(Folder, kind + ".cs"));
        string weight = Weight().Match(source).Groups[1].Value;
        CSharpCompilation compilation = TestCompilation.Create(source);
        ScaleInvarianceFacts facts = Specimen.Analyze(compilation, kind);
        Assert.DoesNotContain(facts.Proved, fact => Glob.MatchesAlternative(fact.Path, weight));

        // The weight that is asked about is one that the proofs know.
        Assert.Contains(facts.Unproved, unproved => Glob.MatchesAlternative(unproved.Path, weight));
    }

    [Fact]
    public void There_is_a_case_for_each_kind() => Assert.Equal(25, Directory.GetFiles(Folder, "*.cs").Length);

    [GeneratedRegex(@"^// Not scale-invariant: ([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Weight();
}
