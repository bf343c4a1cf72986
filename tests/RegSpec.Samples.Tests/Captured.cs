namespace RegSpec.Samples.Tests;

/// <summary>The console belongs to one sample at a time.</summary>
internal static class Captured
{
    private static readonly Lock Console = new();

    public static void Run(TextWriter output, Action main)
    {
        lock (Console)
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
}
