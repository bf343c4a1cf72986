using RegSpec.Benchmarks.Accuracy;
using RegSpec.Benchmarks.FlatGroups;
using RegSpec.Benchmarks.Generators;
using RegSpec.Benchmarks.Invariance;
using RegSpec.Benchmarks.Ridge;
using RegSpec.Benchmarks.Rows;

const string Usage = """
    dotnet run -c Release --project tests/RegSpec.Benchmarks -- WHAT

    WHAT
      ridge [SHAPE ...]   ridge regression beside scikit-learn and glmnet, each in a process of its own; shapes: tall medium square wide
      analysis [SHAPE ...] each analysis of the ridge over 50 λ beside the path itself; shapes: medium wide
      accuracy            correct digits of ridge regression on the NIST data for each λ, beside what other libraries reach
      generator           source generators, cold and after an edit, beside Mapperly and the MVVM Toolkit
      rows                records to a fitted model: generated code beside a hand-written loop and ML.NET
      columns [WORD ...]  the same for strings, dates, decimals, series, missing values, polynomials, beside hand-written loops; those whose names have a word
      limits [PART ...]   memory, cancellation and the price of a selection on large data; parts: memory cancel select
      flat                step, zero_grad and clipping of flat groups beside the same groups unflattened
      step [SHAPE ...]    the step of flat groups beside stock TorchSharp, PyTorch and a loop over the same bytes; shapes: 388 76 GPT ResNet
      training [PART ...] whole trainings, stock and flat: time an epoch and accuracy over seeds; parts: quickstart gpt
      invariance          proofs of scale invariance over the zoo of models, beside binding alone
    The exit status is 0 when every peer was measured, 1 when one is missing.
    """;

switch (args.FirstOrDefault())
{
    case "ridge":
        return RidgeBenchmark.Run(args[1..]);
    case "analysis":
        return AnalysisBenchmark.Run(args[1..]);
    case "rows":
        return RowBenchmarks.Run();
    case "columns":
        return ColumnBenchmarks.Run(args[1..]);
    case "limits":
        return LimitsBenchmark.Run(args[1..]);
    case "accuracy":
        return AccuracyReport.Run();
    case RidgeWorker.Verb:
        return RidgeWorker.Run(args[1..]);
    case "generator":
        return GeneratorBenchmark.Run();
    case "flat":
        return FlatBenchmark.Run();
    case "step":
        return StepBenchmark.Run(args[1..]);
    case "training":
        return TrainingBenchmark.Run(args[1..]);
    case "invariance":
        return InvarianceBenchmark.Run();
    default:
        Console.Error.WriteLine(Usage);
        return 2;
}
