using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using RegSpec.Semantics.Catalog;

namespace RegSpec.CompileTime.Tests;

/// <summary>
/// A random model: layers, a <c>forward</c> made of the operations and language constructs the algebra knows, and shapes that fit so that it runs.
/// The same seed gives the same program.
/// </summary>
internal sealed partial class RandomForward
{
    private const int Batch = 3, Length = 5, Side = 5;

    /// <summary>Far below the variance of whatever a program makes, the cube of a small number included, and above that of rounding errors.</summary>
    private const string Eps = "1e-30";

    private readonly PCG random;
    private readonly StringBuilder fields = new();
    private readonly StringBuilder helpers = new();
    private readonly StringBuilder body = new();
    private readonly List<Variable> variables = [];
    private string className = "";
    private int names;
    private int depth;

    private RandomForward(PCG random) => this.random = random;

    /// <summary>Programs, the shorter the smaller: a refuted one is shrunk to few statements.</summary>
    public static Gen<RandomProgram> Programs { get; } = new ProgramGen();

    private sealed record Variable(string Name, int[] Shape);

    /// <summary>A file with a class <c>Sample</c> as <see cref="Specimen"/> reads it, one model a program.</summary>
    public static string File(IEnumerable<RandomProgram> programs) => Models(programs) + Parts(programs);

    /// <summary>The classes that the models are made of, as a file of its own.</summary>
    public static string Library(IEnumerable<RandomProgram> programs) => TestCompilation.ModelUsings + Parts(programs);

    /// <summary>The models without these classes.</summary>
    public static string Models(IEnumerable<RandomProgram> programs)
    {
        var sample = new StringBuilder();
        var classes = new StringBuilder();
        foreach (RandomProgram program in programs)
        {
            string name = "Net" + program.Seed;
            classes.Append(program.Source);
            sample.AppendLine($"    public static Module M{name}() => new {name}();");
            sample.AppendLine($"    public static IReadOnlyList<Tensor> M{name}Outputs(Module model) => new[] {{ ((Module<Tensor, Tensor>)model).call(randn(new long[] {{ {string.Join(", ", program.Input)} }}, dtype: float64)) }};");
        }

        return TestCompilation.ModelUsings + "\npublic static class Sample\n{\n" + sample + "}\n" + classes;
    }

    private static string Parts(IEnumerable<RandomProgram> programs) => string.Concat(programs.Select(program => program.Parts));

    /// <summary>The program of a number: the same for ever. Each seed has its own programs.</summary>
    public static RandomProgram Of(int number, uint seed) => Programs.Generate(new PCG(1 + seed, (ulong)number), null, out _);

    private int Next(int below) => (int)random.Next((uint)below);

    private (string Text, string Parts, int[] Input) Class(string name, int statements)
    {
        className = name;
        int[] input = Next(3) switch { 0 => [Batch, 6], 1 => [Batch, Length, 6], _ => [Batch, 4, Side, Side] };
        Note(ProgramConstruct.CallOfModule);
        variables.Add(new Variable("x", input));
        variables.Add(new Variable("first", input));
        body.AppendLine($"        var first = {(input.Length == 4 ? Field("Conv2d", $"Conv2d(4, 4, 1, bias: {Bool()})") : Field("Linear", $"Linear(6, 6, hasBias: {Bool()})"))}.call(x);");
        for (int i = 0; i < statements; i++)
        {
            Statement();
        }

        Variable last = variables[^1];
        string result = Next(4) == 0 ? last.Name : Normalised(last);
        if (Next(4) == 0)
        {
            Variable other = Pick();
            // The plain mean of a normalised tensor is zero: rounding would be all there is to measure.
            result = $"{result}.sigmoid().mean() + {(Next(2) == 0 ? Normalised(other) : other.Name)}.sigmoid().mean()";
        }

        return ($$"""

            public sealed class {{name}} : Module<Tensor, Tensor>
            {
            {{fields}}
                public {{name}}() : base("{{name}}")
                {
            {{constructor}}        RegisterComponents();
                }
            {{helpers}}
                public override Tensor forward(Tensor x)
                {
            {{body}}        return {{result}};
                }
            }
            """, modules.ToString(), input);
    }

