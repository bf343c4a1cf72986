using Consumer.Models;
using RegSpec;
using static TorchSharp.torch;

using var model = new Net();
ParameterGroups groups = model.ParameterGroups();
foreach (PlannedParameter parameter in groups)
{
    Console.WriteLine(FormattableString.Invariant($"{parameter.Name} {parameter.WeightDecay}"));
}

using var optimizer = groups.AdamW(lr: 0.01);
using var loss = model.call(rand(16, 4)).square().mean();
loss.backward();
optimizer.step();
Console.WriteLine("generated: " + typeof(Net).Assembly.GetType("Consumer.Models.Net_ParameterGroups"));
