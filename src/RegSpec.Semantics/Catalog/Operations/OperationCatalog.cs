using System.Collections.Generic;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Catalog;

/// <summary>
/// TorchSharp's tensor operations by metadata name, with their effect on the degree of homogeneity.
/// An operation that is not listed is unknown.
/// </summary>
internal static partial class OperationCatalog
{
    private static readonly Dictionary<string, OperationEntry> Entries = Build();

    private static readonly HashSet<string> OwnerSet = new(Owners);

    /// <summary>All entries by operation name.</summary>
    public static IReadOnlyDictionary<string, OperationEntry> All => Entries;

    /// <summary>Types whose methods, properties and operators are looked up by name.</summary>
    public static IReadOnlyList<string> Owners => new[]
    {
        "TorchSharp.torch",
        "TorchSharp.torch+Tensor",
        "TorchSharp.torch+nn+functional",
        "TorchSharp.torch+linalg",
        "TorchSharp.torch+special",
        "TorchSharp.torch+nn+init",
        "TorchSharp.TensorExtensionMethods",
    };

    /// <summary>The entry of a method, property or operator, or null when it is not known.</summary>
    public static OperationEntry? Find(string owner, string name) =>
        OwnerSet.Contains(owner) && Entries.TryGetValue(name, out OperationEntry? entry) ? entry : null;

    private static Dictionary<string, OperationEntry> Build()
    {
        var entries = new Dictionary<string, OperationEntry>();

        // One line a rule; each name also stands for its in-place form, which ends in an underscore.
        void Add(OperationRule rule, string names, Rational? factor = null, bool nonNegative = false, int spatial = 0)
        {
            foreach (string name in names.Split(' '))
            {
                entries[name] = new OperationEntry(name, rule, factor ?? Rational.One, nonNegative, InPlace: false, spatial);
                if (name.EndsWith("_", System.StringComparison.Ordinal))
                {
                    continue;
                }

                entries[name + "_"] = new OperationEntry(name + "_", rule, factor ?? Rational.One, nonNegative, InPlace: true, spatial);
            }
        }

        AddElementwise(Add);
        AddReductions(Add);
        AddShapes(Add);
        AddAlgebra(Add);
        AddLayers(Add);
        AddCreation(Add);
        return entries;
    }

    private delegate void Adder(OperationRule rule, string names, Rational? factor = null, bool nonNegative = false, int spatial = 0);
}