    private void Statement()
    {
        switch (depth > 1 ? 0 : Next(22))
        {
            case 0 or 1 or 2 or 3 or 4 or 5 or 6:
                Declare(Expression(Pick()));
                break;
            case 7:
                Note(ProgramConstruct.If);
                Rewrite("if (x.shape[0] > " + (1 + Next(5)) + ")", null);
                break;
            case 8:
                bool onSign = Next(2) == 0;
                Note(onSign ? ProgramConstruct.BranchOnSign : ProgramConstruct.IfElse);
                Rewrite(onSign ? Sign(Pick().Name) : "if (x.dim() > 2)", "else");
                break;
            case 9:
                bool isKnown = Next(2) == 0;
                Note(isKnown ? ProgramConstruct.For : ProgramConstruct.ForOfUnknownLength);
                Rewrite("for (int i = 0; i < " + (isKnown ? "2" : "x.shape[0]") + "; i++)", null);
                break;
            case 10:
                Note(ProgramConstruct.Lambda);
                (string text, int[] shape) = Expression(Pick());
                Declare(($"new System.Func<Tensor, Tensor>(t => t.relu())({text})", shape));
                break;
            case 11:
                Helper();
                break;
            case 12:
                Note(ProgramConstruct.Tuple);
                Variable a = Pick(), b = Pick();
                string pair = Name();
                body.AppendLine($"        var ({pair}, {pair}b) = ({Expression(a).Text}, {b.Name});");
                variables.Add(new Variable(pair + "b", b.Shape));
                break;
            case 13:
                Note(ProgramConstruct.InPlace);
                Variable changed = Pick();
                if (changed.Name != "x")
                {
                    body.AppendLine($"        {changed.Name} = {changed.Name}.clone(); {changed.Name}.{new[] { "relu_()", "mul_(2)", "abs_()", "add_(1.5)", "neg_()" }[Next(5)]};");
                }

                break;
            case 14:
                Note(ProgramConstruct.ListOfTensors);
                Variable one = Pick();
                Variable? same = variables.Find(v => v.Shape.SequenceEqual(one.Shape) && v != one);
                string list = Name();
                body.AppendLine($"        var {list} = new List<Tensor> {{ {one.Name} }}; {list}.Add({(same ?? one).Name});");
                Declare(Next(2) == 0 || one.Shape.Length < 2
                    ? ($"stack({list}, 0).sum(dim: 0)", one.Shape)
                    : ($"cat({list}, 1)", [one.Shape[0], one.Shape[1] * 2, .. one.Shape[2..]]));
                break;
            case 15:
                Note(ProgramConstruct.DisposeScope);
                Variable kept = Pick();
                string outside = Name();
                body.AppendLine($"        Tensor {outside}; using (NewDisposeScope()) {{ {outside} = {SameShape(kept)}.MoveToOuterDisposeScope(); }}");
                variables.Add(new Variable(outside, kept.Shape));
                break;
            default:
                Construct();
                break;
        }
    }

    /// <summary>A branch or loop whose body gives a variable another value of the same shape.</summary>
    private void Rewrite(string head, string? otherwise)
    {
        Variable target = Pick();
        if (target.Name == "x")
        {
            return;
        }

        depth++;
        body.AppendLine($"        {head} {{ {target.Name} = {SameShape(target)}; }}");
        if (otherwise is not null)
        {
            body.AppendLine($"        {otherwise} {{ {target.Name} = {SameShape(target)}; }}");
        }

        depth--;
    }

