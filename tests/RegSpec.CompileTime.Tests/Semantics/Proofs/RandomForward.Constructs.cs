using System.Text;

namespace RegSpec.CompileTime.Tests;

/// <summary>The language constructs that a model is written with; each gives a variable another value of the same shape, or declares one.</summary>
internal sealed partial class RandomForward
{
    private readonly StringBuilder constructor = new();
    private readonly StringBuilder modules = new();
    private readonly HashSet<ProgramConstruct> constructs = [];
    private readonly HashSet<string> operations = [];
    private readonly List<(string Field, int[] Shape)> layers = [];

    private static readonly ProgramConstruct[] Calls =
    [
        ProgramConstruct.ForwardOfModule, ProgramConstruct.DelegateOfModule, ProgramConstruct.FunctionalWeight, ProgramConstruct.ModuleUsedAgain, ProgramConstruct.ModuleListIndex,
        ProgramConstruct.ModuleListIteration, ProgramConstruct.SequentialOfArguments, ProgramConstruct.SequentialOfTuples, ProgramConstruct.SequentialOfList, ProgramConstruct.SequentialAppended,
        ProgramConstruct.UserModule, ProgramConstruct.SeveralInputs,
    ];

    private static readonly ProgramConstruct[] Statements =
    [
        ProgramConstruct.TransposeProperty, ProgramConstruct.UsingDeclaration, ProgramConstruct.Alias, ProgramConstruct.DetachFromScope, ProgramConstruct.HelperOfTuple, ProgramConstruct.LocalFunction,
        ProgramConstruct.Switch, ProgramConstruct.SwitchExpression, ProgramConstruct.Conditional, ProgramConstruct.ForEach, ProgramConstruct.While, ProgramConstruct.Array,
        ProgramConstruct.CollectionExpression,
    ];

    private void Note(ProgramConstruct construct) => constructs.Add(construct);

    private void Construct()
    {
        Variable v = Pick();
        if (Next(2) == 0)
        {
            CallInSomeWay(v, Calls[Next(Calls.Length)]);
        }
        else
        {
            Write(v, Statements[Next(Statements.Length)]);
        }
    }

    /// <summary>A layer that keeps the shape: its type and how it is made.</summary>
    private (string Type, string Made) Layer(int[] s)
    {
        (string, string) linear = s.Length == 4 ? ("Conv2d", $"Conv2d({s[1]}, {s[1]}, 1, bias: {Bool()})") : ("Linear", $"Linear({s[^1]}, {s[^1]}, hasBias: {Bool()})");
        return Next(5) switch
        {
            0 when s.Length == 4 => ("BatchNorm2d", $"BatchNorm2d({s[1]}, eps: {Eps})"),
            0 when s.Length < 4 => ("LayerNorm", $"LayerNorm({s[^1]}, eps: {Eps})"),
            1 => ("ReLU", "ReLU()"),
            _ => linear,
        };
    }

    private string Made(int[] s) => Layer(s).Made;

