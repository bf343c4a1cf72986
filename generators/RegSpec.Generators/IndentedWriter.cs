using System.Text;

namespace RegSpec.Generators;

/// <summary>Builds C# text: four spaces a level, lines end in <c>\n</c> on every platform.</summary>
internal sealed class IndentedWriter
{
    /// <summary>Characters of a buffer that is used again; a longer one is left to the collector.</summary>
    private const int Reusable = 1 << 16;

    [ThreadStatic]
    private static StringBuilder? spare;

    private readonly StringBuilder text = spare ?? new StringBuilder(capacity: 1 << 13);
    private int level;
    private bool isInLine;

    public IndentedWriter() => spare = null;

    /// <summary>An empty line, never with trailing blanks; after <see cref="Write"/> the end of its line.</summary>
    public void WriteLine()
    {
        text.Append('\n');
        isInLine = false;
    }

    /// <summary>One line at the current level, or the rest of one.</summary>
    public void WriteLine(string line) => Write(line).WriteLine();

    /// <summary>A part of a line.</summary>
    public IndentedWriter Write(string part)
    {
        if (!isInLine)
        {
            text.Append(' ', 4 * level);
            isInLine = true;
        }

        text.Append(part);
        return this;
    }

    /// <summary>An opening brace on its own line; what follows stands one level deeper.</summary>
    public void OpenBlock()
    {
        WriteLine("{");
        level++;
    }

    /// <summary>Closes the innermost block.</summary>
    /// <param name="terminator">What follows the brace: <c>;</c> for an initializer.</param>
    public void CloseBlock(string terminator = "")
    {
        level--;
        Write("}").WriteLine(terminator);
    }

    /// <summary>All that was written. Ends the writer: its buffer goes to the next one of the thread.</summary>
    public string Close()
    {
        string all = text.ToString();
        if (text.Capacity <= Reusable)
        {
            spare = text.Clear();
        }

        return all;
    }
}
