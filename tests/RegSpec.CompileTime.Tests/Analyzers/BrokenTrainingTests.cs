using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RegSpec.CompileTime.Tests.Analyzers.Optimizers;

namespace RegSpec.CompileTime.Tests.Analyzers;

/// <summary>Training code as it looks half-typed: no rule may throw on it.</summary>
public class BrokenTrainingTests
{
    private static readonly string Training = TrainingCode.With("""
        var device = cuda.is_available() ? CUDA : CPU;
        var net = new Net();
        var groups = new AdamW.ParamGroup[] { new(net.parameters().Where(p => p.dim() > 1), weight_decay: 0.1), new([net.fc.bias!]) };
        using var o = optim.AdamW(groups, lr: options.Rate);
        var all = net.parameters().Concat(net.head.parameters()).ToList();
        var s = optim.SGD(all, 0.1, weight_decay: options.L2, maximize: true);
        var a = optim.Adam(net.named_parameters().Select(np => np.parameter), weight_decay: 0.1);
        var norm = GroupNorm(2, 4); var table = Embedding(4, 2, sparse: true); net.head.weight = table.weight;
        net.to(device); var loss = net.call(ones(1, 4)).sum();
        foreach (var (name, p) in net.named_parameters()) loss += p.pow(2).sum();
        (loss + net.ParameterGroups(0.1).L2Penalty()).backward(); s.step();
        """);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_rule_throws(bool isCutOff)
    {
        int start = Training.IndexOf("var device", StringComparison.Ordinal);
        SyntaxToken[] tokens = [.. CSharpSyntaxTree.ParseText(Training, TestCompilation.ParseOptions).GetRoot().DescendantTokens().Where(token => token.SpanStart >= start && token.Span.Length > 0)];
        Assert.True(tokens.Length > 200);
        for (int i = isCutOff ? 0 : 2; i < tokens.Length; i += 5)
        {
            string broken = isCutOff ? Training[..tokens[i].Span.End] : Training.Remove(tokens[i].SpanStart, tokens[i].Span.Length);
            ImmutableArray<Diagnostic> diagnostics = await Rules.RunAsync(TestCompilation.CreateUnchecked(TestCompilation.ModelUsings + "\n" + broken), plan: "Net: fc.weight  1  Weight  old\nnonsense");
            Diagnostic[] crashes = [.. diagnostics.Where(diagnostic => diagnostic.Id == "AD0001")];
            Assert.True(crashes.Length == 0, Rules.Print(crashes) + Environment.NewLine + broken);
        }
    }
}
