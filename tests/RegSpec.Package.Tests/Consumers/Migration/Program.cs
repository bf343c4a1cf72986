using Migration;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

// Each model is trained twice from the same start: by the project's helper, and with groups made by hand of TorchSharp's own types.
var settings = new Settings(Rate: 0.02, L2: 0.3);
random.manual_seed(7);
Tensor images = randn(12, 1, 9, 9);
Tensor ids = randint(16, new long[] { 4, 6 }, dtype: int64);
Compare("cnn", () => new Cnn(), m => Trainer.Fit(m, images, Labels(12, 4), settings), images, Labels(12, 4), ["head.weight"]);
Compare(
    "gpt",
    () => new Gpt(),
    m => Trainer.Fit(m, ids, Labels(24, 16), settings),
    ids,
    Labels(24, 16),
    ["tokens.weight", "positions.weight", .. Enumerable.Range(0, 2).SelectMany(i => new[] { "qkv", "proj", "up", "down" }.Select(name => $"blocks.{i}.{name}.weight"))]);
Compare("lstm", () => new LstmLm(), m => Trainer.Fit(m, ids, Labels(24, 16), settings), ids, Labels(24, 16), ["tokens.weight", "lstm.weight_ih_l0", "lstm.weight_hh_l0", "head.weight"]);

Tensor Labels(int count, int classes) => arange(count, dtype: int64).remainder(classes);

void Compare<T>(string name, Func<T> create, Action<T> fit, Tensor x, Tensor y, string[] decayed)
    where T : nn.Module<Tensor, Tensor>
{
    using T first = create();
    using T second = create();
    using (no_grad())
    {
        foreach (var (from, to) in first.parameters().Zip(second.parameters()))
        {
            to.copy_(from);
        }
    }

    fit(first);
    ILookup<bool, Parameter> parts = second.named_parameters().ToLookup(p => decayed.Contains(p.name), p => p.parameter);
    using optim.Optimizer byHand = optim.AdamW(
        [
            new AdamW.ParamGroup(parts[true].ToArray(), new AdamW.Options { weight_decay = settings.L2 }),
            new AdamW.ParamGroup(parts[false].ToArray(), new AdamW.Options { weight_decay = 0 }),
        ],
        lr: settings.Rate);
    Trainer.Loop(second, byHand, x, y);
    float difference = first.parameters().Zip(second.parameters()).Max(pair => (pair.First - pair.Second).abs().max().item<float>());
    Console.WriteLine($"{name}: {(difference < 1e-6 ? "as groups made by hand" : "differs")}, {parts[true].Count()} of {parts.Sum(part => part.Count())} decayed by hand");
}
