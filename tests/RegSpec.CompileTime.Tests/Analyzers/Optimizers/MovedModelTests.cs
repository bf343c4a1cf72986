using Verify = RegSpec.CompileTime.Tests.Verify<RegSpec.Analyzers.MovedModelAnalyzer>;

namespace RegSpec.CompileTime.Tests.Analyzers.Optimizers;

/// <summary>REG3006: modules moved under their optimizer (torchsharp-0.107, 1.3 and 7.6).</summary>
public class MovedModelTests
{
    [Fact]
    public Task Says_what_to_do() => Verify.ReportsMessageAsync(
        TrainingCode.With("var net = new Net();\nusing var o = optim.AdamW(net.parameters(), weight_decay: 0.1);\n[|net.to(CUDA)|];\no.step();"),
        "'net' is moved after 'o' was made of its parameters: the later step() no longer finds them; move the module first");

    [Theory]
    [InlineData("var net = new Net(); var o = optim.SGD(net.parameters(), 0.1); [|net.cuda()|]; o.step();")]
    [InlineData("var net = new Net(); var o = optim.SGD(net.parameters().ToArray(), 0.1); [|net.half()|]; o.step();")]
    [InlineData("var net = new Net(); var o = optim.SGD(net.parameters(), 0.1); [|net.to(ScalarType.Float64)|]; for (int i = 0; i < 3; i++) o.step();")]
    [InlineData("var net = new Net(); var o = optim.SGD(net.parameters(), 0.1); [|net.to(\"cuda:0\")|]; o.step();")]
    [InlineData("var device = cuda.is_available() ? CUDA : CPU; var net = new Net(); var o = optim.SGD(net.parameters(), 0.1); [|net.to(device)|]; o.step();")]
    [InlineData("var net = new Net(); var o = optim.SGD(net.parameters(), 0.1); if (options.Maximize) { [|net.to(CUDA)|]; } o.step();")]
    [InlineData("var net = new Net().to(CUDA); var o = optim.SGD(net.parameters(), 0.1); [|net.cpu()|]; o.step();")]
    [InlineData("var net = Sequential(Linear(1, 1)); var o = optim.SGD(net.parameters(), 0.1); [|net.to(DeviceType.CUDA)|]; o.step();")]
    public Task Between_optimizer_and_step(string code) => Verify.ReportsAsync(TrainingCode.With(code));

    [Theory]
    [InlineData("var net = new Net(); net.to(CUDA); var o = optim.SGD(net.parameters(), 0.1); o.step();")]
    [InlineData("var net = new Net(); net.to(CUDA); var o = optim.SGD(net.parameters(), 0.1); net.to(CUDA); o.step();")]
    [InlineData("var net = new Net(); var o = optim.SGD(net.parameters(), 0.1); net.to(CPU); o.step();")]
    [InlineData("var net = new Net(); var o = optim.SGD(net.parameters(), 0.1); net.@float(); o.step();")]
    [InlineData("var net = new Net(); var o = optim.SGD(net.parameters(), 0.1); o.step(); net.cpu(); net.to(CUDA);")]
    [InlineData("var net = new Net(); var o = optim.SGD(net.parameters(), 0.1); net.to(CUDA); o = optim.SGD(net.parameters(), 0.1); o.step();")]
    [InlineData("var net = new Net(); var o = optim.SGD(net.parameters(), 0.1); var other = new Net(); other.to(CUDA); o.step();")]
    [InlineData("var net = new Net(); var o = optim.SGD(net.parameters(), 0.1); if (options.Maximize) net.to(CUDA); else o.step();")]
    [InlineData("var o = optim.SGD(model.parameters(), 0.1); model.to(CUDA); o.step();")]
    [InlineData("var net = new Net(); var o = optim.SGD(net.parameters(), 0.1); net.to(zeros(1).device); o.step();")]
    [InlineData("var net = new Net(); var o = optim.SGD(net.parameters(), 0.1); var x = zeros(1).to(CUDA); o.step();")]
    public Task Before_elsewhere_or_unknown(string code) => Verify.IsSilentAsync(TrainingCode.With(code));

    [Fact]
    public Task Editorconfig() => Verify.FollowsEditorConfigAsync(TrainingCode.With("var net = new Net(); var o = optim.SGD(net.parameters(), 0.1); [|net.cuda()|]; o.step();"));

    [Fact]
    public Task Pragma() => Verify.FollowsPragmaAsync(TrainingCode.With("var net = new Net(); var o = optim.SGD(net.parameters(), 0.1); [|net.cuda()|]; o.step();"));
}