    private string SameShape(Variable v, bool inClass = false)
    {
        for (int i = 0; i < 20 && !inClass; i++)
        {
            (string text, int[] shape) = Expression(v, allowPairs: v.Name != "t");
            if (shape.SequenceEqual(v.Shape))
            {
                return text;
            }
        }

        return $"{v.Name}.relu()";
    }

    private void Helper()
    {
        Variable v = Pick();
        (string text, int[] shape) = Expression(new Variable("t", v.Shape), allowPairs: false);
        Note(ProgramConstruct.Helper);
        Note(ProgramConstruct.EarlyReturn);
        string name = "Helper" + names++;
        helpers.AppendLine($"    private Tensor {name}(Tensor t) {{ if (t.shape[0] == 0) return t; return {text}; }}");
        Declare(($"{name}({v.Name})", shape));
    }

    private void Declare((string Text, int[] Shape) value)
    {
        string name = Name();
        body.AppendLine($"        var {name} = {value.Text};");
        variables.Add(new Variable(name, value.Shape));
    }

    private string Name() => "v" + names++.ToString(CultureInfo.InvariantCulture);

    /// <summary>Recent values are picked more often, so that programs are deep.</summary>
    private Variable Pick() => Next(3) > 0 ? variables[^1] : variables[Next(variables.Count)];

    private string Field(string type, string value)
    {
        string name = "f" + names++.ToString(CultureInfo.InvariantCulture);
        fields.AppendLine($"    private readonly {type} {name} = {value};");
        return name;
    }

    /// <summary>A branch on what scales with the tensor and is not zero but for rounding, as the mean of a normalised one would be.</summary>
    private static string Sign(string name) => $"if (({name}.max() + {name}.min()).item<double>() > 0)";

    private string Bool() => Next(2) == 0 ? "true" : "false";

    /// <summary>A norm with an ε so small that it does not hide what the scale does.</summary>
    private string Normalised(Variable v) => v.Shape.Length switch
    {
        4 => Next(3) switch
        {
            0 => Field("BatchNorm2d", $"BatchNorm2d({v.Shape[1]}, eps: {Eps})") + $".call({v.Name})",
            1 => $"functional.group_norm({v.Name}, 1, eps: {Eps})",
            _ => Field("InstanceNorm2d", $"InstanceNorm2d({v.Shape[1]}, eps: {Eps})") + $".call({v.Name})",
        },
        3 when Next(2) == 0 => Field("BatchNorm1d", $"BatchNorm1d({v.Shape[1]}, eps: {Eps})") + $".call({v.Name})",
        2 when Next(2) == 0 => Field("BatchNorm1d", $"BatchNorm1d({v.Shape[1]}, eps: {Eps})") + $".call({v.Name})",
        _ => Next(4) switch
        {
            0 => Field("LayerNorm", $"LayerNorm({v.Shape[^1]}, eps: {Eps})") + $".call({v.Name})",
            1 => $"({v.Name} * ({v.Name}.pow(2).mean(new long[] {{ -1 }}, true) + 1e-40).rsqrt())",
            2 => $"functional.normalize({v.Name}, dim: -1)",
            _ => $"({v.Name} / ({v.Name}.norm(1, true, 2f) + 1e-20))",
        },
    };

