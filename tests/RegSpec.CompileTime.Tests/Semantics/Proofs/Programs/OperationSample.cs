namespace RegSpec.CompileTime.Tests;

/// <summary>How some operations of the tables are written in a program that runs.</summary>
/// <param name="Names">The operations, by their names in the table.</param>
/// <param name="Ranks">The numbers of axes of an operand it works on.</param>
/// <param name="Text">The expression, given the name of the operation and its operands.</param>
/// <param name="Shape">The shape of the result for a shape of the operand; null where it is not known: random programs then leave it out.</param>
internal sealed record OperationSample(string[] Names, int[] Ranks, Func<string, SampleOperands, string> Text, Func<int[], int[]>? Shape)
{
    /// <summary>The operation fits a random program: the shape of its result is known and rounding noise does not grow without bound.</summary>
    public bool IsComposable => Shape is not null;
}

/// <summary>What an operation is applied to.</summary>
/// <param name="X">An expression for the first operand.</param>
/// <param name="Y">An expression for a second one of the same shape.</param>
/// <param name="Shape">The shape of both.</param>
/// <param name="Field">Declares a field of the model, given its type and value; gives its name.</param>
internal sealed record SampleOperands(string X, string Y, int[] Shape, Func<string, string, string> Field)
{
    public int Last => Shape[^1];

    public int Channels => Shape[1];

    public string Sizes => string.Join(", ", Shape);
}
