"""Mistakes in awards and refunds of entry fees."""

from tests.mutants.mutant import in_ledger, in_sql

_sql = in_sql("awards/awards.sql")
_operations = in_ledger("awards/operations.py")
_batches = in_ledger("awards/batches.py")
_SKIPPED = "continue when exists (select from transactions r where r.tenant_id = p_tenant and r.corrects = v_debit);\n"

MUTANTS = [
    _sql(
        "award-claims-in-any-order",
        'order by a.registration_id collate "C", a.award collate "C", a.owner_id collate "C", a.place',
        "order by a.place",
        "Two deliveries of the same awards deadlock.",
        ["award_locks::awards_are_claimed_in_the_order_of_their_keys_and_not_of_the_event"],
    ),
    _sql(
        "award-policy-ignored",
        "v_policy := coalesce(v_policy, p_default);",
        "v_policy := coalesce(p_default, v_policy);",
        "A tournament's own policy has no effect.",
        ["awards::a_policy_sets_the_amounts_of_awards"],
    ),
    _sql(
        "award-by-a-policy-that-changes",
        "    perform share_terms(p_tenant, 'coin_policy', p_tournament);\n",
        "",
        "One person changes the policy of a tournament while its first award is paid.",
        ["approval_races::a_coin_policy_that_is_set_while_an_award_is_paid_needs_two_people"],
    ),
    _sql(
        "award-policy-of-another-tenant",
        "where p.tenant_id = p_tenant and p.tournament_id = p_tournament;",
        "where p.tournament_id = p_tournament;",
        "A tournament uses the policy of another tenant's tournament with the same id.",
        ["coin_policies::each_tenant_and_each_tournament_has_a_policy_of_its_own", "awards", "sql_lint"],
    ),
    _sql(
        "award-paid-again",
        "        if found then\n            return next;\n        end if;",
        "        return next;",
        "A second delivery pays the awards again.",
        ["awards::a_repeated_event_pays_nothing_and_causes_no_conflict"],
    ),
    _sql(
        "award-payment-of-others",
        "and a.award = paid.award\n            and a.owner_id = paid.owner_id;",
        "and a.award = paid.award;",
        "The awards of all members of a team name the transaction of one member.",
        ["reconciliation", "awards", "award_properties"],
    ),
    _sql(
        "fee-already-refunded-listed",
        f"        {_SKIPPED}        return next v_debit;",
        "        return next v_debit;",
        "Every delivery processes all refunded fees again.",
        ["refunds"],
        equivalent="hold_entry_fees() leaves out refunded fees under the lock, so this check only saves work.",
    ),
    _sql(
        "fee-not-locked",
        "and t.transaction_id = v_debit for no key update;",
        "and t.transaction_id = v_debit;",
        "The second of two simultaneous cancellations fails with an internal error.",
        ["award_locks::a_second_cancellation_waits_for_the_first_and_finds_nothing_to_refund"],
    ),
    _sql(
        "fee-refunded-twice",
        f"        {_SKIPPED}\n",
        "\n",
        "A fee that was reversed is refunded too, or the whole refund fails.",
        ["refunds::a_reversed_entry_fee_is_not_refunded", "award_locks"],
    ),
    _sql(
        "fee-of-a-transfer",
        "having count(*) = 1 and min(e.amount) < 0;",
        "having min(e.amount) < 0;",
        "The treasury refunds a transfer between persons.",
        ["refunds::only_a_debit_from_a_person_to_the_treasury_is_refunded"],
    ),
    _sql(
        "fee-that-was-a-credit",
        "having count(*) = 1 and min(e.amount) < 0;",
        "having count(*) = 1;",
        "A credit is treated as an entry fee, and its refund is a debit.",
        ["refunds::only_a_debit_from_a_person_to_the_treasury_is_refunded"],
    ),
    _sql(
        "fee-of-a-tenant",
        "        continue when v_kind <> 'person';\n",
        "",
        "A debit of a prepaid wallet is refunded to a person whose id is the tenant's.",
        ["refunds::a_debit_of_a_tenant_s_wallet_is_not_refunded"],
    ),
    _sql(
        "fee-of-another-tournament",
        "t.tournament_id = p_tournament",
        "t.tournament_id >= p_tournament",
        "A cancellation refunds the fees of other tournaments.",
        ["refunds::a_debit_that_does_not_name_the_tournament_is_not_refunded"],
    ),
    _operations(
        "award-owner-twice",
        "distinct = dict.fromkeys(owner_ids)",
        "distinct = list(owner_ids)",
        "A registration that names one owner twice is treated as a team.",
        ["awards::an_owner_named_twice_in_a_registration_counts_once_and_is_paid_once"],
    ),
    _operations(
        "award-third-place",
        '{1: "winner", 2: "runner_up", 3: "top4", 4: "top4"}',
        '{1: "winner", 2: "runner_up", 3: "runner_up", 4: "top4"}',
        "The third placement receives the coins of the second.",
        ["awards::placements_1_to_4_get_their_awards_and_others_nothing"],
    ),
    _operations(
        "award-key-of-a-team",
        'yield owner_id, key if len(distinct) == 1 else f"{key}_{owner_id}"',
        "yield owner_id, key",
        "The histories of all members of a team show the same key.",
        ["awards::the_key_of_a_participation_award_names_the_registration_and_in_a_team_also_the_owner"],
    ),
    _operations(
        "award-without-warning",
        "        having count(distinct award) > 1\n",
        "        having count(distinct award) > 2\n",
        "A registration with two placements is paid twice without a warning.",
        ["awards::another_placement_of_a_registration_pays_a_new_award_and_logs_a_warning"],
    ),
    _batches(
        "batch-split-while-away",
        "        if isinstance(refusal, errors.Unavailable) and not isinstance(refusal, errors.ClockAhead):\n"
        "            raise\n",
        "",
        "While the database is unavailable, a batch is split into single items.",
        ["award_faults::a_batch_is_not_split_while_the_database_is_unavailable"],
    ),
    _batches(
        "batch-stops-at-a-clock-ahead",
        "if isinstance(refusal, errors.Unavailable) and not isinstance(refusal, errors.ClockAhead):",
        "if isinstance(refusal, errors.Unavailable):",
        "One wallet whose time is in the future prevents all awards of its batch.",
        ["award_clocks::a_wallet_whose_time_is_ahead_prevents_no_other_award"],
    ),
    _batches(
        "batch-stops-at-a-refusal",
        "return _refusals(write, batch[:half], work) + _refusals(write, batch[half:], work)",
        "return _refusals(write, batch[:half], work) or _refusals(write, batch[half:], work)",
        "A refused award prevents the awards after it.",
        ["award_faults::an_award_that_cannot_be_paid_is_retried_and_prevents_no_other_award"],
    ),
    _batches(
        "batch-refusal-forgotten",
        "    if refusals:\n        raise refusals[0]\n",
        "",
        "An award that was refused is never retried.",
        ["award_faults::an_award_that_cannot_be_paid_is_retried_and_prevents_no_other_award"],
    ),
    in_ledger("awards/refunds.py")(
        "refund-corrects-nothing",
        '                    corrects=row["transaction_id"],\n',
        "",
        "Every delivery refunds the same fees again.",
        ["refunds::every_entry_fee_of_the_tournament_is_refunded_once"],
    ),
    in_ledger("awards/refunds.py")(
        "refund-in-coins",
        '                    row["currency"],\n',
        "",
        "A fee in another currency is refunded in coins.",
        ["refunds::a_refund_has_the_currency_of_its_debit"],
    ),
]
