namespace RegSpec.CompileTime.Tests;

/// <summary>A proof holds for every call, not for the first alone: what one call, or other code, changes in the model, the next call finds.</summary>
public class LastingStateTests
{
    /// <summary>Members, and the body of <c>forward</c>; whether <c>fc.weight</c> is proved.</summary>
    [Theory]
    // The mode and the settings of a layer.
    [InlineData("private readonly BatchNorm1d bn = BatchNorm1d(8);", "var y = bn.call(fc.call(x)); bn.eval(); return y;", false)]
    [InlineData("private readonly BatchNorm1d bn = BatchNorm1d(8); private void After() { bn.eval(); }", "var y = bn.call(fc.call(x)); After(); return y;", false)]
    [InlineData("", "var y = norm.call(fc.call(x)); norm.eval(); return y;", true)]
    [InlineData("", "var y = norm.call(fc.call(x)); norm.eps = 3; return y;", false)]
    [InlineData("public void Soften() { norm.eps = 3; }", "return norm.call(fc.call(x));", false)]
    // Stored statistics.
    [InlineData("private readonly BatchNorm1d bn = BatchNorm1d(8);", "return bn.call(fc.call(x)) * bn.running_var!;", false)]
    [InlineData("private readonly BatchNorm1d bn = BatchNorm1d(8);", "return bn.call(fc.call(x)) * bn.get_buffer(\"running_var\")!;", false)]
    [InlineData("private readonly BatchNorm1d bn = BatchNorm1d(8);", "foreach (var (_, b) in bn.named_buffers()) x = x + b; return bn.call(fc.call(x));", false)]
    // Modules that are replaced.
    [InlineData("private Module<Tensor, Tensor> n = LayerNorm(8); public void Swap(Module<Tensor, Tensor> other) { n = other; }", "return n.call(fc.call(x));", false)]
    [InlineData("private Module<Tensor, Tensor> n = LayerNorm(8); public void Move() { n = n.to(CPU); }", "return n.call(fc.call(x));", true)]
    [InlineData("private readonly List<Module<Tensor, Tensor>> extra = new(); public void More() { extra.Add(fc); }", "var y = norm.call(fc.call(x)); foreach (var m in extra) y = m.call(y); return y;", false)]
    // Switches.
    [InlineData("private bool on = true;", "return on ? norm.call(fc.call(x)) : fc.call(x);", true)]
    [InlineData("internal bool on = true;", "return on ? norm.call(fc.call(x)) : fc.call(x);", true)]
    [InlineData("public readonly bool On = true;", "return On ? norm.call(fc.call(x)) : fc.call(x);", true)]
    [InlineData("public bool On { get; init; } = true;", "return On ? norm.call(fc.call(x)) : fc.call(x);", false)]
    [InlineData("public bool On { get; internal set; } = true;", "return On ? norm.call(fc.call(x)) : fc.call(x);", true)]
    [InlineData("public bool On { get; set; } = true;", "return On ? norm.call(fc.call(x)) : fc.call(x);", false)]
    [InlineData("protected internal bool on = true;", "return on ? norm.call(fc.call(x)) : fc.call(x);", false)]
    [InlineData("internal bool used = true;", "return used ? norm.call(fc.call(x)) : fc.call(x);", false)]
    [InlineData("private bool on = true; public void Off() { on = false; }", "return on ? norm.call(fc.call(x)) : fc.call(x);", false)]
    [InlineData("private bool on; public bool On { get => on; set => on = value; }", "return on ? fc.call(x) : norm.call(fc.call(x));", false)]
    [InlineData("private int calls;", "return calls++ == 0 ? norm.call(fc.call(x)) : fc.call(x);", false)]
    [InlineData("private int calls;", "var y = norm.call(fc.call(x)); if (calls > 0) y = y * calls; calls++; return y;", true)]
    [InlineData("private readonly bool[] on = { true }; public void Off() { on[0] = false; }", "return on[0] ? norm.call(fc.call(x)) : fc.call(x);", false)]
    [InlineData("private readonly bool[] on = { true };", "return on[0] ? norm.call(fc.call(x)) : fc.call(x);", true)]
    // Buffers.
    [InlineData("private readonly Tensor state = zeros(8);", "return norm.call(fc.call(x) + state);", false)] // a state file may fill it
    [InlineData("private readonly Tensor state = zeros(8); public void Fill() { state.add_(1); }", "return norm.call(fc.call(x) + state);", false)]
    [InlineData("private readonly Tensor state = zeros(8);", "var y = norm.call(fc.call(x) - state); state.mul_(0.9).add_(x.mean(new long[] { 0 })); return y;", false)]
    [InlineData("private readonly Tensor state = zeros(8);", "var y = norm.call(fc.call(x) - state); state.copy_(x[0]); return y;", false)]
    [InlineData("private readonly Tensor state = zeros(8);", "var y = norm.call(fc.call(x) - state); state[0] = 1; return y;", false)]
    [InlineData("private readonly Tensor state = zeros(8);", "var y = norm.call(fc.call(x) - state); init.ones_(state); return y;", false)]
    [InlineData("private readonly Tensor state = zeros(8);", "var y = norm.call(fc.call(x) - state); state.data<float>()[0] = 1; return y;", false)]
    [InlineData("private Tensor state = zeros(4, 8);", "var y = norm.call(fc.call(x) + state); state = x; return y;", false)]
    [InlineData("private Tensor state = zeros(4, 8);", "var y = norm.call(fc.call(x) * 2); state = y; return y + state;", true)]
    [InlineData("private readonly List<Tensor> cache = new();", "cache.Add(fc.call(x)); return norm.call(cache[0]);", false)]
    [InlineData("private readonly List<Tensor> cache = new();", "var y = norm.call(fc.call(x)); if (cache.Count > 0) y = fc.call(x); cache.Add(x); return y;", false)]
    [InlineData("private readonly List<Tensor> cache = new();", "var y = norm.call(fc.call(x)); cache.Add(y); return y + cache[0];", true)]
    [InlineData("", "var all = new List<Tensor>(); all.Add(fc.call(x)); return norm.call(all[0]);", true)]
    [InlineData("private readonly List<Tensor> states = new() { zeros(8) };", "return norm.call(fc.call(x) + states[0]);", true)]
    [InlineData("private readonly List<Tensor> states = new() { zeros(8) };", "var y = norm.call(fc.call(x) + states[0]); states[0].add_(1); return y;", false)]
    [InlineData("private readonly List<Tensor> states = new() { zeros(8) };", "var y = norm.call(fc.call(x) + states[0]); states[0].view(-1)[0] = 1; return y;", false)]
    [InlineData("private readonly List<Tensor> states = new() { zeros(8) };", "var y = norm.call(fc.call(x) + states[0]); init.ones_(states[0]); return y;", false)]
    [InlineData("private readonly Tensor state = zeros(8);", "var y = norm.call(fc.call(x) + state); var s = x.shape[0] > 3 ? state : ones(8); s.add_(1); return y;", false)]
    [InlineData("private readonly (Tensor A, Tensor B) pair = (zeros(8), zeros(8));", "var y = norm.call(fc.call(x) + pair.A); pair.A.add_(1); return y;", false)]
    // Zeros that are written into within one call.
    [InlineData("", "var o = zeros_like(x); return norm.call(fc.call(x) + o);", true)]
    [InlineData("", "var o = zeros_like(x); init.ones_(o); return norm.call(fc.call(x) + o);", false)]
    [InlineData("", "var o = zeros_like(x); o.index_add_(0, tensor(new long[] { 0, 1, 2, 3 }), x, 1); return norm.call(fc.call(x) + o);", false)]
    [InlineData("", "var o = zeros_like(x); o.view(-1).index_fill_(0, tensor(new long[] { 0 }), 1); return norm.call(fc.call(x) + o);", false)]
    [InlineData("", "var o = zeros_like(x); o.bytes[0] = 1; return norm.call(fc.call(x) + o);", false)]
    [InlineData("", "var o = zeros_like(x); o.data<float>()[0] = 1; return norm.call(fc.call(x) + o);", false)]
    [InlineData("", "var l = new[] { zeros_like(x) }; l[0].add_(1); return norm.call(fc.call(x) + l[0]);", false)]
    public void A_case(string members, string body, bool isProved) => ForwardBody.Check(
        members,
        body,
        isProved,
        members.Contains(" used ", StringComparison.Ordinal) ? "public static class Elsewhere { public static void Off(Net net) => net.used = false; }" : "");
}
