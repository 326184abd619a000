"""Mistakes with the accounts of a tenant and the floats of agents."""

from tests.mutants.mutant import in_ledger, in_sql

_accounts = in_ledger("books/accounts.py")
_set_account = in_sql("books/accounts.sql")
_float = in_ledger("cashier/agent_floats.py")
_LISTED = "accounts::accounts_are_listed_with_their_balances_whoever_owns_them"
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
        "\n        and (a.category, a.description) is distinct from (excluded.category, excluded.description)",
        "",
        "Who sets an account to what it is counts as who changed it.",
        ["accounts::a_change_of_an_account_is_recorded_once"],
    ),
]
