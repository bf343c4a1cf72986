using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace RegSpec.Analyzers;

/// <summary>Base of the rules about training: questions to the reading of a body, which all of them share.</summary>
public abstract class TrainingAnalyzer : RegSpecAnalyzer
{
    private protected TrainingAnalyzer(DiagnosticDescriptor rule)
        : base(rule)
    {
    }

    private protected override void Register(CompilationStartAnalysisContext context, RegSpecCompilation compilation)
    {
        TrainingReadings readings = TrainingReadings.Of(compilation);
        context.RegisterOperationBlockAction(block =>
        {
            foreach (IOperation body in block.OperationBlocks)
            {
                TrainingReading reading = readings.Of(body, block.CancellationToken);
                if (reading != TrainingReading.Empty)
                {
                    Analyze(block, reading, compilation);
                }
            }
        });
    }

    private protected abstract void Analyze(OperationBlockAnalysisContext context, TrainingReading reading, RegSpecCompilation compilation);
}
