namespace RegSpec;

/// <summary>Names as TorchSharp registers them → member names as the source writes them.</summary>
internal static class RegisteredName
{
    private const string BackingFieldSuffix = ">k__BackingField";
    private const string CapturedParameterSuffix = ">P";

    /// <summary>"&lt;Norm&gt;k__BackingField" → "Norm"; "&lt;inner&gt;P" → "inner"; any other name unchanged.</summary>
    public static string Canonical(string registered) =>
        !registered.StartsWith('<') ? registered
        : registered.EndsWith(BackingFieldSuffix, StringComparison.Ordinal) ? registered[1..^BackingFieldSuffix.Length]
        : registered.EndsWith(CapturedParameterSuffix, StringComparison.Ordinal) ? registered[1..^CapturedParameterSuffix.Length]
        : registered;

    /// <summary>A dotted path of registered names, as the source writes it.</summary>
    public static string CanonicalPath(string registered) => string.Join('.', registered.Split('.').Select(Canonical));

    /// <summary>The bias of the layer that a weight belongs to.</summary>
    public static string BiasBeside(string weight) => Join(weight[..Math.Max(0, weight.LastIndexOf('.'))], "bias");

    /// <summary>Joins two parts of a dotted path; either may be empty.</summary>
    public static string Join(string parent, string name) =>
        parent.Length == 0 ? name : name.Length == 0 ? parent : parent + "." + name;
}
