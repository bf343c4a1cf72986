namespace RegSpec.Samples.Tests;

/// <summary>The console and the random numbers of libtorch belong to one sample at a time: a model made beside it draws from the numbers it has seeded.</summary>
internal static class Captured
{
    private static readonly Lock Process = new();

    public static void Run(TextWriter output, Action main)
    {
        lock (Process)
        {
            TextWriter console = System.Console.Out;
            System.Console.SetOut(output);
            try
            {
                main();
            }
            finally
            {
                System.Console.SetOut(console);
            }
        }
    }

    /// <summary>What draws random numbers, while no sample runs.</summary>
    public static T Alone<T>(Func<T> make)
    {
        lock (Process)
        {
            return make();
        }
    }
}
