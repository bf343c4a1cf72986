using System.Globalization;

namespace RegSpec.CompileTime.Tests;

/// <summary>
/// A model whose weight <c>fc.weight</c> is normalised on the way to the output. In a leak its unnormalised value also reaches what the caller sees, through one
/// channel; a claim about the weight is then false. In the control the same channel carries a normalised value, and the weight is invariant.
/// </summary>
/// <param name="Number">Its place in the matrix; its namespace is <c>L</c> and this number, with a <c>C</c> behind it for a control.</param>
/// <param name="Family">The family of the channel.</param>
/// <param name="Channel">What carries the value.</param>
/// <param name="How">What is done with it.</param>
/// <param name="When">When.</param>
/// <param name="Where">Where the outcome leaves.</param>
/// <param name="IsControl">Whether the channel carries a normalised value.</param>
internal sealed record LeakProgram(int Number, string Family, LeakChannel Channel, LeakHow How, LeakWhen When, LeakWhere Where, bool IsControl)
{
    private const string Layers = """
        private readonly Linear fc = Linear(8, 8, hasBias: false, dtype: float64);
            private readonly LayerNorm norm = LayerNorm(8, eps: 1e-14, dtype: float64);
        """;

    /// <summary>The namespace of the program.</summary>
    public string Space => "L" + Number.ToString(CultureInfo.InvariantCulture) + (IsControl ? "C" : "");

    /// <summary>The class of the model that is asked about.</summary>
    public string Root => Space + (Where == LeakWhere.FieldReadByParent ? ".Parent" : ".Net");

    /// <summary>The weight that is asked about.</summary>
    public string Weight => Where == LeakWhere.FieldReadByParent ? "child.fc.weight" : "fc.weight";

    /// <summary>The file of the program.</summary>
    public string Source => TestCompilation.ModelUsings + "\nnamespace " + Space + "\n{\n" + Model("Net", isPart: false) + Parent + "}\n";

    /// <summary>
    /// The model as a part <c>Part</c> of which the weight is outside: what takes the place of <c>fc.call(x)</c> is its input. For another assembly.
    /// </summary>
    public string Part => TestCompilation.ModelUsings + "\nnamespace " + Space + "\n{\n" + Model("Part", isPart: true) + "}\n";

    /// <summary>Whether the weight can lie outside: it is not carried before <c>forward</c> runs.</summary>
    public bool HasPart => When is not (LeakWhen.InTheConstructor or LeakWhen.InAnInitialiser) && Where != LeakWhere.OutParameter;

    /// <summary>A model that gives a <c>Part</c> of another assembly what its own weight makes.</summary>
    public string Whole => TestCompilation.ModelUsings + $$"""

        namespace {{Space}}
        {
            public sealed class Whole : Module<Tensor, {{(Where == LeakWhere.FieldReadByParent ? "Tensor" : Result)}}>
            {
                private readonly Linear fc = Linear(8, 8, hasBias: false, dtype: float64);
                private readonly Part part = new();
                public Whole() : base("Whole") => RegisterComponents();
                public override {{(Where == LeakWhere.FieldReadByParent ? "Tensor" : Result)}} forward(Tensor x) { var y = part.call(fc.call(x)); return y{{(Where == LeakWhere.FieldReadByParent ? " + part.Aside!.abs().sum()" : "")}}; }
            }
        }
        """;

    /// <summary>A model that holds a <c>Net</c> of another assembly.</summary>
    public string Holder => TestCompilation.ModelUsings + $$"""

        namespace {{Space}}
        {
            public sealed class Whole : Module<Tensor, {{(Where == LeakWhere.FieldReadByParent ? "Tensor" : Result)}}>
            {
                private readonly Net part = new();
                public Whole() : base("Whole") => RegisterComponents();
                public override {{(Where == LeakWhere.FieldReadByParent ? "Tensor" : Result)}} forward(Tensor x) { {{(Where == LeakWhere.OutParameter
                    ? "var y = part.Encode(x, out var aux); return y * aux.abs().sum();"
                    : "var y = part.call(x); return y" + (Where == LeakWhere.FieldReadByParent ? " + part.Aside!.abs().sum()" : "") + ";")}} }
            }
        }
        """;

