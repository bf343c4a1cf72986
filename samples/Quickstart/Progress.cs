namespace Quickstart;

/// <summary>A progress bar on the error stream, so that standard output holds the results alone: redrawn on a terminal, one line a training where the output is a file.</summary>
internal sealed class Progress(int trainings, TextWriter output, bool redraw)
{
    private const int Width = 30;
    private readonly Lock drawing = new();
    private int done;

    public static Progress OnConsole(int trainings) => new(trainings, Console.Error, redraw: !Console.IsErrorRedirected);

    /// <summary>Notes that the training named is done.</summary>
    public void Report(string training)
    {
        lock (drawing)
        {
            done++;
            string share = $"{100 * done / trainings,3} %  {training}";
            if (redraw)
            {
                output.Write($"\r[{new string('#', Width * done / trainings).PadRight(Width, '.')}] {share,-46}");
            }
            else
            {
                output.WriteLine(share);
            }
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
