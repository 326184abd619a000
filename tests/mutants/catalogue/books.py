"""Mistakes with the accounts of a tenant and the floats of agents."""

from tests.mutants.mutant import in_ledger, in_sql

_accounts = in_ledger("books/accounts.py")
_set_account = in_sql("books/accounts.sql")
_floors = in_sql("posting/require_floors.sql")
_post = in_sql("posting/post.sql")
_post_once = in_sql("posting/post_once.sql")
_post_batch = in_sql("posting/post_batch.sql")
_balance = in_ledger("books/trial_balance.py")
_run = in_ledger("reconciliation/runner.py")
_turnovers = in_sql("books/turnovers.sql")
_float = in_ledger("cashier/agent_floats.py")
_LISTED = "accounts::accounts_are_listed_with_their_balances_whoever_owns_them"
_AT_ANY_TIME = "trial_balance::at_any_time_the_trial_balance_is_what_the_entries_say_wherever_the_cut_off_is"
_BY_GROUPS = "trial_balance::the_trial_balance_has_the_debits_and_credits_of_kinds_categories_or_accounts_and_is_zero"
_DAY = "agent_floats::an_agent_sees_the_balance_of_their_float_and_what_came_in_and_went_out_in_the_utc_day"

MUTANTS = [
    _float(
        "float-day-begins-late",
        "and e.posted_at >= t.day and",
        "and e.posted_at > t.day and",
        "What comes in or goes out at midnight is missing from the day of the float.",
        [_DAY],
    ),
    _float(
        "float-day-ends-late",
        "e.posted_at < t.day + interval '1 day'",
        "e.posted_at <= t.day + interval '1 day'",
        "What comes in or goes out at midnight is in two days of the float.",
        [_DAY],
    ),
    _float(
        "float-of-another-agent",
        "        if self.agent_id not in {None, principal.sub} and ",
        "        if self.agent_id is None and ",
        "An agent sees the floats of other agents.",
        ["agent_floats::an_agent_sees_their_own_float_only_and_an_auditor_that_of_the_agent_whom_they_name"],
    ),
    _accounts(
        "account-available-of-none",
        "case when h.held is not null then available(w.balance, h.held, w.credit_limit) end",
        "available(w.balance, h.held, w.credit_limit)",
        "An account without a floor has nothing available.",
        [_LISTED],
    ),
    _accounts(
        "account-with-the-cached-balance",
        "case when is_guarded(w.owner_kind) then w.balance else open_balance(w.tenant_id, w.wallet_id) end",
        "w.balance",
        "The balance of an account without a floor is always zero.",
        [_LISTED],
    ),
    _accounts(
        "account-holds-not-subtracted",
        "available(w.balance, h.held, w.credit_limit) end as available",
        "available(w.balance, 0, w.credit_limit) end as available",
        "What is held of a person's wallet is shown as available.",
        [_LISTED],
    ),
    _accounts(
        "category-as-a-prefix",
        "starts_with(a.category, %(category)s || '/')",
        "starts_with(a.category, %(category)s)",
        "The category revenue finds the accounts of revenues.",
        ["accounts::accounts_are_filtered_by_kind_category_and_currency"],
    ),
    _set_account(
        "account-not-locked",
        "    perform lock_terms(p_tenant, 'account', v_wallet::text);\n",
        "",
        "Of two simultaneous changes, both record what was before the first.",
        ["accounts::a_change_during_another_one_follows_from_it"],
    ),
    _set_account(
        "account-changed-by-who-repeated-it",
        "\n        and (a.category, a.description, v_had_floor) is distinct from"
        " (excluded.category, excluded.description, p_has_floor)",
        "",
        "Who sets an account to what it is counts as who changed it.",
        ["accounts::a_change_of_an_account_is_recorded_once"],
    ),
    _set_account(
        "floor-not-removed",
        "    if p_has_floor <> v_had_floor then\n",
        "    if p_has_floor and not v_had_floor then\n",
        "An account that is set without its floor keeps it.",
        ["floors::the_floor_is_of_one_currency_of_one_tenant_and_ends_when_it_is_left_out"],
    ),
    _accounts(
        "floor-of-an-account-without-a-name",
        "    if request.floor is not None and not owner_id:\n",
        "    if False:\n",
        "A floor of the house refuses a bet its payout.",
        ["floors::an_account_without_a_name_has_no_floor"],
    ),
    _floors(
        "floor-not-locked",
        " and x.has_floor\n        for no key update;",
        " and x.has_floor;",
        "Two simultaneous payments spend the same balance of an account with a floor.",
        ["floors::of_two_simultaneous_payments_the_floor_permits_the_first_one"],
    ),
    _floors(
        "floor-of-each-entry",
        "            group by e.transaction_id\n",
        "            group by e.transaction_id, e.entry_number\n",
        "A transaction is refused whose entries together do not lower an account below its floor.",
        ["floors::the_floor_counts_all_entries_of_a_transaction_for_the_account"],
    ),
    _floors(
        "floor-counts-one-transaction",
        "            v_balance := v_balance + v_amount;\n",
        "",
        "Transactions that are posted together spend the same balance of an account with a floor.",
        ["floors::transactions_that_are_posted_together_see_what_those_before_them_did_to_the_account"],
    ),
    _floors(
        "floor-refuses-what-raises",
        "if v_amount < 0 and v_balance",
        "if v_balance",
        "An account that was below zero when it got a floor cannot be raised by a transaction that also lowers it.",
        ["floors::an_account_that_is_below_its_floor_can_only_be_raised"],
    ),
    _floors(
        "floor-of-those-who-raise",
        " where e.amount < 0) e",
        ") e",
        "Whoever raises an account with a floor waits for others.",
        ["floors::whoever_raises_an_account_with_a_floor_waits_for_nobody"],
    ),
    _floors(
        "floor-of-a-wallet-that-has-none",
        " and x.has_floor\n        for no key update;",
        "\n        for no key update;",
        "The treasury is refused to credit anybody, if another account of the transaction has a floor.",
        ["floors::an_account_without_a_floor_gives_more_than_it_has_next_to_one_with_a_floor"],
    ),
    _post_once(
        "floor-ignored-in-one-call",
        " and (v_minor < 0 or not w.has_floor)",
        "",
        "A payment that takes one call lowers an account below its floor.",
        ["floors::an_account_with_a_floor_gives_what_it_has_and_no_more"],
    ),
    _post_once(
        "floor-in-one-call-reversed",
        " and (v_minor < 0 or not w.has_floor)",
        " and (v_minor > 0 or not w.has_floor)",
        "A payment that takes one call lowers an account below its floor.",
        ["floors::an_account_with_a_floor_gives_what_it_has_and_no_more"],
    ),
    _post(
        "floor-ignored",
        "        perform require_floors(p_tenant, v_entries);\n",
        "",
        "A payment lowers an account below its floor.",
        ["floors::an_account_with_a_floor_gives_what_it_has_and_no_more"],
    ),
    _post(
        "floor-asked-for-what-raises",
        "v_may_meet_floor or v_minor < 0;",
        "true;",
        "Who raises an account with a floor changes every other wallet twice.",
        ["floors::a_posting_that_raises_an_account_with_a_floor_does_no_more_than_another_one"],
    ),
    _post(
        "time-before-the-wait-for-a-floor",
        "        v_posted_at := greatest(v_posted_at, clock_timestamp()); -- not before what it has waited for\n",
        "",
        "An account with a floor was below zero at a time before what raised it.",
        ["floors::a_payment_that_waits_for_another_is_later_than_it"],
    ),
    _post_batch(
        "floor-not-locked-by-a-batch",
        " and y.has_floor\n        for no key update;",
        " and y.has_floor;",
        "A batch and another payment spend the same balance of an account with a floor.",
        ["floors::of_two_simultaneous_payments_the_floor_permits_the_first_one"],
    ),
    _post_batch(
        "floor-counts-one-operation",
        "                        v_open_balances[w] := v_open_balances[w] + v_minor;\n",
        "                        null;\n",
        "Two operations of a batch spend the same balance of an account with a floor.",
        ["floors::an_operation_of_a_batch_is_refused_as_if_it_was_sent_alone"],
    ),
    _post_batch(
        "floor-of-each-entry-of-a-batch",
        "generate_series(v_first, j) i where p_wallets[i] = w);",
        "generate_series(j, j) i where p_wallets[i] = w);",
        "An operation is refused or posted by its last entry for an account with a floor.",
        ["floors::an_operation_of_a_batch_is_refused_as_if_it_was_sent_alone"],
    ),
    _post_batch(
        "floor-locked-by-a-batch-that-raises",
        " e (w, amount) where e.amount < 0\n",
        " e (w, amount)\n",
        "A batch that raises an account with a floor waits for others.",
        ["floors::whoever_raises_an_account_with_a_floor_waits_for_nobody"],
    ),
    _turnovers(
        "turnovers-with-open-transactions",
        "pg_snapshot_xmin(pg_current_snapshot())",
        "pg_snapshot_xmax(pg_current_snapshot())",
        "What commits after the cut-off is in no trial balance.",
        ["trial_balance::a_transaction_that_is_open_while_turnovers_are_added_counts_once"],
    ),
    _turnovers(
        "turnovers-not-locked",
        " limit 1 for update;",
        " limit 1;",
        "Two simultaneous calls add the same entries twice.",
        ["trial_balance::two_simultaneous_calls_add_turnovers_once"],
    ),
    _turnovers(
        "turnovers-from-zero",
        "    if v_from = 0 then\n",
        "    if false then\n",
        "The first entries of an epoch are not among those that are added first.",
        ["trial_balance::turnovers_are_added_in_steps_and_a_trial_balance_between_two_of_them_is_right"],
    ),
    _turnovers(
        "turnovers-in-one-step",
        "v_until := least(v_from + 100000, v_end);",
        "v_until := v_end;",
        "A call takes the longer, the more entries there are, until it no longer ends in time.",
        ["trial_balance::turnovers_are_added_in_steps_and_a_trial_balance_between_two_of_them_is_right"],
    ),
    _turnovers(
        "turnovers-replaced",
        "set debits = t.debits + excluded.debits, credits = t.credits + excluded.credits\n    )",
        "set debits = excluded.debits, credits = excluded.credits\n    )",
        "Of a wallet's day only the entries that were added last count.",
        [_AT_ANY_TIME],
    ),
    _turnovers(
        "turnovers-first-xid-of-the-last-call",
        "first_xid = least(t.first_xid, excluded.first_xid)",
        "first_xid = excluded.first_xid",
        "At a time within a day, the entries that were added first are missing.",
        [_AT_ANY_TIME],
    ),
    _turnovers(
        "turnovers-time-of-the-last-call",
        "last_posted_at = greatest(t.last_posted_at, excluded.last_posted_at)",
        "last_posted_at = excluded.last_posted_at",
        "A day counts as over although it has later entries.",
        [_AT_ANY_TIME],
    ),
    _turnovers(
        "trial-balance-whole-day",
        "        v_last_day := v_last_day - 1;\n",
        "",
        "At a time within a day, entries count twice.",
        [_AT_ANY_TIME],
    ),
    _turnovers(
        "trial-balance-of-other-days",
        "\n                    and e.posted_at >= v_day_begins and e.posted_at <= p_at",
        "\n                    and e.posted_at <= p_at",
        "Entries of an earlier day among those of the last one count twice.",
        [_AT_ANY_TIME],
    ),
    _turnovers(
        "trial-balance-of-the-rest-of-the-day",
        "\n                    and e.posted_at >= v_day_begins and e.posted_at <= p_at",
        "\n                    and e.posted_at >= v_day_begins",
        "What was posted after the time counts.",
        [_AT_ANY_TIME],
    ),
    _turnovers(
        "trial-balance-without-the-time-itself",
        "e.xid >= v_cut and e.posted_at <= p_at",
        "e.xid >= v_cut and e.posted_at < p_at",
        "What was posted at the time itself does not count.",
        [_AT_ANY_TIME],
    ),
    _turnovers(
        "trial-balance-of-one-row",
        "k.owner_kind <> all (p_by_wallet)",
        "true",
        "By category and by account, entries count twice.",
        [_BY_GROUPS, _AT_ANY_TIME],
    ),
    _run(
        "turnovers-without-a-limit",
        " and clock() < ends_at:",
        ":",
        "After a restore a scheduled run adds turnovers until its function is stopped, and other runs wait.",
        ["reconciliation_runs::turnovers_are_added_step_by_step_until_the_time_is_up"],
    ),
    _balance(
        "trial-balance-always-balanced",
        "is_balanced=all(sums.debits == sums.credits for sums in currencies.values())",
        "is_balanced=True",
        "A ledger that was tampered with counts as balanced.",
        ["trial_balance::a_ledger_that_was_tampered_with_is_not_balanced"],
    ),
    _balance(
        "trial-balance-never-provisional",
        'is_provisional=at > times["settled"]',
        "is_provisional=False",
        "A trial balance seems to be final while a posting of before its time is under way.",
        ["trial_balance::a_trial_balance_of_the_future_or_during_a_posting_is_provisional"],
    ),
    _balance(
        "trial-balance-of-any-number-of-accounts",
        "    if count > MAX_ROWS:",
        "    if count > MAX_ROWS + 1:",
        "More accounts are listed than an answer has room for.",
        ["trial_balance::too_many_accounts_are_not_listed_one_by_one"],
    ),
]