    private (string Text, int[] Shape) Expression(Variable v, bool allowPairs = true)
    {
        string n = v.Name;
        int[] s = v.Shape;
        int last = s[^1];
        Note(ProgramConstruct.TensorMethod);
        if (Next(4) == 0 && FromTable(v) is { } fromTable)
        {
            return fromTable;
        }

        switch (Next(30))
        {
            case 0 or 1 or 2 or 3 or 4 when s.Length == 4:
                int kernel = Next(2) == 0 ? 1 : 3;
                int groups = Next(3) == 0 ? s[1] : 1;
                string padding = kernel == 3 ? ", padding: 1" + (Next(3) == 0 ? ", padding_mode: PaddingModes.Reflect" : "") : "";
                return (Field("Conv2d", $"Conv2d({s[1]}, {s[1]}, {kernel}{padding}, groups: {groups}, bias: {Bool()})") + $".call({n})", s);
            case 0 or 1 or 2 or 3 or 4:
                int width = Next(3) == 0 ? 4 : last;
                return (Field("Linear", $"Linear({last}, {width}, hasBias: {Bool()})") + $".call({n})", [.. s[..^1], width]);
            case 5 or 6 or 7:
                return (Normalised(v), s);
            case 8:
                return ($"{n}.relu()", s);
            case 9:
                Note(ProgramConstruct.Functional);
                return ($"functional.leaky_relu({n}, 0.1)", s);
            case 10:
                return (new[] { $"functional.gelu({n})", $"{n}.tanh()", $"{n}.softmax(-1)", $"{n}.sigmoid()" }[Next(4)], s);
            case 11:
                return (new[] { $"{n}.abs()", $"({n} * 1.5)", $"(-{n})", $"({n} / 3)", $"{n}.cumsum(-1)", $"{n}.sort(-1).Values", $"{n}.clamp(min: 0)" }[Next(7)], s);
            case 12 when depth == 0:
                return (new[] { $"{n}.square()", $"{n}.abs().sqrt()", $"{n}.pow(3)", $"({n} * {n})" }[Next(4)], s);
            case 13 when allowPairs && variables.Find(o => o.Shape.SequenceEqual(s) && o != v) is { } same:
                Note(ProgramConstruct.Operator);
                return ($"({n} {new[] { "+", "-", "*" }[Next(3)]} {same.Name})", s);
            case 14 when allowPairs && variables.Find(o => o.Shape.SequenceEqual(s) && o != v) is { } other:
                return (new[] { $"maximum({n}, {other.Name})", $"where({n} > 0, {n}, {other.Name})", $"where({n} > {other.Name}, {n}, zeros_like({n}))" }[Next(3)], s);
            case 15:
                return ($"{n}.masked_fill({n} > 0, {(Next(2) == 0 ? "0" : "0.3")})", s);
            case 16 when s.Length == 4:
                return (Field("MaxPool2d", "MaxPool2d(3, 1, 1)") + $".call({n})", s);
            case 17 when s.Length == 4:
                return (Field("AvgPool2d", $"AvgPool2d(3, 1, 1, count_include_pad: {Bool()})") + $".call({n})", s);
            case 18 when s.Length == 4:
                return ($"{n}.mean(new long[] {{ 2, 3 }})", s[..2]);
            case 19 when s.Length == 4:
                return ($"{n}.flatten(1)", [s[0], s[1] * s[2] * s[3]]);
            case 18 or 19 when s.Length == 3:
                return (Next(2) == 0 ? $"{n}.mean(new long[] {{ 1 }})" : $"{n}.max(1).values", [s[0], s[2]]);
            case 20 when s.Length == 3:
                return ($"{n}.transpose(1, 2)", [s[0], s[2], s[1]]);
            case 20 when s.Length == 4:
                return ($"{n}.permute(0, 1, 3, 2)", [s[0], s[1], s[3], s[2]]);
            case 21:
                return ($"functional.dropout({n}, 0.3)", s);
            case 22 when s.Length == 3:
                return ($"{n}.matmul({n}.transpose(1, 2)).softmax(-1).matmul({n})", s);
            case 23:
                Note(ProgramConstruct.RawParameter);
                string factor = Field("Parameter", $"Parameter(rand({last}) + 0.5)");
                return ($"({n} {(Next(2) == 0 ? "*" : "+")} {factor})", s);
            case 24 when s.Length < 4:
                string weight = Field("Parameter", $"Parameter(randn({last}, {last}))");
                string used = Next(2) == 0 ? weight : $"({weight} / {weight}.norm(1, true, 2f))";
                return ($"functional.linear({n}, {used})", s);
            case 25:
                return ($"({n} - {n}.mean(new long[] {{ -1 }}, true))", s);
            case 26:
                return ($"({n} / ({n}.abs().mean() + {(Next(2) == 0 ? "1" : "1e-20")}))", s);
            case 27:
                return ($"{n}.unsqueeze(1).squeeze(1)", s);
            case 28:
                return (s[1] > 1 && s[1] % 2 == 0 ? $"{n}.chunk(2, 1)[{Next(2)}]" : $"{n}.clone()", s[1] > 1 && s[1] % 2 == 0 ? [s[0], s[1] / 2, .. s[2..]] : s);
            case 29:
                return (Next(4) == 0 ? $"{n}.detach()" : $"{n}.view({string.Join(", ", s)})", s);
            default:
                return ($"{n}.contiguous()", s);
        }
    }

