using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RegSpec.Benchmarks.Generators;

/// <summary>Projects of many comparable classes, a file each: six members, and what each generator needs to serve them.</summary>
internal static class ConsumerSources
{
    public const int Classes = 1000;

    public static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest);

    /// <summary>Models with six layers and a <c>forward</c>.</summary>
    public static string[] Models { get; } = Files(i => $$"""
        using RegSpec;
        using TorchSharp.Modules;
        using static TorchSharp.torch;
        using static TorchSharp.torch.nn;

        namespace Models;

        [WeightDecay(0.05)]
        public sealed class Net{{i}} : Module<Tensor, Tensor>
        {
            private readonly Linear fc1 = Linear(64, 128);
            private readonly BatchNorm1d bn1 = BatchNorm1d(128);
            private readonly Linear fc2 = Linear(128, 128);
            private readonly LayerNorm norm2 = LayerNorm(128);
            private readonly Dropout drop = Dropout(0.1);
            private readonly Linear head = Linear(128, 10);

            public Net{{i}}() : base(nameof(Net{{i}})) => RegisterComponents();

            public override Tensor forward(Tensor x)
            {
                x = functional.relu(bn1.call(fc1.call(x)));
                x = functional.relu(norm2.call(fc2.call(x)));
                return head.call(drop.call(x));
            }
        }
        """);

    /// <summary>Mappers of classes with six properties.</summary>
    public static string[] Mappers { get; } = Files(i => $$"""
        using Riok.Mapperly.Abstractions;

        namespace Mappers;

        public sealed class Source{{i}}
        {
            public int A { get; set; }
            public string B { get; set; } = "";
            public double C { get; set; }
            public long D { get; set; }
            public bool E { get; set; }
            public string F { get; set; } = "";
        }

        public sealed class Target{{i}}
        {
            public int A { get; set; }
            public string B { get; set; } = "";
            public double C { get; set; }
            public long D { get; set; }
            public bool E { get; set; }
            public string F { get; set; } = "";
        }

        [Mapper]
        public partial class Mapper{{i}}
        {
            public partial Target{{i}} Map(Source{{i}} source);
        }
        """);

    /// <summary>View models with six observable properties.</summary>
    public static string[] ViewModels { get; } = Files(i => $$"""
        using CommunityToolkit.Mvvm.ComponentModel;

        namespace ViewModels;

        public partial class ViewModel{{i}} : ObservableObject
        {
            [ObservableProperty] private int a;
            [ObservableProperty] private string b = "";
            [ObservableProperty] private double c;
            [ObservableProperty] private long d;
            [ObservableProperty] private bool e;
            [ObservableProperty] private string f = "";
        }
        """);

    /// <summary>A file that has nothing to do with any of them.</summary>
    public static SyntaxTree Unrelated(int version) => CSharpSyntaxTree.ParseText(
        $$"""
        namespace Elsewhere;

        public static class Tool
        {
            public static int Version() => {{version}};
        }
        """, ParseOptions, "Elsewhere.cs");

    /// <summary>Fresh trees: what a generator keeps beside the trees of an earlier run must not help it.</summary>
    public static SyntaxTree[] Parse(string[] files) => [.. files.Select((text, i) => CSharpSyntaxTree.ParseText(text, ParseOptions, $"File{i}.cs"))];

    private static string[] Files(Func<int, string> source) => [.. Enumerable.Range(0, Classes).Select(source)];
}
