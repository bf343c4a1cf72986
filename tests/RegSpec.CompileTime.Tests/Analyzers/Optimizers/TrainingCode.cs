namespace RegSpec.CompileTime.Tests.Analyzers.Optimizers;

/// <summary>Code that trains a model, around the statements a test is about.</summary>
internal static class TrainingCode
{
    /// <summary>A model without annotations: weights, biases and a norm.</summary>
    public const string Net = """

        public class Net : Module<Tensor, Tensor>
        {
            public readonly Linear fc = Linear(4, 4);
            public readonly BatchNorm1d bn = BatchNorm1d(4);
            public readonly Linear head = Linear(4, 1);

            public Net() : base("Net") => RegisterComponents();

            public override Tensor forward(Tensor x) => head.call(bn.call(fc.call(x)));
        }

        public record Options(double L2, double Rate, bool Maximize);

        """;

    /// <summary>A method that trains a <c>Net model</c> with <c>Options options</c> and the lists <c>weights</c> and <c>biases</c>.</summary>
    public static string With(string statements) => Net + "public static class Program\n{\n    public static void Train(Net model, Options options, Parameter[] weights, Parameter[] biases)\n    {\n        "
        + statements.Replace("\n", "\n        ") + "\n    }\n}\n";
}
