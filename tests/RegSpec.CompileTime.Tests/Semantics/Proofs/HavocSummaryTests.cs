using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.CompileTime.Tests;

/// <summary>Calls of classes of another assembly, known by their summaries, in forms that those do not cover: what goes in, and what they hold, is given up.</summary>
public class HavocSummaryTests
{
    private static readonly Lazy<MetadataReference> Vendor = new(() => SummaryRun.Image(SummaryRun.Library(
        """
        namespace Vendor;

        public sealed class Raw : Module<Tensor, Tensor>
        {
            public readonly Linear fc = Linear(8, 8, hasBias: false);
            public Raw() : base("Raw") => RegisterComponents();
            public override Tensor forward(Tensor x) => fc.call(x);
        }

        public sealed class Bent : Module<Tensor, Tensor>
        {
            private readonly Linear fc = Linear(8, 8, hasBias: false), other = Linear(8, 8, hasBias: false);
            private readonly LayerNorm norm = LayerNorm(8);
            public Bent() : base("Bent") => RegisterComponents();
            public override Tensor forward(Tensor x) => functional.gelu(fc.call(x)) + norm.call(other.call(x));
        }

        public sealed class Same : Module<Tensor, Tensor>
        {
            public Same() : base("Same") => RegisterComponents();
            public override Tensor forward(Tensor x) => x.view(-1, 8);
        }

        public sealed class First : Module<Tensor, Tensor[], Tensor>
        {
            public First() : base("First") => RegisterComponents();
            public override Tensor forward(Tensor x, Tensor[] all) => x + all[0];
        }

        public sealed class Keeping : Module<Tensor, Tensor>
        {
            private readonly Tensor kept;
            private readonly Linear fc = Linear(8, 8, hasBias: false);
            private readonly LayerNorm norm = LayerNorm(8);
            public Keeping(Tensor kept) : base("Keeping") { this.kept = kept; RegisterComponents(); }
            public override Tensor forward(Tensor x) => norm.call(fc.call(x)) + kept;
        }

        public abstract class Base : Module<Tensor, Tensor>
        {
            protected Base() : base("Base") { }
            public Tensor Penalty() { Tensor all = zeros(1); foreach (var p in parameters()) all = all + p.norm(); return all; }
        }
        """,
        "Vendor")));

    private const string Claimed = ForwardBody.Claimed, Refused = ForwardBody.Refused;

    /// <summary>A weight and its outcome; the base class of the model, and the body of <c>forward</c>.</summary>
    [Theory]
    [InlineData("fc.weight", Claimed, "Module<Tensor, Tensor>", "return y;")]
    [InlineData("raw.fc.weight", Claimed, "Module<Tensor, Tensor>", "return norm.call(raw.call(x));")]
    [InlineData("raw.fc.weight", Refused, "Module<Tensor, Tensor>", "var z = norm.call(raw.call(x)); return z + raw.fc.weight!.sum();")]
    [InlineData("raw.fc.weight", Refused, "Module<Tensor, Tensor>", "var z = norm.call(raw.call(x)); raw.eval(); return z + raw.call(x);")]
    [InlineData("raw.fc.weight", Refused, "Module<Tensor, Tensor>", "var kind = typeof(Elsewhere).Name.Length; return norm.call(raw.call(x)) * kind;")]
    [InlineData("bent.fc.weight", "gelu", "Module<Tensor, Tensor>", "return norm.call(bent.call(x));")]
    [InlineData("fc.weight", Claimed, "Module<Tensor, Tensor>", "return y + bent.call(y);")]
    [InlineData("fc.weight", "Bent", "Module<Tensor, Tensor>", "return y + bent.call(h);")]
    [InlineData("fc.weight", Refused, "Module<Tensor, Tensor>", "var e = functional.gelu(h); return y + bent.call(e);")]
    [InlineData("fc.weight", Refused, "Module<Tensor, Tensor>", "bent.eval(); return y + bent.call(h);")]
    [InlineData("fc.weight", Claimed, "Module<Tensor, Tensor>", "return norm.call(same.call(h));")]
    [InlineData("fc.weight", Refused, "Module<Tensor, Tensor>", "var r = same.call(h); r.add_(1); return norm.call(h);")]
    [InlineData("fc.weight", Refused, "Module<Tensor, Tensor>", "return y + first.call(x, new[] { h });")]
    [InlineData("fc.weight", Claimed, "Module<Tensor, Tensor>", "return y + new Vendor.Keeping(x).call(x);")]
    [InlineData("fc.weight", Refused, "Module<Tensor, Tensor>", "return y + new Vendor.Keeping(h).call(x);")]
    [InlineData("fc.weight", Refused, "Vendor.Base", "return y;")]
    public void A_call(string weight, string outcome, string baseClass, string body)
    {
        string call = baseClass == "Vendor.Base" ? "" : " : base(\"Net\")";
        CSharpCompilation compilation = TestCompilation.RequireNoErrors(TestCompilation.CreateUnchecked(TestCompilation.ModelUsings + $$"""

            public sealed class Net : {{baseClass}}
            {
                private readonly Linear fc = Linear(8, 8, hasBias: false);
                private readonly LayerNorm norm = LayerNorm(8);
                private readonly Vendor.Raw raw = new();
                private readonly Vendor.Bent bent = new();
                private readonly Vendor.Same same = new();
                private readonly Vendor.First first = new();
                public Net(){{call}} => RegisterComponents();
                public override Tensor forward(Tensor x) { var h = fc.call(x); var y = norm.call(h); {{body}} }
            }

            {{(body.Contains("Elsewhere", StringComparison.Ordinal) ? "public static class Elsewhere { public static Tensor Of(Vendor.Raw raw) => raw.fc.weight!.norm(); }" : "")}}
            """).AddReferences(Vendor.Value));
        ScaleInvarianceFacts facts = Specimen.Analyze(compilation, "Net");
        string why = facts.Unproved.FirstOrDefault(one => one.Path == weight)?.Why ?? "";
        Assert.True(facts.Proved.Any(fact => fact.Path == weight) == (outcome == Claimed), why + " " + string.Join(" ", facts.Proved.Select(fact => fact.Path)));
        if (outcome is not (Claimed or Refused))
        {
            Assert.Contains(outcome, why, StringComparison.Ordinal);
        }
    }
}
