using System.Collections.Generic;

namespace RegSpec.Generators;

/// <summary>The member names of one generated class: each is given once.</summary>
internal sealed class NameScope
{
    private readonly HashSet<string> taken;

    /// <param name="reserved">Names that stand already: methods of the class and parameters that would hide a member.</param>
    public NameScope(params string[] reserved) => taken = new HashSet<string>(reserved);

    /// <summary>The wished name, or the first of <c>name2</c>, <c>name3</c> … that is free.</summary>
    public string Give(string wish)
    {
        string name = wish;
        for (int i = 2; !taken.Add(name); i++)
        {
            name = wish + i;
        }

        return name;
    }
}
