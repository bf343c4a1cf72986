using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis.Editing;

namespace RegSpec.CodeFixes;

/// <summary>One way out of one diagnostic. Nothing may fail once it exists: everything is checked before it is made.</summary>
/// <param name="Title">What the user reads.</param>
/// <param name="EquivalenceKey">What FixAll groups by.</param>
/// <param name="Apply">Makes the edits; several fixes may share one editor.</param>
internal sealed record Fix(string Title, string EquivalenceKey, Func<SolutionEditor, CancellationToken, Task> Apply);
