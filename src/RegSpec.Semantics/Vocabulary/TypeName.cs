namespace RegSpec.Semantics.Vocabulary;

/// <summary>A type as text: enough to name it in generated code and messages, and equal across compilations.</summary>
/// <param name="Namespace">Its namespace ("" for the global one).</param>
/// <param name="QualifiedName">The form generated code uses: <c>global::A.Outer.Net&lt;T&gt;</c>, or <c>Net</c> with alias when in the global namespace (<c>global::Net</c>).</param>
/// <param name="OpenName">The form inside <c>typeof</c> for the open definition: <c>global::A.Net&lt;,&gt;</c>.</param>
/// <param name="DisplayName">The short form for people: <c>Outer.Net&lt;T&gt;</c>.</param>
/// <param name="MetadataName">Full metadata name: <c>A.Outer+Net`1</c>.</param>
/// <param name="Arity">Number of type parameters, those of the containing types counted in.</param>
internal sealed record TypeName(string Namespace, string QualifiedName, string OpenName, string DisplayName, string MetadataName, int Arity);
