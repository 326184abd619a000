"""Mistakes in transactions of many entries."""

from tests.mutants.mutant import in_ledger, in_sql

_use_case = in_ledger("wallets/transactions.py")
_post = in_sql("posting/post.sql")

_OWN_WORD = "many_entries::a_reason_is_a_word_of_the_tenants_own_everywhere"
_BEFORE = "many_entries::a_transaction_may_have_happened_before_it_was_posted"
_NAMED = "many_entries::an_entry_that_is_not_valid_is_named"
_TRIED = "many_entries::a_dry_run_answers_what_would_happen_and_stores_nothing"
_EXCHANGE = "many_entries::an_exchange_is_four_entries_through_an_account"

MUTANTS = [
    _post(
        "post-one-sum-for-all-currencies",
        "group by (v_entries[i]).transaction_id, v_posted[i] ->> 1",
        "group by (v_entries[i]).transaction_id",
        "Ten dollars are exchanged for ten million yen, and nobody gives the yen.",
        ["post_input::malformed_entries_are_refused"],
    ),
    _post(
        "post-first-currency-for-all",
        "e.currency := coalesce(e.currency, v_currencies[e.transaction_number]);",
        "e.currency := v_currencies[e.transaction_number];",
        "An exchange gives euros and books them as dollars.",
        [_EXCHANGE],
    ),
    _post(
        "post-before-it-happened",
        "if v_effective_at > v_posted_at + clock_skew_limit() then",
        "if false then",
        "A transaction has the time of a day to come.",
        ["many_entries::a_transaction_cannot_happen_after_it_was_posted"],
    ),
    _post(
        "post-a-minute-after-it-was-posted",
        "case when v_effective_at < v_posted_at then v_effective_at end",
        "v_effective_at",
        "A transaction is stored with a time after that of its posting.",
        ["many_entries::a_time_that_another_clock_already_shows_is_the_time_of_the_posting"],
    ),
    _post(
        "post-customers-own-currency-is-the-first",
        "if exists (select from unnest(p_entries) x where x.currency is null) then",
        "if false then",
        "An entry in the customer's own currency is booked in another one.",
        ["post_input::a_currency_is_not_left_out_beside_several"],
    ),
    in_ledger("cashier/settlement_figures.py")(
        "settlement-exchange-is-a-transfer",
        "and x.owner_id <> k.customer_id::text",
        "",
        "A settlement counts what a customer exchanged as sent to somebody.",
        ["many_entries::an_exchange_of_one_person_is_no_transfer_between_persons"],
    ),
    in_ledger("posting/plans.py")(
        "plan-forgets-when-it-happened",
        "if transaction.effective_at or transaction.corrects",
        "if transaction.corrects",
        "A transaction of two entries is stored without the time at which it happened.",
        [_BEFORE],
    ),
    in_sql("posting/post_once.sql")(
        "one-call-forgets-the-reason",
        "t.kind, t.reason, v_posted_at,",
        "t.kind, null, v_posted_at,",
        "The history shows the kind of a debit instead of the word that the caller gave.",
        [_OWN_WORD],
    ),
    in_sql("messaging/transactions.sql")(
        "event-forgets-the-reason",
        "coalesce(t.reason, t.kind)",
        "t.kind",
        "Who gets the event of an order cannot see that it is one.",
        [_OWN_WORD],
    ),
    in_ledger("wallets/entries.py")(
        "history-forgets-the-reason",
        "coalesce(t.reason, t.kind) as reason",
        "t.kind as reason",
        "A history shows every transaction with a word of the tenant's own as custom.",
        [_OWN_WORD],
    ),
    in_ledger("wallets/reasons.py")(
        "reason-of-another-operation",
        "if word in KINDS and word not in _KINDS:",
        "if False:",
        "A debit of a wallet is shown as a deposit at the cashier.",
        ["many_entries::a_reason_that_another_operation_has_or_that_is_no_word_is_refused"],
    ),
    in_ledger("storage/sessions.py")(
        "rehearsal-commits",
        "budget, commits=False)",
        "budget, commits=True)",
        "Trying a transaction posts it.",
        [_TRIED],
    ),
    in_ledger("edge/http/__init__.py")(
        "dry-run-is-executed",
        "isinstance(value, DryRun) and value.dry_run for",
        "False for",
        "Trying a transaction posts it, and answers as if it had not.",
        [_TRIED],
    ),
    _use_case(
        "transaction-in-any-currency",
        "        require_movable(principal, currency)\n",
        "        pass\n",
        "A tournament platform moves dollars.",
        ["many_entries::a_tournament_platform_moves_coins"],
    ),
    _use_case(
        "transaction-with-a-fee-of-many",
        "    if reason == ENTRY_FEE:",
        "    if False:",
        "A fee of several payers is given back to one of them, or to nobody.",
        ["many_entries::a_word_of_a_page_keeps_its_meaning_in_a_transaction"],
    ),
    _use_case(
        "transaction-names-a-wallet-twice",
        "if wallet in seen and entry.owner[0] in GUARDED:",
        "if False:",
        "A person's wallet that is named twice is an internal error.",
        ["many_entries::a_persons_wallet_has_one_entry_and_an_account_may_have_several"],
    ),
    _use_case(
        "transaction-names-an-account-once",
        "if wallet in seen and entry.owner[0] in GUARDED:",
        "if wallet in seen:",
        "A transaction cannot book two fees to one account.",
        ["many_entries::a_persons_wallet_has_one_entry_and_an_account_may_have_several"],
    ),
    _use_case(
        "transaction-unbalanced",
        "        if minor:\n",
        "        if False:\n",
        "A difference is an internal error instead of a refusal that names it.",
        ["many_entries::entries_that_do_not_sum_to_zero_in_each_currency_are_unbalanced"],
    ),
    _use_case(
        "transaction-entry-of-zero",
        "            if not entry.amount:\n",
        "            if False:\n",
        "An entry of zero is an internal error, or an amount without a place in the request.",
        [_NAMED],
    ),
    in_ledger("posting/currencies.py")(
        "currency-of-one-of-several-wallets",
        "if len(found) != 1:",
        "if not found:",
        "An amount is taken from one of several wallets, whichever the database finds first.",
        ["left_out_currency::it_is_required_of_an_owner_with_several_wallets_or_none"],
    ),
    in_ledger("posting/currencies.py")(
        "currency-of-a-float",
        "where tenant_id = %s and owner_kind = %s and owner_id = any (%s)",
        "where tenant_id = %s and %s <> '' and owner_id = any (%s)",
        "The currency of an agent's float counts as that of a person of the same name.",
        ["left_out_currency::it_is_required_of_an_owner_with_several_wallets_or_none"],
    ),
    in_ledger("wallets/operations.py")(
        "platform-moves-the-only-wallet",
        "require_movable(principal, currency or only_currency(session, owner_id))",
        "require_movable(principal, currency or COIN)",
        "A tournament platform that names no currency moves dollars.",
        ["left_out_currency::a_tournament_platform_reaches_coins_by_it_and_no_dollars"],
    ),
    in_ledger("wallets/statements.py")(
        "platform-reads-the-only-wallet",
        'if currency is None and "tournaments" in principal.roles:',
        "if False:",
        "A tournament platform cannot read a wallet in coins without naming them.",
        ["left_out_currency::a_tournament_platform_reaches_coins_by_it_and_no_dollars"],
    ),
    in_ledger("core/accounts.py")(
        "transaction-takes-from-a-float",
        'if self.owner[0] not in {"person", "house", "treasury", "bank"}:',
        "if False:",
        "A system empties the float of an agent, or a tenant's prepaid wallet.",
        [_NAMED],
    ),
]
