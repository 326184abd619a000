"""Mistakes in wallets: balances, transfers, reversals, keys of service functions."""

from tests.mutants.mutant import in_ledger, in_sql

_reversals = in_sql("wallets/reversals.sql")
_balances = in_sql("wallets/balances_at.sql")
_operations = in_ledger("wallets/operations.py")
_audit = in_ledger("wallets/audit.py")
_statements = in_ledger("wallets/statements.py")
_entries = in_ledger("wallets/entries.py")
_late = in_sql("posting/late_entries.sql")
_keys = in_ledger("wallets/keys.py")

_EFFECTIVE = "effective_times::the_balance_by_effective_is_what_had_happened_by_then_whenever_it_was_posted"
_STATEMENT_BY_EFFECTIVE = (
    "effective_times::a_statement_by_effective_has_what_happened_in_its_period_in_the_order_in_which_it_happened"
)
_LATE_ENTRY = "effective_times::what_is_read_by_effective_is_provisional_since_a_late_entry_may_follow"

MUTANTS = [
    in_sql("wallets/set_overdraft.sql")(
        "overdraft-of-credit",
        "and (w.account_type = 'postup' or not p_allow);",
        "and (true or not p_allow);",
        "A Credit customer may be allowed to overdraw, and so has no limit.",
        ["wallets::the_overdraft_setting_is_refused_for_a_credit_customer"],
    ),
    _operations(
        "transfer-of-any-kind",
        'if request.reason != "p2p_transfer":',
        'if request.reason == "":',
        "A customer's transfer is booked as an award, a refund or an entry fee.",
        ["wallets::a_transfer_by_a_customer_is_a_p2p_transfer_and_nothing_else"],
    ),
    in_sql("wallets/require_recipient.sql")(
        "transfer-to-nobody",
        "    if not exists (",
        "    if false and not exists (",
        "A customer's transfer to a mistyped id creates a wallet, and the amount is lost.",
        ["wallets::a_customer_transfers_only_to_somebody_who_has_a_wallet"],
    ),
    _reversals(
        "reversal-without-lock",
        "    for no key update;\n",
        "    ;\n",
        "The second of two simultaneous reversals fails with an internal error.",
        ["audit::one_of_several_simultaneous_reversals_succeeds"],
    ),
    _reversals(
        "reversal-of-any-kind",
        "elsif not is_reversible(v_kind) or exists (",
        "elsif exists (",
        "A stake is reversed, although its bet stays pending.",
        ["audit::a_kind_with_its_own_reversal_refuses_the_general_one"],
    ),
    _reversals(
        "reversal-of-prepaid",
        "and e.transaction_id = p_transaction and w.owner_kind = 'tenant') then",
        "and e.transaction_id = p_transaction and w.owner_kind = 'nobody') then",
        "A credit of a prepaid wallet is reversed, although its payment stays succeeded.",
        ["audit::a_transaction_of_a_prepaid_wallet_refuses_the_general_reversal"],
    ),
    _reversals(
        "reversal-repeated",
        "    where t.tenant_id = p_tenant and t.corrects = p_transaction;\n    if found then",
        "    where t.tenant_id = p_tenant and t.corrects = p_transaction;\n    if false then",
        "A second reversal fails with an internal error.",
        ["audit::a_second_reversal_is_refused_and_names_the_first"],
    ),
    _reversals(
        "reversal-of-another-tenant",
        "select t.kind into v_kind from transactions t\n    where t.tenant_id = p_tenant and t.transaction_id",
        "select t.kind into v_kind from transactions t\n    where t.transaction_id",
        "A reversal finds a transaction of another tenant.",
        ["audit::a_transaction_of_another_tenant_is_not_found", "sql_lint", "roles"],
    ),
    _balances(
        "balance-of-now-at-any-time",
        "case when p_at is null then w.balance else coalesce((",
        "case when p_at is null or p_at > w.created_at then w.balance else coalesce((",
        "The balance at a past time is the present balance.",
        ["statements::the_balance_at_a_time_includes_every_entry_up_to_that_time"],
    ),
    _balances(
        "balance-never-provisional",
        "coalesce(p_at > greatest(w.posted_at, v_settled), false)",
        "false",
        "A balance that can still change is reported as final.",
        ["balance_times::a_balance_at_a_time_is_provisional_while_a_posting_may_still_get_that_time"],
    ),
    _balances(
        "balance-before-its-last-movement",
        "coalesce(p_at, greatest(w.posted_at, v_settled)),",
        "coalesce(p_at, v_settled),",
        "The time reported with a balance is earlier than the wallet's last entry.",
        ["balance_times"],
    ),
    _operations(
        "transfer-to-oneself",
        "if from_owner_id == request.to_owner_id:",
        "if not from_owner_id:",
        "A transfer to oneself causes an internal error.",
        ["wallets::a_transfer_to_oneself_is_an_invalid_wallet"],
    ),
    _operations(
        "transfer-from-anybody",
        "if request.from_owner_id not in (None, principal.owner_id):",
        'if request.from_owner_id == "":',
        "A customer may name another owner as the sender.",
        ["wallets::a_customer_cannot_transfer_from_another_wallet"],
    ),
    _operations(
        "transfer-shows-both-balances",
        "return SentTransfer(**{name: getattr(transferred, name) for name in SentTransfer.model_fields})",
        "return transferred",
        "A customer sees the balance of the receiver.",
        ["wallets::a_customer_transfers_from_their_own_wallet_and_does_not_see_the_receiver_s_balance"],
    ),
    _operations(
        "debit-hash-of-credit",
        '"debit",\n        {"owner_id": owner_id}',
        '"credit",\n        {"owner_id": owner_id}',
        "A debit with the key of a credit gets the credit's answer and does not happen.",
        ["service_functions::another_amount_or_operation_with_the_key_is_a_conflict"],
    ),
    _keys(
        "keys-shared-with-callers",
        "_PREFIX + key)",
        "key)",
        "A caller's key may collide with the key of a service function.",
        ["service_functions::keys_of_functions_and_keys_of_api_callers_are_separate"],
    ),
    _keys(
        "keys-answer-not-stored",
        "    if stored is not None:\n",
        "    if stored is not None and not stored:\n",
        "A repeated call has a second effect.",
        ["service_functions::a_repeated_call_with_a_key_has_one_effect_and_one_answer"],
    ),
    _audit(
        "audit-of-any-agent",
        'if principal.sub not in {row["agent_id"] for row in rows}:',
        "if not rows:",
        "An agent sees the transactions of other agents' customers.",
        ["audit::an_agent_sees_the_transactions_of_their_own_customers", "roles"],
    ),
    _audit(
        "audit-balances-of-others",
        'return row if row["agent_id"] == agent else {**row, "balance_after": None}',
        "return row if agent else {}",
        "An agent sees the balances of other agents' customers.",
        ["audit::an_agent_sees_the_amounts_but_not_the_balances_of_another_agent_s_customer"],
    ),
    _statements(
        "statement-of-any-agent",
        'if row["agent_id"] != principal.sub:',
        'if row["agent_id"] == "":',
        "An agent reads the wallets of other agents' customers.",
        [
            "statements::only_the_owner_the_owner_s_agent_a_service_an_auditor_and_root_see_a_wallet",
            "roles",
        ],
    ),
    _statements(
        "statement-opens-too-early",
        "and e.version > s.first and e.version <= s.last\n",
        "and e.version >= s.first and e.version <= s.last\n",
        "A statement includes the entry before its period.",
        ["statements::a_statement_adds_up_to_its_closing_balance", "properties"],
    ),
    _entries(
        "bets-shown-to-everybody",
        "bool(reader.roles & BETS_READ)",
        "True",
        "A tournament platform reads on what a customer has bet.",
        ["statements::each_entry_of_a_bet_names_it_to_whoever_may_read_bets"],
    ),
    in_sql("posting/post.sql")(
        "late-entry-unknown",
        "v_is_late := v_is_late or v_effective_at is not null;",
        "v_is_late := v_is_late and v_effective_at is not null;",
        "What a transaction moved earlier is in no balance by effective of that time.",
        [_EFFECTIVE],
    ),
    in_sql("posting/post_batch.sql")(
        "late-entry-of-a-batch-unknown",
        "v_is_late := v_is_late or v_effective_at is not null;",
        "v_is_late := v_is_late and v_effective_at is not null;",
        "What a transaction of a batch moved earlier is in no balance by effective of that time.",
        [_EFFECTIVE],
    ),
    _late(
        "late-entry-before-it-happened",
        "l.effective_at <= p_at and",
        "l.effective_at < p_at and",
        "The balance by effective leaves out what happened at that very time.",
        [_EFFECTIVE],
    ),
    _late(
        "late-entry-counted-twice",
        "and l.posted_at > p_at",
        "and l.posted_at >= p_at",
        "The balance by effective counts a late entry twice at the time of its posting.",
        [_EFFECTIVE],
    ),
    _balances(
        "balance-of-wallet-by-effective-final",
        "p_by_effective or coalesce(p_at > greatest(w.posted_at, v_settled), false)",
        "coalesce(p_at > greatest(w.posted_at, v_settled), false)",
        "A balance by effective is reported as final, and a late entry changes it.",
        [_LATE_ENTRY],
    ),
    _balances(
        "balance-of-nobody-by-effective-final",
        "p_by_effective or coalesce(p_at > v_settled, false)",
        "coalesce(p_at > v_settled, false)",
        "The balance by effective of a wallet that does not exist yet is reported as final.",
        [_LATE_ENTRY],
    ),
    _statements(
        "statement-by-effective-final",
        "%(by_effective)s or p.until >",
        "p.until >",
        "A statement by effective is reported as final, and a late entry changes it.",
        [_LATE_ENTRY],
    ),
    _statements(
        "statement-by-effective-of-posted",
        "and e.version <= s.last and t.effective_at is null",
        "and e.version <= s.last",
        "A statement by effective has an entry twice, or one that happened in another period.",
        [_STATEMENT_BY_EFFECTIVE],
    ),
    _statements(
        "statement-by-effective-begins-early",
        "l.effective_at > s.before and",
        "l.effective_at >= s.before and",
        "A statement by effective has what happened in the last moment before its period.",
        ["effective_times::the_csv_of_a_statement_by_effective_has_both_times_of_each_entry"],
    ),
    _statements(
        "statement-by-effective-in-order-of-posting",
        "(order by m.effective_at, m.version)",
        "(order by m.version)",
        "The balances of a statement by effective are those of another order.",
        [_STATEMENT_BY_EFFECTIVE],
    ),
    _statements(
        "statement-opens-by-posted",
        "case when %(by_effective)s then late_amount(",
        "case when false then late_amount(",
        "A statement by effective opens and closes with the balances by posted.",
        [_STATEMENT_BY_EFFECTIVE],
    ),
]
