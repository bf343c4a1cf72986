using System.Reflection;
using Microsoft.CodeAnalysis.CSharp;
using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Shapes;
using TorchSharp;

namespace RegSpec.CompileTime.Tests;

/// <summary>One entry of the tables as one of its samples writes it.</summary>
internal sealed record OperationForm(string Operation, OperationSample Sample)
{
    /// <summary>Every sample under every name it stands for, in-place forms included.</summary>
    public static IReadOnlyList<OperationForm> All { get; } =
    [
        .. OperationSamples.All.SelectMany(sample => sample.Names.Select(name => new OperationForm(name, sample))),
        .. OperationSamples.All.SelectMany(sample => sample.Names.Select(name => new OperationForm(name + "_", sample)).Where(IsInPlace)),
    ];

    /// <summary>Entries of the table that some member of TorchSharp has the name of: the others are never looked up.</summary>
    public static IReadOnlySet<string> Reachable { get; } = OperationCatalog.Owners
        .Select(owner => typeof(torch).Assembly.GetType(owner, throwOnError: true)!)
        .SelectMany(type => type.GetMembers(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly))
        .Where(member => member is MethodInfo or PropertyInfo)
        .Select(member => member is PropertyInfo property && property.GetIndexParameters().Length > 0 ? "this[]" : member.Name)
        .Where(OperationCatalog.All.ContainsKey)
        .ToHashSet();

    /// <summary>What the tables say about it.</summary>
    public OperationEntry Entry => OperationCatalog.All.TryGetValue(Operation, out OperationEntry? entry) ? entry : LayerOperationCatalog.Find(Operation)!.Entry;

    public string Text(SampleOperands operands)
    {
        bool isInPlace = Operation.EndsWith('_') && Sample.Names.Contains(Operation[..^1]);
        bool isKeyword = SyntaxFacts.GetKeywordKind(Operation) != SyntaxKind.None;
        return Sample.Text((isKeyword ? "@" : "") + Operation, isInPlace ? operands with { X = operands.X + ".clone()" } : operands);
    }

    public override string ToString() => Text(new SampleOperands("h", "y", Sample.Ranks[0] == 2 ? [4, 6] : [2, 4, 6, 6], (_, value) => value));

    /// <summary>In-place forms come in pairs with the others from one line of the table; those without a derivative end the process.</summary>
    private static bool IsInPlace(OperationForm form)
    {
        if (!OperationCatalog.All.TryGetValue(form.Operation, out OperationEntry? entry)
            || entry.Rule is not (OperationRule.Negate or OperationRule.Elementwise or OperationRule.Sum or OperationRule.Difference or OperationRule.Product or OperationRule.Quotient or OperationRule.Clamp)
            || !typeof(torch.Tensor).GetMethods().Any(m => m.Name == form.Operation))
        {
            return false;
        }

        string text = form.ToString();
        return text.Contains("." + form.Operation + "(", StringComparison.Ordinal) && !text.Contains("torch." + form.Operation, StringComparison.Ordinal) && !text.Contains("functional." + form.Operation, StringComparison.Ordinal);
    }
}
