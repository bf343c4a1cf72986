using System.Text;

namespace RegSpec.Generators;

/// <summary>Builds C# text: four spaces a level, lines end in <c>\n</c> on every platform.</summary>
internal sealed class IndentedWriter
{
    private readonly StringBuilder text = new(capacity: 4096);
    private int level;

    /// <summary>An empty line, never with trailing blanks.</summary>
    public void WriteLine() => text.Append('\n');

    /// <summary>One line at the current level.</summary>
    public void WriteLine(string line)
    {
        text.Append(' ', 4 * level).Append(line).Append('\n');
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
        WriteLine("}" + terminator);
    }

    public override string ToString() => text.ToString();
}
