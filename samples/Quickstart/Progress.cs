namespace Quickstart;

/// <summary>A progress bar on the error stream: redrawn on a terminal, one line a training where the output is a file.</summary>
internal sealed class Progress(int trainings, TextWriter output, bool redraw)
{
    private const int Width = 30;
    private readonly int total = trainings * Training.Epochs;
    private int done;

    /// <summary>A bar for the console's error stream, so that standard output holds the results alone.</summary>
    public static Progress OnConsole(int trainings) => new(trainings, Console.Error, redraw: !Console.IsErrorRedirected);

    /// <summary>Notes one more epoch of the training named.</summary>
    public void Report(string training, int epoch)
    {
        done++;
        if (redraw)
        {
            string bar = new string('#', Width * done / total).PadRight(Width, '.');
            output.Write($"\r[{bar}] {100 * done / total,3} %  {training,-32}");
        }
        else if (epoch == Training.Epochs)
        {
            output.WriteLine($"{100 * done / total,3} %  {training}");
        }
    }

    /// <summary>Ends the redrawn line.</summary>
    public void Done()
    {
        if (redraw)
        {
            output.WriteLine();
        }
    }
}
