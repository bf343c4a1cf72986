using Microsoft.CodeAnalysis.CSharp;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.CompileTime.Tests;

/// <summary>A model with a layer <c>fc</c> without bias and a <c>norm</c>, of which a test writes the rest.</summary>
internal static class ForwardBody
{
    /// <summary>The outcome of a weight that is proved.</summary>
    public const string Claimed = "";

    /// <summary>The outcome of a weight that is not, for whatever reason.</summary>
    public const string Refused = "*";

    /// <summary>Fails where the proof of <c>fc.weight</c> is not as expected, or the code does not compile.</summary>
    /// <param name="members">Further members of the model.</param>
    /// <param name="body">The body of <c>forward(Tensor x)</c>.</param>
    /// <param name="isProved">Whether the weight is proved to be scale-invariant.</param>
    /// <param name="elsewhere">Other classes of the project.</param>
    public static void Check(string members, string body, bool isProved, string elsewhere = "")
    {
        (bool proved, string why) = Study(members, body, elsewhere);
        Assert.True(proved == isProved, proved ? "claimed" : why);
    }

    /// <summary>The same with the outcome: <see cref="Claimed"/>, <see cref="Refused"/>, or a part of the reason.</summary>
    public static void Check(string members, string body, string outcome)
    {
        (bool proved, string why) = Study(members, body, elsewhere: "");
        Assert.True(proved == (outcome == Claimed), proved ? "claimed" : why);
        if (outcome is not (Claimed or Refused))
        {
            Assert.Contains(outcome, why, StringComparison.Ordinal);
        }
    }

    private static (bool IsProved, string Why) Study(string members, string body, string elsewhere)
    {
        CSharpCompilation compilation = TestCompilation.Create(TestCompilation.ModelUsings + $$"""

            public sealed class Net : Module<Tensor, Tensor>
            {
                private readonly Linear fc = Linear(8, 8, hasBias: false);
                private readonly LayerNorm norm = LayerNorm(8);
                public Net() : base("Net") => RegisterComponents();
                public override Tensor forward(Tensor x) { {{body}} }
                {{members}}
            }
            {{elsewhere}}
            """);
        ScaleInvarianceFacts facts = Specimen.Analyze(compilation, "Net");
        return (facts.Proved.Any(fact => fact.Path == "fc.weight"), facts.Unproved.FirstOrDefault(weight => weight.Path == "fc.weight")?.Why ?? "");
    }
}
