using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RegSpec.Semantics.Execution;

namespace RegSpec.Analyzers;

/// <summary>REG3001: a group made by the convenience constructor, which writes every setting and so overrides the optimizer's.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ConvenienceGroupAnalyzer : TrainingAnalyzer
{
    /// <summary>The id of the rule.</summary>
    public const string Id = "REG3001";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        title: "A parameter group overrides the optimizer's settings",
        messageFormat: "This constructor of {0}.ParamGroup also sets {1}, whatever the optimizer is given; pass {0}.Options with only what differs",
        RuleCategory.Optimizers,
        DiagnosticSeverity.Warning);

    /// <summary>Creates the rule.</summary>
    public ConvenienceGroupAnalyzer()
        : base(Rule)
    {
    }

    private protected override void Analyze(OperationBlockAnalysisContext context, TrainingReading reading, RegSpecCompilation compilation)
    {
        foreach (GroupCreation group in reading.Groups.Where(static group => group.IsConvenience))
        {
            ImmutableArray<IArgumentOperation> overriding = Overriding(group, reading);
            if (!overriding.IsEmpty)
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    Rule,
                    group.Operation.Syntax.GetLocation(),
                    group.Optimizer.Name,
                    string.Join(", ", overriding.Select(argument => argument.Parameter!.Name + " = " + Text(argument.Value)))));
            }
        }
    }

    /// <summary>The unwritten settings that certainly differ from, or hide, what the optimizer says.</summary>
    private static ImmutableArray<IArgumentOperation> Overriding(GroupCreation group, TrainingReading reading)
    {
        OptimizerCreation[] optimizers = reading.Optimizers
            .Where(creation => creation.Input == OptimizerInput.Groups && SymbolEqualityComparer.Default.Equals(creation.Optimizer, group.Optimizer))
            .ToArray();

        // Without the optimizer in sight only the learning rate is certain: nobody means to leave it to a constant of the library.
        return optimizers.Length == 0
            ? group.Unwritten.Where(argument => argument.Parameter!.Name == OptimizerNames.LearningRate).ToImmutableArray()
            : group.Unwritten.Where(argument => optimizers.Any(optimizer => Differs(argument, optimizer.Arguments))).ToImmutableArray();
    }

    private static bool Differs(IArgumentOperation unwritten, IEnumerable<IArgumentOperation> optimizer)
    {
        foreach (IArgumentOperation argument in optimizer)
        {
            string? name = argument.Parameter?.Name == OptimizerNames.SgdLearningRate ? OptimizerNames.LearningRate : argument.Parameter?.Name;
            if (name == unwritten.Parameter!.Name)
            {
                return !argument.Value.ConstantValue.HasValue || !Equals(argument.Value.ConstantValue.Value, unwritten.Value.ConstantValue.Value);
            }
        }

        return false;
    }

    private static string Text(IOperation value) =>
        value.ConstantValue.Value is bool flag ? (flag ? "true" : "false") : System.Convert.ToString(value.ConstantValue.Value, CultureInfo.InvariantCulture);
}
