namespace RegSpec;

/// <summary>Which criterion.</summary>
internal enum SelectionKind
{
    LeaveOneOut,
    Gcv,
    MassGcv,
    Evidence,
    KFold,
}
