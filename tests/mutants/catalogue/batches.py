"""Mistakes with batches."""

from tests.mutants.mutant import in_ledger, in_sql

_SQL = in_sql("posting/post_batch.sql")
_EDGE = in_ledger("edge/batches.py")
_ALONE = "as_alone::an_independent_batch_equals_its_operations_one_after_another"
_ANY_CALLER = "kernel_of_batches::what_would_invent_or_lose_an_amount_is_refused_from_every_caller"
_OPPOSITE = "kernel_of_batches::two_batches_over_the_same_wallets_in_opposite_orders_do_not_deadlock"
_ORDER = "batches::an_atomic_batch_does_everything_in_order"
_FIRST = "batches::the_first_refusal_of_an_atomic_batch_refuses_all_and_names_its_index"
_EACH = "batches::each_operation_of_an_independent_batch_ends_for_itself"
_CREATED = "batches::a_wallet_that_an_earlier_operation_creates_makes_the_currency_ambiguous"

MUTANTS = [
    _SQL(
        "batch-forgets-balances",
        "            v_balances[w] := v_balances[w] + v_minor;\n",
        "            v_balances[w] := v_balances[w] + v_minor - v_minor;\n",
        "Entries change no balance.",
        [_ORDER],
    ),
    _SQL(
        "batch-posts-at-one-time",
        "            v_times[w] := v_posted_at;\n",
        "",
        "Two transactions of a wallet have one time, so that it names two balances.",
        ["kernel_of_batches::the_times_of_a_wallet_rise_even_if_its_last_one_is_ahead_of_the_clock"],
    ),
    _SQL("batch-any-sum", "v_sum <> 0 and not v_is_mixed", "false", "An amount is invented.", [_ANY_CALLER]),
    _SQL(
        "batch-one-sum-of-all-currencies",
        "            elsif v_is_mixed then",
        "            elsif false then",
        "Euros become dollars.",
        [_ANY_CALLER],
    ),
    _SQL(
        "batch-wallet-twice",
        "group by x having count(x) > 1)",
        "group by x having count(x) > 9)",
        "A wallet is debited twice below its floor, and one of its entries changes no balance.",
        [_ANY_CALLER],
    ),
    _SQL(
        "batch-open-wallet-first",
        "where is_guarded(x.owner_kind) <> (x.n <= v_guarded)) then",
        "where false) then",
        "The entry of a guarded wallet changes no balance.",
        [_ANY_CALLER],
    ),
    _SQL(
        "batch-entries-in-any-order",
        "if (w > v_previous or w = v_previous and w > v_guarded) is not true then",
        "if false then",
        "A wallet has two entries in one transaction, and the floor sees each alone.",
        [_ANY_CALLER],
    ),
    _SQL(
        "batch-any-kind",
        "if not v_all_kinds[k] = any (v_kinds) then",
        "if false then",
        "A stolen login posts the kinds of others.",
        ["kernel_of_batches::a_login_posts_its_own_kinds_only"],
    ),
    _SQL(
        "batch-without-key-locks",
        "perform pg_advisory_xact_lock(x.number)",
        "perform x.number",
        "Two simultaneous batches post an operation twice, or fail.",
        ["kernel_of_batches::a_batch_waits_for_a_request_that_uses_one_of_its_keys"],
    ),
    _SQL(
        "batch-repeats-other-requests",
        "        elsif v_row.hash is distinct from v_hashes[v_row.n] then\n            refusals[v_row.n] := 'PL091';\n",
        "",
        "A key that was used for another operation gets that one's answer.",
        ["batches::a_key_that_was_used_for_another_operation_is_a_conflict"],
    ),
    _SQL(
        "batch-key-for-any-batch",
        "            if v_row.hash is distinct from p_batch_hash then",
        "            if false then",
        "A batch's own key belongs to many batches.",
        ["batches::the_batch_s_own_key_belongs_to_one_batch"],
    ),
    _SQL(
        "batch-leaves-unused-wallets",
        "x.created and not x.changed;",
        "false;",
        "A refused operation creates a wallet.",
        [_EACH],
    ),
    _SQL(
        "batch-never-expires",
        "                    if v_held_until[w] <= v_now then",
        "                    if false then",
        "A debit is refused for a hold that has expired.",
        [_ALONE],
    ),
    _SQL(
        "batch-unlocked",
        "            and is_guarded(x.owner_kind)\n        for no key update\n",
        "            and is_guarded(x.owner_kind)\n",
        "A balance is read outside its lock.",
        [_OPPOSITE],
    ),
    _SQL(
        "batch-deletes-wallets-of-others",
        "x.created and not x.changed;",
        "not x.changed;",
        "A wallet with money is deleted.",
        ["kernel_of_batches::only_a_wallet_that_the_same_call_created_is_deleted_again"],
    ),
    _SQL(
        "batch-waits-for-open-wallets",
        "            and is_guarded(x.owner_kind)\n        for no key update\n",
        "        for no key update\n",
        "Batches wait for each other, and postings for them.",
        ["kernel_of_batches::a_batch_does_not_wait_for_an_open_wallet"],
    ),
    _SQL(
        "batch-creates-beside-others",
        "        if not pg_try_advisory_xact_lock(wallet_lock(",
        "        if false and not pg_try_advisory_xact_lock(wallet_lock(",
        "A batch waits for whoever creates a wallet, and that one for the batch.",
        ["kernel_of_batches::a_batch_waits_for_no_wallet_that_is_being_created"],
    ),
    in_sql("posting/create_missing_wallet.sql")(
        "wallet-created-without-its-lock",
        "    perform pg_advisory_xact_lock(wallet_lock(p_tenant, p_owner_kind, p_owner_id, p_currency));\n",
        "",
        "A batch waits for whoever creates a wallet, and that one for the batch.",
        ["kernel_of_batches::a_batch_waits_for_no_wallet_that_is_being_created"],
    ),
    _SQL(
        "batch-posts-to-floats",
        "    if 'agent' = any (v_owner_kinds) or exists (",
        "    if exists (",
        "A stolen login takes value out of an agent's float without the agent's limits.",
        [_ANY_CALLER],
    ),
    _SQL(
        "batch-credits-the-erased",
        "                    v_statuses[k] := 'erased';\n                    continue;\n",
        "                    null;\n",
        "An erased person's missing wallet refuses the whole batch.",
        ["batches::nothing_is_posted_for_an_erased_person"],
    ),
    _SQL(
        "batch-happens-afterwards",
        "                v_refusal := 'PL013';",
        "                null;",
        "A transaction happens in the future.",
        ["batches::a_transaction_of_a_batch_may_have_happened_before_and_not_afterwards"],
    ),
    _SQL(
        "batch-any-clock",
        "                v_refusal := 'PL012';",
        "                null;",
        "A time in the future spreads.",
        ["batches::a_clock_that_is_far_behind_refuses_each_operation"],
    ),
    _SQL(
        "batch-not-atomic",
        "            if p_atomic then\n                raise",
        "            if false then\n                raise",
        "An atomic batch is done in part.",
        [_FIRST],
    ),
    in_ledger("posting/batches.py")(
        "batch-wallets-in-any-order",
        "wallets = sorted({key for _, key, _ in entries})",
        "wallets = list(dict.fromkeys(key for _, key, _ in entries))",
        "Two batches deadlock.",
        [_OPPOSITE],
    ),
    _EDGE(
        "batch-key-of-an-operation",
        "    if writer.origin.key in keys:",
        "    if False:",
        "A batch's key and one of its operations' are one.",
        ["batches::the_batch_s_own_key_is_none_of_its_operations_keys"],
    ),
    _EDGE(
        "batch-ignores-what-it-creates",
        "            if undecided.intersection(_owners_without_currency(operation)):",
        "            if False:",
        "A currency is left out although an earlier operation has created a second wallet.",
        [_CREATED],
    ),
    _EDGE(
        "batch-atomic-ignores-what-it-creates",
        "                if owner in currencies and currency not in currencies[owner]:",
        "                if False:",
        "A currency is left out although an earlier operation has created a second wallet.",
        [_CREATED],
    ),
    _EDGE(
        "batch-refuses-for-itself-first",
        "sent = [one.operation or _REFUSED for one in planned if one.operation or is_atomic]",
        "sent = [one.operation or _REFUSED for one in planned[::-1] if one.operation or is_atomic]",
        "A later refusal is answered instead of the first.",
        ["batches::a_refusal_that_needs_no_database_comes_after_those_before_it"],
    ),
    _EDGE(
        "batch-looks-at-keys-of-the-malformed",
        "BatchOperation(operation.key, hashed) if session.has_looked else None",
        "BatchOperation(operation.key, hashed)",
        "An operation that is refused for itself is a conflict in a batch, and not alone.",
        ["batches::an_operation_that_is_refused_for_itself_does_not_reach_its_key"],
    ),
    _EDGE(
        "batch-refused-after-a-lost-call",
        "                idempotency.require_not_late(outcome.refusal, self.writer.budget)",
        "                pass",
        "An operation is refused for certain, and the server executes it afterwards.",
        ["kernel_of_batches::a_lost_call_makes_refusals_unknown_since_the_server_may_still_execute_it"],
    ),
    _EDGE(
        "batch-atomic-refused-after-a-lost-call",
        "            idempotency.require_not_late(refusal, self.writer.budget)",
        "            pass",
        "A batch is refused for certain, and the server executes it afterwards.",
        ["kernel_of_batches::a_lost_call_makes_refusals_unknown_since_the_server_may_still_execute_it"],
    ),
    in_ledger("edge/http/__init__.py")(
        "batch-is-one-request",
        "        rates.charge(self.principal, count - 1, self.request_id, self.budget)\n",
        "",
        "A batch of 1,000 operations counts as one request.",
        ["batches::a_batch_counts_as_its_operations_for_the_rate_limits"],
    ),
    in_ledger("batches/models.py")(
        "batch-key-twice",
        "            if operation.key in seen:",
        "            if False:",
        "An operation of a batch gets the answer of another one, or fails.",
        ["batches::each_operation_has_a_key_of_its_own"],
    ),
]
