namespace RegSpec;

/// <summary>A column as the engine describes it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The .NET type of its values.</param>
/// <param name="TypeName">The type's name in the engine.</param>
internal sealed record TableColumn(string Name, Type Type, string TypeName);
