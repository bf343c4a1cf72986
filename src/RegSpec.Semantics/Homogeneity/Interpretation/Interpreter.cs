using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace RegSpec.Semantics.Homogeneity;

/// <summary>
/// Runs constructors and <c>forward</c> on abstract values: modules with the arguments they were made with, tensors with their degrees.
/// It follows the structure of the source (blocks, branches, loops), inlines what the compilation shows, and treats everything else as
/// unknown: what an unknown call could see or change is given up.
/// </summary>
internal sealed partial class Interpreter
{
    /// <summary>Operations visited before the rest is given up.</summary>
    public const int StepBudget = 150_000;

    /// <summary>Calls inside one another before one is taken as unknown.</summary>
    public const int CallDepth = 40;

    /// <summary>Syntax inside one another before an expression is taken as unknown.</summary>
    private const int NestingDepth = 400;

    private readonly ISemanticModelProvider models;
    private readonly CancellationToken cancellation;
    private readonly Algebra algebra;
    private readonly List<ParameterObject> parameters = new();
    private readonly Dictionary<int, ParameterObject> parameterByStorage = new();
    private readonly List<ModuleObject> modules = new();
    private readonly HashSet<int> suppressed = new();
    private readonly List<Frame> frames = new();
    private readonly HashSet<int> argumentStorage = new();
    private Store store = Store.Empty;
    private bool reachable = true;
    private Frame frame;
    private int lastFrame;
    private int lastList;
    private int steps;
    private int nesting;
    private int gradientsOff;
    private int insideTry;
    private int insideUnknownLoop;
    private bool isConstructing = true;
    private bool mayOverwriteWeights;

    public Interpreter(ISemanticModelProvider models, CancellationToken cancellation)
    {
        this.models = models;
        this.cancellation = cancellation;
        Candidates = new Candidates();
        algebra = new Algebra(Candidates, (call, result) => Observer?.Applied(call, result, parameterByStorage));
        frame = new Frame(0, -1, null, null);
    }

    public Candidates Candidates { get; }

    /// <summary>What is known of operations and layers.</summary>
    public OperationLookup Operations { get; init; } = OperationLookup.Default;

    /// <summary>Every parameter met while the model was built.</summary>
    public IReadOnlyList<ParameterObject> Parameters => parameters;

    /// <summary>Every module met while the model was built.</summary>
    public IReadOnlyList<ModuleObject> Modules => modules;

    /// <summary>Whether the user vouches that a class is a normalization; null for nobody does.</summary>
    public System.Func<INamedTypeSymbol, bool>? IsNormalization { get; init; }

    /// <summary>Watches what is done with inputs and raw parameters; null where nobody asks.</summary>
    public UsageObserver? Observer { get; init; }

    /// <summary>Gives up everything.</summary>
    public void GiveUpAll(string why)
    {
        for (int i = 0; i < Candidates.Count; i++)
        {
            Candidates.GiveUp(i, why);
        }
    }

    /// <summary>Gives up whatever a value depends on, and every parameter of a module in it.</summary>
    private void GiveUp(Value? value, string why)
    {
        switch (value)
        {
            case TensorValue tensor:
                algebra.GiveUp(tensor, why);
                break;
            case ModuleValue module:
                GiveUp(module.Module, why, new HashSet<int>());
                break;
            case ChoiceValue choice:
                foreach (Value alternative in choice.Alternatives)
                {
                    GiveUp(alternative, why);
                }

                break;
            case TupleValue tuple:
                foreach (Value item in tuple.Items)
                {
                    GiveUp(item, why);
                }

                break;
            case ListValue list:
                foreach (Value item in ItemsOf(Content(list)))
                {
                    GiveUp(item, why);
                }

                break;
            case DelegateValue:
                // Whoever holds it may call it with anything.
                GiveUpAll(why);
                break;
        }
    }

    private void GiveUp(ModuleObject module, string why, HashSet<int> seen)
    {
        if (!seen.Add(module.Id))
        {
            return;
        }

        foreach (ParameterObject parameter in module.Parameters.Values)
        {
            GiveUp(parameter, why);
        }

        foreach (Value child in ChildrenOf(module))
        {
            foreach (ParameterObject own in child is TensorValue tensor ? ParametersIn(tensor) : Enumerable.Empty<ParameterObject>())
            {
                GiveUp(own, why);
            }

            foreach (ModuleObject inner in ModulesIn(child))
            {
                GiveUp(inner, why, seen);
            }
        }
    }

    private void GiveUp(ParameterObject parameter, string why)
    {
        Candidates.GiveUp(parameter.Exact, why);
        if (parameter.Joint >= 0)
        {
            Candidates.GiveUp(parameter.Joint, why);
        }
    }

    /// <summary>The values of a module's fields, or the children of a container.</summary>
    private IEnumerable<Value> ChildrenOf(ModuleObject module)
    {
        if (module.Container is not null)
        {
            return ItemsOf(Content(module.Children));
        }

        var result = new List<Value>();
        foreach (KeyValuePair<Slot, Value> slot in store.Slots)
        {
            if (slot.Key.Owner == -module.Id)
            {
                result.Add(slot.Value);
            }
        }

        return result;
    }

    /// <summary>Every module in a value, its own children not counted.</summary>
    private IEnumerable<ModuleObject> ModulesIn(Value? value)
    {
        switch (value)
        {
            case ModuleValue module:
                yield return module.Module;
                break;
            case ChoiceValue choice:
                foreach (Value alternative in choice.Alternatives)
                {
                    foreach (ModuleObject module in ModulesIn(alternative))
                    {
                        yield return module;
                    }
                }

                break;
            case TupleValue tuple:
                foreach (Value item in tuple.Items)
                {
                    foreach (ModuleObject module in ModulesIn(item))
                    {
                        yield return module;
                    }
                }

                break;
            case ListValue list:
                foreach (Value item in ItemsOf(Content(list)))
                {
                    foreach (ModuleObject module in ModulesIn(item))
                    {
                        yield return module;
                    }
                }

                break;
        }
    }

    /// <summary>Operations visited.</summary>
    public int Steps => steps;

    private void Step()
    {
        cancellation.ThrowIfCancellationRequested();
        if (++steps == StepBudget)
        {
            GiveUpAll("the analysis stops after " + StepBudget + " operations");
        }
    }

    private bool IsOverBudget => steps >= StepBudget;

    private static string Text(IOperation operation) => OperationPlace.Text(operation);

    /// <summary>Where the code that runs now sits: the module's path, or the expression in the root.</summary>
    private OperationPlace Where(IOperation operation)
    {
        ModuleObject? self = (frame.Self as ModuleValue)?.Module;
        return self is { Path: { Length: > 0 } path } ? new OperationPlace(path) : new OperationPlace(operation);
    }
}
