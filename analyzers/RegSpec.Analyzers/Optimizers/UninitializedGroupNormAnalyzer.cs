using System;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace RegSpec.Analyzers;

/// <summary>REG3010: GroupNorm of TorchSharp 0.107 has uninitialised memory as scale and shift, and no code gives it values.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UninitializedGroupNormAnalyzer : RegSpecAnalyzer
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

    private protected override void Register(CompilationStartAnalysisContext context, RegSpecCompilation compilation)
    {
        var initialized = new Lazy<InitializedNorms>(() => WeightInitialization.Find(context.Compilation, compilation, context.CancellationToken), LazyThreadSafetyMode.PublicationOnly);
        context.RegisterOperationAction(operation => Analyze(operation, compilation.Types, initialized), OperationKind.Invocation);
    }

    private static void Analyze(OperationAnalysisContext context, RegSpecTypes types, Lazy<InitializedNorms> initialized)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod is { Name: "GroupNorm", ContainingType.Name: "nn" } && types.IsTorch(call.TargetMethod) && IsAffine(call) && !IsInitialized(call, initialized.Value))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, call.Syntax.GetLocation()));
        }
    }

    private static bool IsInitialized(IInvocationOperation call, InitializedNorms initialized)
    {
        IOperation? parent = call.Parent;
        while (parent is IConversionOperation)
        {
            parent = parent.Parent;
        }

        ISymbol? variable = parent switch
        {
            IFieldInitializerOperation { InitializedFields: [var field] } => field,
            ISimpleAssignmentOperation { Target: IFieldReferenceOperation target } => target.Field,
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => declarator.Symbol,
            _ => null,
        };
        return initialized.Any || parent switch
        {
            IArgumentOperation => false,
            _ when variable is IFieldSymbol => initialized.Variables.Contains(variable, SymbolEqualityComparer.Default),

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