    private void CallInSomeWay(Variable v, ProgramConstruct way)
    {
        string n = v.Name;
        int[] s = v.Shape;
        (string type, string made) = Layer(s);
        string linear = s.Length == 4 ? $"Conv2d({s[1]}, {s[1]}, 1, bias: {Bool()})" : $"Linear({s[^1]}, {s[^1]}, hasBias: {Bool()})";
        string name;
        Note(way);
        switch (way)
        {
            case ProgramConstruct.ForwardOfModule:
                Declare(($"{Kept(type, made, s)}.forward({n})", s));
                break;
            case ProgramConstruct.DelegateOfModule:
                Declare(($"new System.Func<Tensor, Tensor>({Kept(type, made, s)}.call)({n})", s));
                break;
            case ProgramConstruct.FunctionalWeight:
                name = Kept(s.Length == 4 ? "Conv2d" : "Linear", linear, s);
                Declare((s.Length == 4 ? $"functional.conv2d({n}, {name}.weight!)" : $"functional.linear({n}, {name}.weight!)", s));
                break;
            case ProgramConstruct.ModuleUsedAgain:
                string? field = layers.Find(layer => layer.Shape.Length == s.Length && layer.Shape[s.Length == 4 ? 1 : ^1] == s[s.Length == 4 ? 1 : ^1]).Field;
                field ??= Kept(type, made, s);
                Declare(($"{field}.call({field}.call({n}))", s));
                break;
            case ProgramConstruct.ModuleListIndex:
                name = Field("ModuleList<Module<Tensor, Tensor>>", $"new() {{ {Made(s)}, {Made(s)} }}");
                Declare(($"{name}[{Next(2)}].call({name}[0].call({n}))", s));
                break;
            case ProgramConstruct.ModuleListIteration:
                name = Field("ModuleList<Module<Tensor, Tensor>>", $"new() {{ {Made(s)}, {Made(s)} }}");
                Declare((n, s));
                body.AppendLine($"        foreach (var layer in {name}) {{ {variables[^1].Name} = layer.call({variables[^1].Name}); }}");
                break;
            case ProgramConstruct.SequentialOfArguments:
                Declare(($"{Field("Sequential", $"Sequential({Made(s)}, {Made(s)})")}.call({n})", s));
                break;
            case ProgramConstruct.SequentialOfTuples:
                Declare(($"{Field("Sequential", $"Sequential((\"first\", {Made(s)}), (\"second\", {Made(s)}))")}.call({n})", s));
                break;
            case ProgramConstruct.SequentialOfList:
                name = Late("Sequential");
                constructor.AppendLine($"        var list{name} = new List<Module<Tensor, Tensor>>(); for (int i = 0; i < {1 + Next(3)}; i++) {{ list{name}.Add({made}); }} {name} = Sequential(list{name});");
                Declare(($"{name}.call({n})", s));
                break;
            case ProgramConstruct.SequentialAppended:
                name = Late("Sequential");
                constructor.AppendLine($"        {name} = Sequential({Made(s)}); {name}.append({made}); {name}.append({Made(s)});");
                Declare(($"{name}.call({n})", s));
                break;
            case ProgramConstruct.UserModule:
                Declare(($"{UserModule("Tensor t", $"inner.call({SameShape(new Variable("t", s), inClass: true)})", linear, s)}.call({n})", s));
                break;
            default:
                Variable other = variables.Find(o => o.Shape.SequenceEqual(s) && o != v) ?? v;
                string mixed = new[] { "inner.call(t) + u", "inner.call(t + u)", "inner.call(t) * u", "t + inner.call(u)" }[Next(4)];
                Declare(($"{UserModule("Tensor t, Tensor u", mixed, linear, s)}.call({n}, {other.Name})", s));
                break;
        }
    }

    /// <summary>A class of its own with one layer, and a field that holds an object of it.</summary>
    private string UserModule(string parameters, string result, string layer, int[] s)
    {
        string type = "Part" + modules.Length.ToString(System.Globalization.CultureInfo.InvariantCulture) + "Of" + className;
        string tensors = string.Join(", ", Enumerable.Repeat("Tensor", parameters.Split(',').Length + 1));
        modules.AppendLine($$"""

            public sealed class {{type}} : Module<{{tensors}}>
            {
                private readonly {{(s.Length == 4 ? "Conv2d" : "Linear")}} inner = {{layer}};
                public {{type}}() : base("{{type}}") => RegisterComponents();
                public override Tensor forward({{parameters}}) => {{result}};
            }
            """);
        return Field(type, "new()");
    }

    /// <summary>A layer that may be used again.</summary>
    private string Kept(string type, string made, int[] s)
    {
        string field = Field(type, made);
        layers.Add((field, s));
        return field;
    }

    /// <summary>A field that the constructor sets.</summary>
    private string Late(string type)
    {
        string name = "f" + names++.ToString(System.Globalization.CultureInfo.InvariantCulture);
        fields.AppendLine($"    private readonly {type} {name};");
        return name;
    }

    private void Write(Variable v, ProgramConstruct construct)
    {
        string n = v.Name, name = Name();
        int[] s = v.Shape;
        Variable other = variables.Find(o => o.Shape.SequenceEqual(s) && o != v) ?? v;
        Note(construct);
        switch (construct)
        {
            case ProgramConstruct.TransposeProperty:
                Declare(s.Length == 2 && Next(2) == 0 ? ($"{n}.T", [s[1], s[0]]) : ($"{n}.mT", [.. s[..^2], s[^1], s[^2]]));
                break;
            case ProgramConstruct.UsingDeclaration:
                helpers.AppendLine($"    private Tensor Helper{name}(Tensor t) {{ using var scope = NewDisposeScope(); var inner = {SameShape(new Variable("t", s))}; return inner.MoveToOuterDisposeScope(); }}");
                Declare(($"Helper{name}({n})", s));
                break;
            case ProgramConstruct.Alias:
                Declare(($"{n}.alias()", s));
                break;
            case ProgramConstruct.DetachFromScope:
                Declare(($"{SameShape(v)}.DetachFromDisposeScope()", s));
                break;
            case ProgramConstruct.HelperOfTuple:
                helpers.AppendLine($"    private (Tensor First, Tensor Second) Helper{name}(Tensor t) => ({SameShape(new Variable("t", s))}, t);");
                body.AppendLine($"        var {name} = Helper{name}({n});");
                Declare(($"{name}.{(Next(2) == 0 ? "First" : "Item2")}", s));
                break;
            case ProgramConstruct.LocalFunction:
                body.AppendLine($"        Tensor Local{name}(Tensor t) {{ return {SameShape(new Variable("t", s))}; }}");
                Declare(($"Local{name}({n})", s));
                break;
            case ProgramConstruct.Switch:
                Declare((n, s));
                string chosen = variables[^1].Name;
                body.AppendLine($"        switch (x.shape[0]) {{ case 1: {chosen} = {SameShape(v)}; break; case {Next(5)} + 2: {chosen} = {SameShape(v)}; break; default: {chosen} = {SameShape(v)}; break; }}");
                break;
            case ProgramConstruct.SwitchExpression:
                Declare(($"x.dim() switch {{ 2 => {SameShape(v)}, 3 => {SameShape(v)}, _ => {SameShape(v)} }}", s));
                break;
            case ProgramConstruct.Conditional:
                Declare(($"(x.shape[0] > {1 + Next(5)} ? {SameShape(v)} : {SameShape(v)})", s));
                break;
            case ProgramConstruct.ForEach:
                Declare((n, s));
                string sum = variables[^1].Name;
                body.AppendLine($"        foreach (var item in new[] {{ {SameShape(v)}, {other.Name} }}) {{ {sum} = {sum} {(Next(2) == 0 ? "+" : "*")} item; }}");
                break;
            case ProgramConstruct.While:
                Declare((n, s));
                string repeated = variables[^1].Name;
                depth++;
                body.AppendLine($"        int count{name} = 0; while (count{name} < {(Next(2) == 0 ? "2" : "x.shape[0]")}) {{ {repeated} = {SameShape(variables[^1])}; count{name}++; }}");
                depth--;
                break;
            case ProgramConstruct.Array:
                body.AppendLine($"        var {name} = new[] {{ {SameShape(v)}, {other.Name} }};");
                Declare(($"({name}[0] {(Next(2) == 0 ? "+" : "-")} {name}[1])", s));
                break;
            default:
                body.AppendLine($"        Tensor[] {name} = [{SameShape(v)}, {other.Name}];");
                Declare(($"stack({name}, 0).{(Next(2) == 0 ? "sum" : "mean")}(new long[] {{ 0 }})", s));
                break;
        }
    }
}
