namespace RegSpec.CompileTime.Tests;

/// <summary>Features of TorchSharp that carry a tensor.</summary>
internal static class TorchChannels
{
    private const string Holder = "public sealed class Holder : Module<Tensor, Tensor> { public Tensor? Kept; public Holder() : base(\"holder\") { } public override Tensor forward(Tensor t) => Kept ?? t; }";

    public static IReadOnlyList<LeakChannel> All { get; } =
    [
        LeakChannel.Into("dispose scope", "using (var scope = NewDisposeScope()) c = scope.MoveToOuter($v.alias());"),
        LeakChannel.Into("dispose scope, several", "using (var scope = NewDisposeScope()) (_, c) = scope.MoveToOuter(x.alias(), $v.alias());"),
        LeakChannel.Into("WrappedTensorDisposeScope", "c = WrappedTensorDisposeScope(() => $v.alias());"),
        LeakChannel.Into("MoveToOuterDisposeScope", "using (var scope = NewDisposeScope()) c = $v.alias().MoveToOuterDisposeScope();"),
        LeakChannel.Into("DetachFromDisposeScope", "c = $v.alias().DetachFromDisposeScope();"),
        LeakChannel.Into("detached", "c = $v.detach();"),
        LeakChannel.Into("view", "c = $v.view(-1).view_as($v);"),
        LeakChannel.Into("transposed twice", "c = $v.t().t();"),
        LeakChannel.Into("unbound and stacked", "c = $v.unsqueeze(0).unbind(0)[0];"),
        LeakChannel.Into("squeezed into an array", "c = $v.unsqueeze(0).chunk(1, 0)[0].squeeze(0);"),
        new("forward hook", "tap.call($v);", "kept!")
        {
            Members = "private readonly Identity tap = Identity(); private Tensor? kept;",
            Constructor = "tap.register_forward_hook((module, input, output) => { kept = output; return output; });",
        },
        new("forward pre-hook", "tap.call($v);", "kept!")
        {
            Members = "private readonly Identity tap = Identity(); private Tensor? kept;",
            Constructor = "tap.register_forward_pre_hook((module, input) => { kept = input; return input; });",
        },
        LeakChannel.Into("hook that replaces the output", "held = $v; c = tap.call(x);") with
        {
            Members = "private readonly Identity tap = Identity(); private Tensor? held;",
            Constructor = "tap.register_forward_hook((module, input, output) => held ?? output);",
        },
        LeakChannel.Into("module", "c = inner.call($v);") with { Members = "private readonly Identity inner = Identity();" },
        LeakChannel.Into("module of its own", "c = inner.call($v);") with
        {
            Types = "public sealed class Inner : Module<Tensor, Tensor> { public Inner() : base(\"inner\") { } public override Tensor forward(Tensor t) => t; }",
            Members = "private readonly Inner inner = new();",
        },
        LeakChannel.Into("module that keeps", "inner.call($v); c = inner.Last!;") with
        {
            Types = "public sealed class Inner : Module<Tensor, Tensor> { public Tensor? Last; public Inner() : base(\"inner\") { } public override Tensor forward(Tensor t) { Last = t; return ones_like(t); } }",
            Members = "private readonly Inner inner = new();",
        },
        LeakChannel.Into("overloaded forward", "c = inner.forward($v, 1);") with
        {
            Types = "public sealed class Inner : Module<Tensor, Tensor> { public Inner() : base(\"inner\") { } public override Tensor forward(Tensor t) => ones_like(t); public Tensor forward(Tensor t, int k) => t; }",
            Members = "private readonly Inner inner = new();",
        },
        LeakChannel.Into("second method of a module", "c = inner.encode($v);") with
        {
            Types = "public sealed class Inner : Module<Tensor, Tensor> { public Inner() : base(\"inner\") { } public override Tensor forward(Tensor t) => ones_like(t); public Tensor encode(Tensor t) => t; }",
            Members = "private readonly Inner inner = new();",
        },
        LeakChannel.Into("named inputs of a module", "c = inner.call(input2: ones_like(x), input1: $v);") with
        {
            Types = "public sealed class Inner : Module<Tensor, Tensor, Tensor> { public Inner() : base(\"inner\") { } public override Tensor forward(Tensor a, Tensor b) => a; }",
            Members = "private readonly Inner inner = new();",
        },
        new("element of a ModuleList", "((Holder)parts[0]).Kept = $v;", "parts[0].call(x)") { Types = Holder, Members = "private readonly ModuleList<Module<Tensor, Tensor>> parts = ModuleList<Module<Tensor, Tensor>>(new Holder());" },
        new("element of a ModuleList, replaced", "parts[0] = new Holder { Kept = $v };", "parts[0].call(x)") { Types = Holder, Members = "private readonly ModuleList<Module<Tensor, Tensor>> parts = ModuleList<Module<Tensor, Tensor>>(Identity());" },
        new("element of a ModuleDict", "((Holder)parts[\"k\"]).Kept = $v;", "parts[\"k\"].call(x)") { Types = Holder, Members = "private readonly ModuleDict<Module<Tensor, Tensor>> parts = ModuleDict<Module<Tensor, Tensor>>((\"k\", new Holder()));" },
        new("element of a Sequential", "holder.Kept = $v;", "parts.call(x)") { Types = Holder, Members = "private readonly Holder holder = new(); private Sequential parts = null!;", Constructor = "parts = Sequential((\"h\", holder));" },
        LeakChannel.Into("Sequential", "c = parts.call($v);") with { Members = "private readonly Sequential parts = Sequential(Identity(), Identity());" },
        LeakChannel.Into("module in an interface", "IModule<Tensor, Tensor> part = inner; c = part.call($v);") with { Members = "private readonly Identity inner = Identity();" },
        LeakChannel.Into("copy_", "c = x.clone(); c.copy_($v);") with { Copies = true },
        LeakChannel.Into("named arguments of torch", "c = where(y: ones_like(x), condition: x == x, x: $v);") with { Copies = true },
    ];
}
