using Quickstart;
using RegSpec;
using TorchSharp;

const int seeds = 5;

torch.set_num_threads(1); // the tensors are small: a second thread costs more than it brings
using var digits = Digits.Load();
using (var net = new DigitNet())
{
    Console.WriteLine("The parameter groups of DigitNet, generated from its attributes:");
    Console.WriteLine();
    Console.WriteLine(net.ParameterGroups());
}

Console.WriteLine($"Training on 1437 handwritten digits, {Training.Epochs} epochs of AdamW, {seeds} seeds, twice each ...");
IReadOnlyList<SeedResult> results = Experiment.Run(digits, seeds, Progress.OnConsole(2 * seeds));
Console.WriteLine();
Console.WriteLine(Report.Of(results));
