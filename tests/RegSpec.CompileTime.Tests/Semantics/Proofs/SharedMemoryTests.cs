namespace RegSpec.CompileTime.Tests;

/// <summary>Tensors that may lie in the same memory change together; a copy has memory of its own.</summary>
public class SharedMemoryTests
{
    private const string Claimed = ForwardBody.Claimed, Refused = ForwardBody.Refused;

    /// <summary>Members, then body of <c>forward</c>; the outcome for <c>fc.weight</c>: claimed, refused, or part of the reason.</summary>
    [Theory]
    [InlineData("", "var h = fc.call(x); var v = h.clone(); v.add_(x); return norm.call(h) + v.detach() * 0 + norm.call(h.clone().relu_());", "detach")]
    [InlineData("", "var h = fc.call(x); var v = h.clone(); v.add_(x); return norm.call(h);", Claimed)]
    [InlineData("", "var h = fc.call(x); var v = h.contiguous(); v.add_(x); return norm.call(h);", "overwritten")]
    [InlineData("", "var v = x.clone(); v.mul_(fc.call(x)); return norm.call(v);", Claimed)]
    [InlineData("", "var v = x.alias(); v.mul_(fc.call(x)); return norm.call(v);", "overwritten")]
    [InlineData("private Tensor Helper(Tensor t) { if (t.shape[0] == 0) return t; return functional.dropout(t, 0.3); }", "var h = fc.call(x); var v = Helper(h); v = v.clone(); v.add_(1.5); return norm.call(h);", Claimed)]
    [InlineData("private Tensor Helper(Tensor t) { if (t.shape[0] == 0) return t; return functional.dropout(t, 0.3); }", "var v = Helper(x); v = v.clone(); v.add_(1.5); return norm.call(fc.call(x));", Claimed)]
    [InlineData("", "var h = fc.call(x); var g = fc.call(x); g = h; g.add_(x); return norm.call(h);", Refused)]
    [InlineData("", "var h = fc.call(x); var g = fc.call(x); var p = x.shape[0] > 3 ? (h, x) : (g, x); g.add_(x); return norm.call(p.Item1);", Refused)]
    [InlineData("", "var h = fc.call(x); var g = fc.call(x); var p = x.shape[0] > 3 ? (h, x) : (g, x); p.Item1.add_(x); return norm.call(g);", Refused)]
    [InlineData("", "var h = fc.call(x); var g = fc.call(x); var l = new[] { h }; if (x.shape[0] > 3) l = new[] { g }; g.add_(x); return norm.call(l[0]);", Refused)]
    [InlineData("", "var h = fc.call(x); var g = fc.call(x); g = h.clone(); g.add_(x); return norm.call(h);", Claimed)]
    [InlineData("", "var h = fc.call(x); var all = new[] { fc.call(x) }; all[0] = h; all[0].add_(x); return norm.call(h);", "overwritten")]
    [InlineData("", "var h = fc.call(x); var g = x.shape[0] > 3 ? h : h * 2; var v = h.clone(); v.add_(1.5); v.abs_(); return norm.call(g);", Claimed)]
    [InlineData("", "var h = fc.call(x); var g = x.shape[0] > 3 ? h : h * 2; h.add_(1.5); return norm.call(g);", "overwritten")]
    [InlineData("", "var h = fc.call(x); var g = x.shape[0] > 3 ? h : h * 2; g.add_(1.5); return norm.call(h);", "overwritten")]
    [InlineData("", "var h = fc.call(x); var g = x.shape[0] > 3 ? h : x; g.mul_(2); return norm.call(h);", Refused)]
    [InlineData("", "var h = fc.call(x); var g = h.relu(); var v = g.view(-1); g.neg_(); return h * rsqrt(v.sum() + 1e-6);", Refused)]
    [InlineData("", "var h = fc.call(x).abs(); var v = h.view(-1); h.neg_(); return h / (v.sum() + 1e-6);", Refused)]
    [InlineData("", "var h = fc.call(x).abs(); var v = h.view(-1); h.mul_(2).abs_(); return h / (h.sum() + 1e-6);", Claimed)]
    [InlineData("", "return norm.call(fc.call(x).clone().add_(x) - x);", Refused)]
    [InlineData("", "var v = norm.call(fc.call(x)) + fc.call(x).pow_(2).add_(1).sigmoid() * 0; return v;", "sigmoid")]
    [InlineData("", "return norm.call(fc.call(x).pow_(2));", Claimed)]
    [InlineData("", "var h = fc.call(x); return norm.call(h + h.pow_(2));", Claimed)] // both operands are what was written
    [InlineData("private Tensor Twice(Tensor t) { t.pow_(2); return t; }", "var h = fc.call(x); return norm.call(h - Twice(h));", Claimed)]
    // Every operation whose result may lie in the memory of its operand.
    [InlineData("", "var h = fc.call(x); h.permute(1, 0).add_(1); return norm.call(h);", "overwritten")]
    [InlineData("", "var h = fc.call(x); h.transpose(0, 1).add_(1); return norm.call(h);", "overwritten")]
    [InlineData("", "var h = fc.call(x); h.mT.add_(1); return norm.call(h);", "overwritten")]
    [InlineData("", "var h = fc.call(x); h.reshape(-1).add_(1); return norm.call(h);", "overwritten")]
    [InlineData("", "var h = fc.call(x); h.flatten().add_(1); return norm.call(h);", "overwritten")]
    [InlineData("", "var h = fc.call(x); h.unflatten(1, new long[] { 2, 4 }).add_(1); return norm.call(h);", "overwritten")]
    [InlineData("", "var h = fc.call(x); h.unsqueeze(0).add_(1); return norm.call(h);", "overwritten")]
    [InlineData("", "var h = fc.call(x); h.squeeze().add_(1); return norm.call(h);", "overwritten")]
    [InlineData("", "var h = fc.call(x); h.narrow(0, 0, 1).add_(1); return norm.call(h);", "overwritten")]
    [InlineData("", "var h = fc.call(x); h.select(0, 0).add_(1); return norm.call(h);", "overwritten")]
    [InlineData("", "var h = fc.call(x); h.chunk(2, 0)[0].add_(1); return norm.call(h);", "overwritten")]
    [InlineData("", "var h = fc.call(x); h.unbind(0)[0].add_(1); return norm.call(h);", "overwritten")]
    [InlineData("", "var h = fc.call(x); h.expand(4, 8).add_(1); return norm.call(h);", "overwritten")]
    [InlineData("", "var h = fc.call(x); h[0].add_(1); return norm.call(h);", "overwritten")]
    [InlineData("", "var h = fc.call(x); h.diagonal().add_(1); return norm.call(h);", "overwritten")]
    [InlineData("", "var h = fc.call(x); h.unfold(0, 2, 1).add_(1); return norm.call(h);", "overwritten")]
    [InlineData("", "var h = fc.call(x); functional.dropout(h, 0.5, training: false).add_(1); return norm.call(h);", "overwritten")]
    [InlineData("", "var h = fc.call(x); functional.alpha_dropout(h, 0.5, training: false).add_(1); return norm.call(h);", Refused)]
    [InlineData("", "var h = fc.call(x); einsum(\"ij->ji\", h).add_(1); return norm.call(h);", "overwritten")]
    [InlineData("", "var z = zeros(4, 8, dtype: int64); z.to(int64).add_(1); return norm.call(fc.call(x) + z);", Refused)]
    [InlineData("", "var h = fc.call(x); return norm.call(functional.dropout(h, 0.5).add_(h));", Claimed)]
    [InlineData("", "var h = fc.call(x); h.detach().add_(1); return norm.call(h);", Refused)]
    public void A_write(string members, string body, string outcome) => ForwardBody.Check(members, body, outcome);
}
