using System.Reflection;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace RegSpec.Tests;

/// <summary>Calls that give torch a number which nobody holds while torch reads it, by the code of assemblies.</summary>
internal sealed class UnheldNumbers
{
    private readonly HashSet<string> methods = [];

    /// <summary>The methods of TorchSharp that make such a number, or call one that does.</summary>
    public static UnheldNumbers Of(Assembly torchSharp)
    {
        using var module = ModuleDefinition.ReadModule(torchSharp.Location);
        MethodDefinition[] all = [.. Methods(module)];
        var unheld = new UnheldNumbers();
        int before;
        do
        {
            before = unheld.methods.Count;
            unheld.methods.UnionWith(all.Where(method => unheld.CallsIn(method).Any()).Select(method => method.FullName));
        }
        while (unheld.methods.Count > before);
        return unheld;
    }

    /// <summary>What a method calls of that kind, and the conversions whose result it drops.</summary>
    public IEnumerable<MethodReference> CallsIn(MethodDefinition method) =>
        from instruction in method.Body.Instructions
        where instruction.OpCode.FlowControl == FlowControl.Call && instruction.Operand is MethodReference called && (IsConversion(called) ? !IsHeld(method, instruction) : methods.Contains(called.GetElementMethod().FullName))
        select (MethodReference)instruction.Operand;

    /// <summary>Everything of a module that has a body.</summary>
    public static IEnumerable<MethodDefinition> Methods(ModuleDefinition module) => module.GetTypes().SelectMany(static type => type.Methods).Where(static method => method.HasBody);

    private static bool IsConversion(MethodReference called) => called.ReturnType.FullName == "TorchSharp.Scalar" && called.Name is "op_Implicit" or "ToScalar";

    /// <summary>Returned, in a static field, or in a local that is disposed afterwards.</summary>
    private static bool IsHeld(MethodDefinition method, Instruction conversion)
    {
        Instruction next = conversion.Next;
        return next.OpCode.Code is Code.Ret or Code.Stsfld
            || (Local(next, method, isStore: true) is { } local && method.Body.Instructions.Any(i => IsDispose(i) && i.Offset > next.Offset && Local(i.Previous, method, isStore: false) == local));
    }

    private static bool IsDispose(Instruction instruction) => instruction.Operand is MethodReference { Name: "Dispose", Parameters.Count: 0 };

    private static VariableDefinition? Local(Instruction instruction, MethodDefinition method, bool isStore)
    {
        (Code first, Code last, Code shortForm, Code longForm) = isStore ? (Code.Stloc_0, Code.Stloc_3, Code.Stloc_S, Code.Stloc) : (Code.Ldloc_0, Code.Ldloc_3, Code.Ldloc_S, Code.Ldloc);
        Code code = instruction.OpCode.Code;
        return code >= first && code <= last ? method.Body.Variables[code - first]
            : code == shortForm || code == longForm ? (VariableDefinition)instruction.Operand
            : null;
    }
}
