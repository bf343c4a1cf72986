using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Execution;

namespace RegSpec.Semantics.Homogeneity;

/// <summary>Modules of other assemblies, by their summaries.</summary>
internal sealed partial class Interpreter
{
    private IAssemblySymbol? home;

    /// <summary>The summary of a class of another assembly; null for none.</summary>
    public Func<INamedTypeSymbol, ForwardSummary?> SummaryOf { get; init; } = SummaryLookup.Of;

    /// <summary>Whether the source of a type is in the compilation under study: a referenced project can have its source at hand too, in an editor.</summary>
    private bool IsHere(ITypeSymbol? type) =>
        type is not null && (home is null ? type.Locations.Any(static l => l.IsInSource) : SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, home));

    /// <summary>A module whose class is known by a summary; null for any other.</summary>
    private Value? CreateSummarized(IOperation creation, INamedTypeSymbol type)
    {
        if (!IsModule(type) || type.IsAbstract || modules.Count >= ModuleLimit || SummaryOf(type) is not { } summary)
        {
            return null;
        }

        CallSite key = Site(creation);
        if (insideUnknownLoop > 0 && moduleOfSite.TryGetValue(key, out ModuleObject? again))
        {
            return new ModuleValue(again);
        }

        var module = NewModule(new ModuleObject(modules.Count + 1, type) { Summary = summary, LoopDepth = insideUnknownLoop });
        if (insideUnknownLoop > 0)
        {
            moduleOfSite.Add(key, module);
        }

        foreach (SummarizedWeight weight in summary.Weights)
        {
            ParameterObject parameter = NewParameter(Candidates.Add(), weight.Joint is null ? -1 : Candidates.Add(), RankSet.Any, AxisSets.All, isWeight: true);
            module.Parameters[weight.Path] = parameter;
            if (weight.Exact.Refusal is { } why)
            {
                Candidates.GiveUp(parameter.Exact, why);
            }

            if (weight.Joint?.Refusal is { } together)
            {
                Candidates.GiveUp(parameter.Joint, together);
            }
        }

        return new ModuleValue(module);
    }

    /// <summary>A call of such a module: its summary in place of its body.</summary>
    private Value CallSummarized(ModuleObject module, ForwardSummary summary, List<Value> arguments, IOperation call)
    {
        string name = module.Type.Name;
        if (module.ModeIsUnclear || arguments.Count != summary.InputCount)
        {
            string why = module.ModeIsUnclear ? name + " is switched between training and evaluation" : name + " is called in a form that is not followed";
            GiveUp(module, why, new HashSet<int>());
            GiveUp(new TupleValue(arguments.ToEquatableArray()), why);
            return UnknownOf(call.Type);
        }

        algebra.Place = module.Path is { Length: > 0 } path ? new OperationPlace(path) : Where(call);
        var application = new SummaryApplication(Candidates, name, algebra.Place.ToString()) { HasResult = summary.Result is not null };
        for (int i = 0; i < arguments.Count; i++)
        {
            if (arguments[i] is NullValue or NumberValue)
            {
                continue;
            }

            if (AsTensor(arguments[i]) is { } tensor)
            {
                application.AddInput(summary, i, tensor);
            }
            else
            {
                GiveUp(arguments[i], "it is passed to " + name + " in a form that is not followed");
            }
        }

        foreach (SummarizedWeight weight in summary.Weights)
        {
            if (module.Parameters.TryGetValue(weight.Path, out ParameterObject? own) && !suppressed.Contains(own.Exact))
            {
                application.AddWeight(own.Exact, weight.Exact);
                if (own.Joint >= 0 && weight.Joint is { } joint)
                {
                    application.AddWeight(own.Joint, joint);
                }
            }
        }

        if (summary.Result is not { } result)
        {
            return UnknownOf(call.Type);
        }

        TensorValue value = algebra.Fresh(application.Result(), result.Ranks, result.Varies, result.IsNonNegative);
        return result.MayShareMemory ? value with { Storage = TensorValue.UnknownStorage } : value;
    }

    /// <summary>A member of a summarized module is read: whatever it leads to is not followed.</summary>
    private void GiveUpMembers(ModuleObject module, string name)
    {
        if (module.Summary is not null)
        {
            GiveUp(module, "its member " + name + " is used", new HashSet<int>());
        }
    }

    /// <summary>Gives up weights that other code reaches through members of summarized classes.</summary>
    private void GiveUpExposedMembers(Func<ISymbol, bool> isUsedOutside)
    {
        foreach (ModuleObject module in modules.Where(static m => m.Summary is not null))
        {
            foreach (SummarizedMember member in module.Summary!.Members)
            {
                if (module.Parameters.TryGetValue(member.Path, out ParameterObject? parameter)
                    && (FindType(module.Type, member.Type) is not { } type || type.GetMembers(member.Name).Any(isUsedOutside)))
                {
                    parameter.IsExposed = true;
                    GiveUp(parameter, member.Name + " is used outside its class");
                }
            }
        }
    }

    /// <summary>A class by name, in the assembly of another or in what that references.</summary>
    private static INamedTypeSymbol? FindType(INamedTypeSymbol near, string name) =>
        near.ContainingAssembly.GetTypeByMetadataName(name)
        ?? near.ContainingAssembly.Modules.SelectMany(static m => m.ReferencedAssemblySymbols).Select(a => a.GetTypeByMetadataName(name)).FirstOrDefault(static t => t is not null);
}
