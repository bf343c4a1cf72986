namespace RegSpec.Semantics.Catalog;

internal static partial class OperationCatalog
{
    private static void AddShapes(Adder add)
    {
        add(OperationRule.Permute, "permute");
        add(OperationRule.Transpose, "transpose swapaxes swapdims");
        add(OperationRule.TransposeLast, "mT mH t adjoint");
        add(OperationRule.Reshape, "reshape view view_as ravel");
        add(OperationRule.Flatten, "flatten");
        add(OperationRule.Unflatten, "unflatten");
        add(OperationRule.Unsqueeze, "unsqueeze");
        add(OperationRule.Squeeze, "squeeze");
        add(OperationRule.Slice, "narrow slice index_select flip fliplr flipud roll");
        add(OperationRule.SelectAxis, "select");
        add(OperationRule.Split, "chunk split tensor_split");
        add(OperationRule.Unbind, "unbind");
        add(OperationRule.Expand, "expand expand_as broadcast_to repeat tile repeat_interleave");
        add(OperationRule.Index, "index this[] gather take_along_dim take masked_select T H movedim moveaxis rot90 diagonal pixel_shuffle pixel_unshuffle channel_shuffle atleast_1d atleast_2d atleast_3d");
        add(OperationRule.Spread, "unfold fold tril triu diag diag_embed");
    }

    private static void AddCreation(Adder add)
    {
        add(OperationRule.Zeros, "zeros zeros_like new_zeros zero");
        add(OperationRule.Full, "full full_like new_full fill tensor ToTensor");
        add(OperationRule.Constant, "ones ones_like new_ones rand randn rand_like randn_like randint randperm arange linspace logspace eye from_array frombuffer tril_indices triu_indices empty empty_like new_empty hann_window");
        add(OperationRule.Identity, "as_tensor");
        add(OperationRule.DegreeZero, "normal");
        add(OperationRule.DegreeZeroOrSame, "meshgrid");
        add(OperationRule.Detach, "detach");
        add(OperationRule.ReadNumber, "item ToSingle ToDouble ToInt32 ToInt64 ToBoolean ToHalf ToByte ToScalar op_Explicit data ToString tolist allclose equal is_nonzero");
        add(OperationRule.Metadata, "requires_grad");
        add(OperationRule.Detach, "requires_grad_");
        add(OperationRule.Metadata, "shape size dim ndim Dimensions numel NumberOfElements dtype device device_type device_index is_cuda is_cpu is_floating_point is_complex is_contiguous stride element_size ElementSize IsInvalid is_leaf Dispose handle name is_grad_enabled finfo result_type");
        add(OperationRule.Initialize, "normal_ uniform_ kaiming_normal_ kaiming_uniform_ xavier_normal_ xavier_uniform_ ones_ zeros_ constant_ trunc_normal_ orthogonal_ dirac_ eye_ sparse_ calculate_gain");
    }
}
