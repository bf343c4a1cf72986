using Quickstart;
using RegSpec;
using TorchSharp;

// Where the picture goes, and how often each training is repeated.
string folder = args.Length > 0 ? args[0] : AppContext.BaseDirectory;
int seeds = args.Length > 1 ? int.Parse(args[1]) : 3;

torch.set_num_threads(1); // the tensors are small: two trainings at a time use a second core better than one does
using var digits = Digits.Load();
using (var net = new DigitNet())
{
    Console.WriteLine("The parameter groups of DigitNet, generated from its attributes:");
    Console.WriteLine();
    Console.WriteLine(net.ParameterGroups());
}

IReadOnlyList<SweepRow> sweep = Sweep.Run(digits, seeds);
Console.WriteLine(Report.Of(sweep));
Console.WriteLine();
Console.WriteLine($"As a picture: {Picture.Save(sweep, folder)}");
Console.WriteLine();
Console.WriteLine(Report.Of(Translation.Run(digits, seeds)));
Console.WriteLine();
Console.WriteLine("The last digits differ from machine to machine: sums are rounded in another order there.");