    private string Result => Where switch
    {
        LeakWhere.Array => "Tensor[]",
        LeakWhere.List => "List<Tensor>",
        LeakWhere.Tuple => "(Tensor, Tensor)",
        LeakWhere.Dictionary => "Dictionary<string, Tensor>",
        LeakWhere.Record => "Output",
        _ => "Tensor",
    };

    private string Parent => Where != LeakWhere.FieldReadByParent ? "" : """
            public sealed class Parent : Module<Tensor, Tensor>
            {
                private readonly Net child = new();
                public Parent() : base("Parent") => RegisterComponents();
                public override Tensor forward(Tensor x) { var y = child.call(x); return y + child.Aside!.abs().sum(); }
            }

        """;

    private string Leave => Where switch
    {
        LeakWhere.Array => "return new[] { z, r };",
        LeakWhere.List => "var leaving = new List<Tensor> { z }; leaving.Add(r); return leaving;",
        LeakWhere.Tuple => "return (z, r);",
        LeakWhere.Dictionary => "return new Dictionary<string, Tensor> { [\"main\"] = z, [\"aux\"] = r };",
        LeakWhere.Record => "return new Output(z, r);",
        LeakWhere.OutParameter => "aux = r; return z;",
        LeakWhere.FieldReadByParent => "Aside = r; return z;",
        LeakWhere.Argument => "x.add_(r.abs().sum()); return z;",
        LeakWhere.Event => "Emitted?.Invoke(r); return z;",
        LeakWhere.Static => "Shared = r; return z;",
        _ => "return r;",
    };

    private string LeavingMember => Where switch
    {
        LeakWhere.FieldReadByParent => "public Tensor? Aside;",
        LeakWhere.Event => "public event Action<Tensor>? Emitted;",
        LeakWhere.Static => "public static Tensor? Shared;",
        _ => "",
    };

    /// <summary>What is carried: the value of the weight's layer, or one that is normalised.</summary>
    private string Carried => When is LeakWhen.InTheConstructor or LeakWhen.InAnInitialiser ? (IsControl ? "norm.weight!" : "fc.weight!") : IsControl ? "n" : "h";

    private bool Writes => How is LeakHow.Written or LeakHow.ViewWritten or LeakHow.DetachedWritten or LeakHow.ElementSet;

    private string Put(string value) => "{ " + Channel.Put.Replace("$v", value, StringComparison.Ordinal) + " }";

    /// <summary>What the channel carries beforehand.</summary>
    private string Prepare => Writes ? Put("y") : How == LeakHow.Replaced || When == LeakWhen.InCatch ? Put("y") : "";

    private string Action => How switch
    {
        LeakHow.Written => $"{Channel.Get}.add_({Carried});",
        LeakHow.ViewWritten => $"{Channel.Get}.view(-1).add_({Carried}.view(-1));",
        LeakHow.DetachedWritten => $"{Channel.Get}.detach().add_({Carried});",
        LeakHow.ElementSet => $"{Channel.Get}[0] = {Carried}[0];",
        _ => Put(Carried),
    };

    private string Level => $"{Channel.Get}.abs().mean().ToDouble()";

    private string Effect => How switch
    {
        _ when Writes => "var r = z + y;",
        LeakHow.Number => $"var r = z * {Level};",
        LeakHow.Condition => $"var r = {Level} > 0.5 ? z : z * 2;",
        LeakHow.Index => $"var r = z[(int)Math.Min(3, {Level} * 2)];",
        LeakHow.Size => $"var r = z.narrow(0, 0, 1 + (long)Math.Min(3, {Level} * 2));",
        LeakHow.LoopCount => $"var r = z; for (int turn = 0; turn < Math.Min(9, {Level} * 4); turn++) {{ r = r + 1; }}",
        _ => $"var r = z + {(When is LeakWhen.InTheConstructor or LeakWhen.InAnInitialiser ? Channel.Get + ".sum(0)" : Channel.Get)};",
    };

