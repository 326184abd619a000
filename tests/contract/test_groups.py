"""Which tests show what the contract wants shown of coins, and that each group has as many as it has to have.

`pytest -k` takes the names.
"""

import ast
from pathlib import Path

import pytest

from tests.support.kit import ROOT

INTEGRATION = ROOT / "tests" / "integration"

# By group, how many there are at least; by what is shown, the tests, each `file::name` without its beginning `test_`.
GROUPS: dict[str, tuple[int, dict[str, list[str]]]] = {
    "ledger invariants": (
        10,
        {
            "conservation, simple": ["properties::a_hundred_random_transfers_conserve_the_sum"],
            "conservation, concurrent": ["concurrency::money_is_conserved_while_eight_clients_send_it_round"],
            "a floor refuses": [
                "kernel::the_floor_judges_each_movement_of_a_batch_and_refuses_all_of_it",
                "wallets::a_debit_beyond_the_balance_or_of_no_wallet_is_insufficient_funds",
                "concurrency::two_simultaneous_debits_of_the_whole_balance_pay_out_once",
            ],
            "a floor with overdraft allowed": [
                "wallets::a_wallet_that_allows_overdraft_has_no_floor_until_it_is_taken_back"
            ],
            "immutability by every path": [
                "immutability::nobody_changes_history",
                "immutability::an_update_that_would_meet_no_row_is_refused_too",
                "immutability::the_application_role_changes_no_table_directly",
                "immutability::the_application_role_cannot_lift_itself",
                "immutability::a_correction_leaves_what_it_corrects",
            ],
            "no zero entry": ["immutability::the_database_itself_takes_no_zero_entry"],
            "monotone order": [
                "books::time_never_runs_backwards_in_a_wallet_even_when_the_clock_does",
                "concurrency::versions_have_no_holes_under_eight_concurrent_clients",
            ],
            "recalculation": ["kernel::recalculating_every_balance_from_the_entries_finds_what_is_cached"],
            "its atomicity": ["concurrency::recalculating_all_balances_while_movements_run_is_of_one_moment"],
        },
    ),
    "service": (
        15,
        {
            "credit": [
                "wallets::a_wallet_comes_into_being_with_its_first_credit",
                "wallets::a_second_credit_goes_into_the_same_wallet",
            ],
            "debit": ["wallets::a_debit_takes_out_of_the_wallet", "wallets::a_debit_of_the_whole_balance_succeeds"],
            "transfer": [
                "wallets::a_transfer_is_one_transaction_with_two_rows_of_history",
                "wallets::a_customer_sends_from_their_own_wallet_and_sees_only_their_side",
            ],
            "balance": [
                "statements::the_balance_at_a_time_is_that_of_every_movement_not_after_it",
                "statements::the_balance_before_and_after_all_movements",
            ],
            "history, its order and paging": [
                "statements::history_is_newest_first_and_each_balance_follows",
                "statements::history_is_paged_without_gap_or_overlap",
            ],
            "zero and negative": [
                "wallets::no_amount_is_an_invalid_amount",
                "wallets::a_fraction_of_the_unit_is_an_invalid_amount",
            ],
            "a missing wallet": [
                "statements::an_owner_without_a_wallet_has_nothing",
                "kernel::debiting_an_owner_without_a_wallet_is_insufficient_funds_and_makes_none",
            ],
            "rollback": [
                "wallets::a_transfer_beyond_the_balance_makes_no_wallet_and_moves_nothing",
                "kernel::a_refused_posting_leaves_the_transaction_with_nothing",
            ],
            "transfer to oneself": ["wallets::a_transfer_to_oneself_is_an_invalid_wallet"],
        },
    ),
    "idempotency": (
        10,
        {
            "duplicate credit, debit, transfer": [
                "idempotency::a_repeat_is_answered_byte_for_byte_and_changes_nothing"
            ],
            "another amount with the same key": [
                "idempotency::another_amount_under_the_same_key_is_a_conflict",
                "idempotency::another_operation_or_another_wallet_under_the_same_key_is_a_conflict",
                "idempotency::five_is_one_payload_however_it_is_written",
            ],
            "out-of-order repeats": [
                "idempotency::a_repeat_out_of_order_is_answered_with_the_state_of_its_own_time",
                "properties::operations_repeated_in_any_order_happen_once",
            ],
            "simultaneous repeats": [
                "idempotency::simultaneous_repeats_have_one_effect_and_equal_answers",
                "idempotency::simultaneous_requests_for_different_things_under_one_key_have_one_effect",
            ],
            "deterministic keys of both awards": [
                "awards::the_key_of_a_participation_names_the_registration_and_of_a_team_the_owner_too",
                "awards::the_key_of_a_placement_names_the_owner_of_a_team",
                "awards::no_caller_of_the_api_can_take_an_awards_key_first_nor_is_blocked_by_one",
                "award_faults::every_event_three_times_shuffled_by_two_consumers_at_once_is_paid_once",
            ],
            "adjustments without a key": ["idempotency::without_a_key_each_call_is_a_new_movement"],
        },
    ),
    "reconciliation": (
        8,
        {
            "a dry run changes nothing": ["reconciliation::a_dry_run_writes_nothing_but_its_own_row"],
            "a real run corrects only what drifted": [
                "reconciliation::a_real_run_corrects_a_cached_balance_and_only_of_the_wallets_that_drifted",
                "reconciliation_damage::what_a_human_must_judge_is_named_and_never_repaired",
                "reconciliation::a_balance_is_not_corrected_by_a_sum_that_may_itself_be_wrong",
            ],
            "exit code 0": ["purser::a_sound_ledger_exits_with_0_and_a_line_that_sums_it_up"],
            "exit code 1": [
                "purser::drift_exits_with_1_whether_it_was_corrected_or_not",
                "purser::what_a_human_must_judge_exits_with_1",
            ],
            "exit code 2": ["purser::what_it_could_not_finish_exits_with_2"],
            "several wallets": [
                "reconciliation::a_real_run_corrects_a_cached_balance_and_only_of_the_wallets_that_drifted",
                "reconciliation::only_a_tenant",
            ],
            "an empty wallet, a negative balance": [
                "reconciliation::an_empty_wallet_and_a_negative_balance_are_no_drift"
            ],
            "no personal data in output": [
                "reconciliation::findings_carry_ids_and_amounts_and_no_names",
                "purser::the_output_tells_of_nobody",
            ],
        },
    ),
    "properties": (
        9,
        {
            "conservation over 100 random transfers": [
                "properties::a_hundred_random_transfers_conserve_the_sum",
                "properties::a_transfer_and_its_opposite_leave_everything_as_it_was",
            ],
            "non-negative over 500 random debits": [
                "properties::five_hundred_random_debits_leave_no_balance_below_zero",
                "properties::a_balance_is_the_sum_of_its_history",
            ],
            "repeated operations": [
                "properties::operations_repeated_in_any_order_happen_once",
                "award_properties::the_sum_of_what_is_paid_is_the_sum_of_what_is_due",
                "award_properties::in_whatever_order_and_messages_the_events_come_everybody_gets_the_same",
                "award_properties::whenever_a_tournament_is_cancelled_each_fee_before_is_given_back_once",
            ],
            "rollback at every failure point": [
                "rollback::an_error_at_any_statement_leaves_nothing",
                "rollback::an_error_at_any_table_leaves_nothing",
                "award_faults::a_failure_at_every_statement_in_turn_pays_each_owner_once",
            ],
        },
    ),
}


def names_in(file: Path) -> set[str]:
    return {
        node.name.removeprefix("test_")
        for node in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
    }


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_has_the_tests_that_are_named_here_and_no_fewer_than_it_has_to(group: str) -> None:
    least, shown = GROUPS[group]
    named = {test for tests in shown.values() for test in tests}

    there = {
        f"{file.stem.removeprefix('test_')}::{name}"
        for file in INTEGRATION.glob("test_*.py")
        for name in names_in(file)
    }
    assert named - there == set()
    assert len(named) >= least
    assert all(shown.values())
