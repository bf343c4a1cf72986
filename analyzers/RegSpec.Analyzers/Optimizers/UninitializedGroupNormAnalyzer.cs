using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RegSpec.Semantics.Execution;

namespace RegSpec.Analyzers;

/// <summary>REG3010: GroupNorm of TorchSharp 0.107 has uninitialised memory as scale and shift, and no code gives it values.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UninitializedGroupNormAnalyzer : TrainingAnalyzer
{
    /// <summary>The id of the rule.</summary>
    public const string Id = "REG3010";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        title: "GroupNorm is never initialised",
        messageFormat: "TorchSharp leaves weight and bias of this GroupNorm uninitialised, and no code here sets or loads them; call init.ones_ on its weight and init.zeros_ on its bias",
        RuleCategory.Optimizers,
        DiagnosticSeverity.Warning);

    /// <summary>Creates the rule.</summary>
    public UninitializedGroupNormAnalyzer()
        : base(Rule)
    {
    }

    private protected override void Analyze(OperationBlockAnalysisContext context, TrainingReading reading, RegSpecCompilation compilation)
    {
        foreach (LayerCreation norm in reading.Layers)
        {
            if (norm.Layer.Name == "GroupNorm" && IsAffine(norm.Call) && !IsInitialized(norm, WeightInitialization.Of(context.Compilation, compilation, context.CancellationToken)))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, norm.Call.Syntax.GetLocation()));
            }
        }
    }

    private static bool IsInitialized(LayerCreation norm, InitializedNorms initialized)
    {
        IOperation? parent = norm.Call.Parent;
        while (parent is IConversionOperation)
        {
            parent = parent.Parent;
        }

        return initialized.Any || parent switch
        {
            IArgumentOperation => false,
            _ when norm.Holder is IFieldSymbol field => initialized.Variables.Contains(field, SymbolEqualityComparer.Default),

            // A local or a returned norm may be the one that is set under another name.
            _ => initialized.Variables.Count > 0,
        };
    }

    private static bool IsAffine(IInvocationOperation call)
    {
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument.Parameter?.Name == "affine")
            {
                return argument.Value.IsTrue();
            }
        }

        return false;
    }
}