    /// <summary>The action at its time.</summary>
    private string Timed => When switch
    {
        LeakWhen.InABranch => $"if (x.dim() == 2) {{ {Action} }}",
        LeakWhen.InTry => $"try {{ {Action} }} catch (InvalidOperationException) {{ }}",
        LeakWhen.InTryThatThrows => $"try {{ {Action} Check(x); {(Writes ? "" : Put("y"))} }} catch (InvalidOperationException) {{ }}",
        LeakWhen.InCatch => $"try {{ Check(x); }} catch (InvalidOperationException) {{ {Action} }}",
        LeakWhen.InFinally => $"try {{ try {{ Check(x); }} finally {{ {Action} }} }} catch (InvalidOperationException) {{ }}",
        LeakWhen.InALaterTurn => $"for (int round = 0; round < 3; round++) {{ if (round == 2) {{ {Action} }} }}",
        LeakWhen.ForTheNextTurn => $"for (int round = 0; round < 3; round++) {{ if (round > 0) {{ z = z + {Channel.Get} * 0.5; }} {Action} }}",
        LeakWhen.InALocalFunction => $"void ActLate() {{ {Action} }} ActLate();",
        LeakWhen.AfterTheNorm => Action,
        _ => "",
    };

    private string Body(bool isPart) => $$"""
                {{(isPart ? "var h = x;" : "var h = fc.call(x);")}}
                var y = norm.call(h);
                var n = norm.call(h) * 0.5;
                {{Channel.Declare}}
                {{(When is LeakWhen.InTheConstructor or LeakWhen.InAnInitialiser or LeakWhen.InTheCallBefore ? "" : Prepare)}}
                {{(When == LeakWhen.BeforeTheNorm ? Action : "")}}
                var z = norm.call(h);
                {{(When == LeakWhen.InTheCallBefore ? $"if (!called) {{ called = true; {Put("y")} }}" : "")}}
                {{Timed}}
                {{Effect}}
                {{(When == LeakWhen.InTheCallBefore ? Action : "")}}
                {{Leave}}
        """;

    private string Model(string name, bool isPart)
    {
        bool isInitial = When == LeakWhen.InAnInitialiser;
        string members = isInitial ? Channel.Initial.Replace("$v", IsControl ? "scale.weight!" : "layer.weight!", StringComparison.Ordinal) : Channel.Members;
        string layers = isPart ? "private readonly LayerNorm norm = LayerNorm(8, eps: 1e-14, dtype: float64);"
            : isInitial ? "private readonly Linear fc = layer;\n        private readonly LayerNorm norm = scale;" : Layers;
        string late = When == LeakWhen.InTheConstructor ? "var x = ones(8, 8, dtype: float64); " + Put(Carried) : "";
        string constructor = isInitial
            ? $"public {name}() : this(Linear(8, 8, hasBias: false, dtype: float64), LayerNorm(8, eps: 1e-14, dtype: float64)) {{ RegisterComponents(); {Channel.Constructor} }}"
            : $"public {name}() : base(\"{name}\") {{ RegisterComponents(); {Channel.Constructor} {late} }}";
        string forward = Where == LeakWhere.OutParameter
            ? $"public override Tensor forward(Tensor x) => Encode(x, out _);\n        public Tensor Encode(Tensor x, out Tensor aux)"
            : $"public override {Result} forward(Tensor x)";
        return $$"""
                {{Channel.Types}}
                {{(Where == LeakWhere.Record ? "public sealed record Output(Tensor Main, Tensor Aux);" : "")}}
                public sealed class {{name}}{{(isInitial ? "(Linear layer, LayerNorm scale)" : "")}} : Module<Tensor, {{Result}}>{{(isInitial ? $"(\"{name}\")" : "")}}
                {
                    {{layers}}
                    {{members}}
                    {{(When == LeakWhen.InTheCallBefore ? "private bool called;" : "")}}
                    {{LeavingMember}}
                    {{constructor}}
                    {{forward}}
                    {
            {{Body(isPart)}}
                    }
                    private static void Check(Tensor x) { if (x.shape[0] < 100) throw new InvalidOperationException(); }
                }

            """;
    }

    public override string ToString() => $"{Space} {Family}: {Channel.Name}, {How}, {When}, {Where}{(IsControl ? " (control)" : "")}";
}