    /// <summary>Any operation of the tables that fits the shape.</summary>
    private (string Text, int[] Shape)? FromTable(Variable v)
    {
        // Saturating functions are most of the table, and end every proof.
        OperationForm[] forms = Next(6) == 0 ? Saturating : Homogeneous;
        OperationForm form = forms[Next(forms.Length)];
        if (!form.Sample.Ranks.Contains(v.Shape.Length) || v.Shape[^1] < 2 || (v.Shape.Length == 4 && v.Shape[^1] != v.Shape[^2]))
        {
            return null;
        }

        Variable other = v.Name == "t" ? v : variables.Find(o => o.Shape.SequenceEqual(v.Shape) && o != v) ?? v;
        int[] shape = form.Sample.Shape!(v.Shape);
        bool usesInput = Regex.IsMatch(form.Text(new SampleOperands("h", "h", v.Shape, (_, _) => "f")), @"\bx\b");
        if (usesInput || shape.Length is < 2 or > 4 || shape.Any(n => n < 1))
        {
            return null;
        }

        operations.Add(form.Operation);
        return (form.Text(new SampleOperands(v.Name, other.Name, v.Shape, Field)), shape);
    }

    private static readonly OperationForm[] Homogeneous = [.. OperationForm.All.Where(form => form.Sample.IsComposable && form.Entry.Rule is not (OperationRule.DegreeZero or OperationRule.DegreeZeroOrSame))];
    private static readonly OperationForm[] Saturating = [.. OperationForm.All.Where(form => form.Sample.IsComposable && form.Entry.Rule is OperationRule.DegreeZero or OperationRule.DegreeZeroOrSame)];

    /// <summary>The operations of the tables that a program may use because some form of theirs has a known shape.</summary>
    public static IReadOnlySet<string> Composable { get; } = Homogeneous.Concat(Saturating).Select(form => form.Operation).ToHashSet();

    private sealed class ProgramGen : Gen<RandomProgram>
    {
        public override RandomProgram Generate(PCG pcg, Size? min, out Size size)
        {
            ulong seed = pcg.Next64();
            int statements = 2 + (int)pcg.Next(10);
            size = new Size((ulong)statements);
            var program = new RandomForward(new PCG(1, seed));
            (string source, string parts, int[] input) = program.Class("Net" + seed.ToString(CultureInfo.InvariantCulture), statements);
            return new RandomProgram(seed, source, parts, input, program.constructs, program.operations);
        }
    }
}

/// <summary>A class that derives from <c>Module</c>.</summary>
/// <param name="Seed">What it was made from.</param>
/// <param name="Source">Its text.</param>
/// <param name="Parts">The text of the classes it uses.</param>
/// <param name="Input">The shape of an input for it.</param>
/// <param name="Constructs">What it is written with.</param>
/// <param name="Operations">The operations of the tables it uses, beside those that every program has.</param>
internal sealed record RandomProgram(ulong Seed, string Source, string Parts, int[] Input, IReadOnlySet<ProgramConstruct> Constructs, IReadOnlySet<string> Operations);
