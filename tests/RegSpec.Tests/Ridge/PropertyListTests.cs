using System.Reflection;

namespace RegSpec.Tests.Ridge;

/// <summary>
/// The thirty properties that scikit-learn holds its ridge regressions to, P1 to P30, and what is held here in addition: each has a test, or a reason why
/// nothing here could have it.
/// </summary>
public sealed class PropertyListTests
{
    private const int Listed = 30;

    private static readonly Dictionary<int, string[]> Tests = new()
    {
        [1] = [nameof(ExactSolutionTests.Every_algorithm_gives_the_exact_solution), nameof(DiagnosticsTests.R_squared_is_that_of_the_predictions)],
        [2] = [nameof(UniversalPropertyTests.Halved_and_doubled_columns_share_the_coefficient_at_half_the_penalty)],
        [3] = [nameof(UniversalPropertyTests.Rows_given_twice_double_lambda)],
        [4] = [nameof(ExactSolutionTests.Lambda_zero_is_least_squares_of_least_norm)],
        [5] = [nameof(ExactSolutionTests.Lambda_zero_is_least_squares_of_least_norm), nameof(ExactSolutionTests.An_exact_duplicate_of_another_size_stays_finite_at_lambda_zero)],
        [6] = [nameof(ExactSolutionTests.Rows_given_twice_change_no_least_squares)],
        [7] = [nameof(UniversalPropertyTests.Weights_that_add_up_to_one_are_none)],
        [8] = [nameof(UniversalPropertyTests.Weights_that_add_up_to_one_are_none)],
        [9] = [nameof(UniversalPropertyTests.A_row_of_weight_0_is_no_row), nameof(InputFormTests.Weights_behave_as_weights)],
        [10] = [nameof(UniversalPropertyTests.Weights_and_lambda_scale_together)],
        [11] = [nameof(UniversalPropertyTests.A_doubled_weight_is_a_repeated_row_for_coefficients_and_degrees_of_freedom)],
        [12] = [nameof(UniversalPropertyTests.The_coefficients_are_the_rows_times_the_dual_ones)],
        [13] = [nameof(InputFormTests.A_column_of_targets_is_one_target), nameof(InputFormTests.Several_targets_are_several_fits)],
        [14] = [nameof(UniversalPropertyTests.Lifting_the_target_lifts_the_intercept_alone), nameof(InputFormTests.Several_targets_are_several_fits)],
        [15] = [nameof(UniversalPropertyTests.Several_targets_with_a_lambda_each_are_several_fits), nameof(BadInputTests.Several_targets_and_selections_are_asked_for_properly)],
        [16] = [nameof(StatisticsTests.Centred_products_are_those_of_centred_columns)],
        [17] = [nameof(ExactSolutionTests.Mostly_empty_columns_with_an_offset_are_solved_alike_by_all_algorithms)],
        [18] = [nameof(LeavingOutTests.Leave_one_out_equals_refits_that_recentre_and_keep_the_scale), nameof(LeavingOutTests.Rows_are_left_out_for_each_target_by_itself)],
        [19] = [nameof(LeavingOutTests.Leave_one_out_equals_refits_that_recentre_and_keep_the_scale)],   // the predictions themselves, for any score
        [20] = [nameof(LeavingOutTests.Leaving_out_a_weighted_row_leaves_out_all_its_repetitions)],
        [21] = [nameof(ExactSolutionTests.Every_algorithm_gives_the_exact_solution)],
        [22] = [nameof(LeavingOutTests.Leave_one_out_equals_refits_that_recentre_and_keep_the_scale)],
        [23] = [nameof(LeavingOutTests.The_value_of_a_selection_is_its_criterion_at_the_selected_lambda)],
        [24] = [nameof(InputFormTests.Several_targets_are_several_fits)],
        [25] = [nameof(BadInputTests.Lambda_must_be_finite_and_not_negative), nameof(BadInputTests.Several_targets_and_selections_are_asked_for_properly)],
        [26] = [nameof(InputFormTests.Any_layout_and_type_is_read_and_nothing_is_written), nameof(InputFormTests.Single_precision_costs_what_its_rounding_costs)],
        [27] = [nameof(InputFormTests.Any_layout_and_type_is_read_and_nothing_is_written)],
        [28] = [nameof(ConventionTests.The_fit_at_the_converted_lambda_minimises_the_other_objective)],   // no constraint of sign here; the minimum is one
        [30] = [nameof(InputFormTests.A_large_intercept_is_recovered_and_not_penalised), nameof(InputFormTests.Any_layout_and_type_is_read_and_nothing_is_written)],
    };

    private static readonly Dictionary<int, string> NoTest = new()
    {
        [29] = "warnings of solvers that stop before they converge: every algorithm here is direct",
    };

    private static readonly string[] InAddition =
    [
        nameof(InputFormTests.Moving_the_origin_changes_nothing), nameof(UniversalPropertyTests.The_unit_of_a_standardised_feature_changes_nothing),
        nameof(ExactSolutionTests.An_exact_duplicate_of_another_size_stays_finite_at_lambda_zero), nameof(UniversalPropertyTests.Parts_merge_in_any_order),
        nameof(ConventionTests.The_fit_at_the_converted_lambda_minimises_the_other_objective), nameof(BadInputTests.A_bad_value_is_named_by_row_and_column),
        nameof(GoldenSelectionTests.Selected_lambdas_agree), nameof(GoldenExactTests.Coefficients_agree_with_the_exact_solution_of_the_decimals),
        nameof(DiagnosticsTests.A_constant_target_has_no_slope), nameof(DiagnosticsTests.Constant_features_get_no_coefficient_and_are_listed),
        nameof(DiagnosticsTests.A_huge_lambda_leaves_the_mean), nameof(PredictiveVarianceTests.It_is_least_at_the_mean_of_the_features_and_even_about_it), nameof(ConventionTests.Glmnet_renormalises_penalty_factors),
    ];

    [Fact]
    public void Every_property_has_a_test_or_a_reason()
    {
        Assert.Equal(Enumerable.Range(1, Listed), Tests.Keys.Concat(NoTest.Keys).Order());
        HashSet<string> run = [.. typeof(PropertyListTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .Where(method => method.GetCustomAttribute<FactAttribute>() is { Skip: null })
            .Select(method => method.Name)];
        Assert.All(Tests.Values.SelectMany(names => names).Concat(InAddition), name => Assert.Contains(name, run));
    }
}
