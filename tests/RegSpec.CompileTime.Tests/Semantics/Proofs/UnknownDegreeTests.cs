namespace RegSpec.CompileTime.Tests;

/// <summary>A degree that is not known is still one degree, and one positive number for all elements changes nothing else.</summary>
public class UnknownDegreeTests
{
    private const string Claimed = ForwardBody.Claimed, Refused = ForwardBody.Refused;

    /// <summary>Members, then body of <c>forward</c>; the outcome for <c>fc.weight</c>: claimed, refused, or part of the reason.</summary>
    [Theory]
    // One positive number for all elements.
    [InlineData("", "var h = fc.call(x); return norm.call(h / (1 + h.norm()));", Claimed)]
    [InlineData("", "var h = fc.call(x); return norm.call(x / (1 + h.norm()));", Claimed)]
    [InlineData("", "var h = fc.call(x); return norm.call(h / (1 + h.sum()));", "division")]
    [InlineData("", "var h = fc.call(x); return norm.call(h / (1 + h.abs()));", "division")]
    [InlineData("", "var h = fc.call(x); return norm.call(h / (1 + h.norm(-1, true)));", "division")]
    [InlineData("", "var h = fc.call(x); return norm.call((h + x) / (1 + h.norm()));", Refused)]
    [InlineData("", "var h = fc.call(x); return norm.call(h / (1 + h.norm()) + x);", Refused)]
    [InlineData("", "var h = fc.call(x); return norm.call(h / (1 + h.norm()) + h);", Refused)]
    [InlineData("", "var h = fc.call(x); var e = functional.gelu(h); return norm.call(e / (1 + h.norm()));", "gelu")]
    // A degree that is not known is still one degree.
    [InlineData("", "var h = fc.call(x); if (x.shape[0] > 3) h = h * h; return h * rsqrt(h.square().mean() + 1e-6);", Claimed)]
    [InlineData("", "var h = fc.call(x); if (x.shape[0] > 3) h = h * h; h = h - h.mean(new long[] { -1 }, true); return h / h.std(-1, keepdim: true);", Claimed)]
    [InlineData("", "var h = fc.call(x); if (x.shape[0] > 3) h = h * h; return norm.call(where(h > h.mean(), h, -h));", Claimed)]
    [InlineData("", "var h = fc.call(x); if (x.shape[0] > 3) h = h * h; return h * rsqrt(h.abs().mean() + 1e-6);", "comes out of forward")]
    [InlineData("", "var h = fc.call(x); var g = h; if (x.shape[0] > 3) h = h * h; return norm.call(h - g);", "op_Subtraction")]
    [InlineData("", "var h = fc.call(x); var g = h; if (x.shape[0] > 3) h = h * h; if (x.shape[1] > 3) g = g * g; return norm.call(h - g);", "op_Subtraction")]
    [InlineData("", "var h = fc.call(x); for (int i = 0; i < x.shape[0]; i++) { h = fc.call(h); h = h / h.norm(); } return h;", "comes out of forward")]
    [InlineData("", "var h = x; for (int i = 0; i < x.shape[0]; i++) h = fc.call(h); return h / h.norm();", Claimed)]
    [InlineData("", "var h = fc.call(x); for (int i = 0; i < x.shape[0]; i++) { h = h * h; h = h - h.mean(); } return norm.call(h);", Claimed)]
    [InlineData("", "var h = fc.call(x); var g = h; for (int i = 0; i < x.shape[0]; i++) { g = h; h = h * h; } return norm.call(h - g);", "op_Subtraction")]
    [InlineData("", "var h = fc.call(x); Tensor g = h, f = h; for (int i = 0; i < x.shape[0]; i++) { f = g; g = h; h = h * h; } return norm.call(g - f);", "op_Subtraction")]
    [InlineData("", "var all = new System.Collections.Generic.List<Tensor>(); var h = fc.call(x); for (int i = 0; i < x.shape[0]; i++) { h = h * h; all.Add(h); } return norm.call(all[0] - all[1]);", "op_Subtraction")]
    [InlineData("", "var all = new System.Collections.Generic.List<Tensor>(); var h = fc.call(x); for (int i = 0; i < x.shape[0]; i++) { h = h * h; all.Add(h); } var y = all.Select(t => t * 2).ToArray(); return norm.call(y[0] - y[1]);", "op_Subtraction")]
    [InlineData("", "var all = new System.Collections.Generic.List<Tensor>(); var h = fc.call(x); for (int i = 0; i < x.shape[0]; i++) { h = h * h; all.Add(h); } var y = x; foreach (var t in all) y = y + t / t.norm(); return y;", Claimed)]
    public void A_case(string members, string body, string outcome) => ForwardBody.Check(members, body, outcome);
}
