"""Mistakes in the search for transactions."""

from tests.mutants.mutant import in_ledger

_search = in_ledger("wallets/search.py")
_filters = in_ledger("wallets/search_filters.py")
_indexes = in_ledger("wallets/search_indexes.py")
_post = in_ledger("sql/functions/posting/post.sql")
_once = in_ledger("sql/functions/posting/post_once.sql")
_batch = in_ledger("sql/functions/posting/post_batch.sql")
_members = in_ledger("sql/functions/posting/searched_meta.sql")
_erasure = in_ledger("sql/functions/erasure/erase_person.sql")

MUTANTS = [
    _indexes(
        "search-repeats-a-transaction",
        '"x.transaction_id < %(last)s"',
        '"x.transaction_id <= %(last)s"',
        "Each page repeats the last transaction of the one before.",
        ["search::no_page_skips_or_repeats_a_transaction_whatever_is_posted_meanwhile"],
    ),
    _indexes(
        "search-repeats-a-transaction-of-an-owner",
        '"(x.posted_at, x.transaction_id) < (%(at)s, %(last)s)"',
        '"(x.posted_at, x.transaction_id) <= (%(at)s, %(last)s)"',
        "Each page of an owner's transactions repeats the last one of the page before.",
        ["search::no_page_skips_or_repeats_a_transaction_whatever_is_posted_meanwhile"],
    ),
    _search(
        "search-beyond-an-end",
        "if end is None or sequences.key(one) >= sequences.key(end)]",
        "if True]",
        "A page skips transactions of a wallet of which it has looked at too few.",
        ["search::pages_of_several_wallets_end_where_the_first_of_them_ends"],
    ),
    _search(
        "search-to-the-oldest-end",
        "end = max(ends,",
        "end = min(ends,",
        "A page ends where the last of its wallets ends, and skips transactions of another one.",
        ["search::pages_of_several_wallets_end_where_the_first_of_them_ends"],
    ),
    _search(
        "search-for-entries",
        "x.is_last or row_number() over () = %(wanted)s as is_end",
        "x.is_last as is_end",
        "A page with a transaction that has many entries of an account looks like the last one.",
        ["search::a_transaction_with_several_entries_of_an_account_is_found_once"],
    ),
    _indexes(
        "search-reads-everything",
        "MAX_READ // max(1, self.number)",
        "1_000_000",
        "A page looks at every transaction for a filter that nothing matches.",
        ["search::a_page_looks_at_a_limited_number_of_transactions_and_says_where_it_ended"],
    ),
    _search(
        "search-ends-unsaid",
        "searched_until=None if is_full or end is None else end.posted_at",
        "searched_until=None",
        "A page that ended early looks like one with nothing more to find.",
        ["search::a_page_looks_at_a_limited_number_of_transactions_and_says_where_it_ended"],
    ),
    _filters(
        "search-from-the-time-of-an-id",
        "first_id(begins.timestamp() - _OLDER_S)",
        "first_id(begins.timestamp())",
        "A transaction that waited for its wallet is not found by the time of its posting.",
        ["search::a_period_goes_by_the_time_of_posting_although_that_is_ahead_of_the_clock"],
    ),
    _filters(
        "search-to-the-time-of-an-id",
        "first_id(ends.timestamp() + _NEWER_S)",
        "first_id(ends.timestamp())",
        "A transaction that waited for its second wallet is not found by the time of its posting.",
        ["search::a_period_has_a_transaction_whose_id_is_newer_than_its_posting"],
    ),
    _indexes(
        "search-by-ids-alone",
        'for name in ("begins", "ends") if values',
        'for name in ("begins",) if values',
        "A period has a transaction that was posted after it.",
        ["search::a_period_goes_by_the_time_of_posting_although_that_is_ahead_of_the_clock"],
    ),
    _indexes(
        "search-for-one-word",
        "words = [kind, *({row",
        "words = [kind] or [kind, *({row",
        "A kind is found without the transactions that have a word of the tenant's own.",
        ["search::a_kind_is_found_whatever_words_of_the_tenant_it_has"],
    ),
    _indexes(
        "search-for-a-word-of-any-kind",
        "are_of_kind = query.kind not in _KINDS_WITH_WORDS",
        "are_of_kind = True",
        "The search for a kind finds transactions of another kind with the same word.",
        ["search::each_filter_and_each_pair_of_them_finds_what_matches_in_the_order_of_the_list"],
    ),
    _search(
        "search-in-foreign-customers",
        "        statements.require_readable(session, principal, query.owner_id)",
        "        pass",
        "An agent searches the transactions of another agent's customer.",
        ["search::an_agent_searches_the_transactions_of_an_own_customer", "roles"],
    ),
    _search(
        "search-in-every-customer",
        "    elif principal.roles.isdisjoint(",
        "    elif False and principal.roles.isdisjoint(",
        "An agent who names no customer searches the transactions of all.",
        ["search::an_agent_searches_the_transactions_of_an_own_customer"],
    ),
    _indexes(
        "search-by-the-first-filter",
        "short = (one for one in named if len(named) > 1 and",
        "short = (one for one in named if False and",
        "A page of a filter that few transactions match ends early, since another one matches many.",
        ["search::a_page_reads_to_its_end_what_few_transactions_match"],
    ),
    _indexes(
        "search-in-another-order",
        "    if index is not None:",
        "    if False and index is not None:",
        "The next page is in another order, and skips transactions.",
        ["search::each_page_of_a_search_is_in_the_order_of_the_first"],
    ),
    _indexes(
        "search-meta-in-any-time",
        "values=values,\n        answers=frozenset(),",
        'values=values,\n        answers=frozenset({"begins", "ends"}),',
        "A period of transactions with a member has transactions that were posted outside of it.",
        ["search::each_filter_and_each_pair_of_them_finds_what_matches_in_the_order_of_the_list"],
    ),
    _filters(
        "search-by-a-hash",
        "select x.meta ->> %({name})s::text = %({value})s from",
        "select true from",
        "A transaction is found by a member that has the hash of another one.",
        ["search::a_transaction_is_not_found_by_a_member_that_only_has_the_hash_of_its_own"],
    ),
    _post(
        "posting-without-its-meta",
        "if t ->> 'meta' is not null then",
        "if false then",
        "A transaction of several entries is not found by its meta.",
        ["search::a_transaction_is_found_by_a_text_number_or_boolean_of_its_meta", "meta"],
    ),
    _once(
        "write-without-its-meta",
        "if t.meta is not null then",
        "if false then",
        "A credit is not found by its meta.",
        ["meta"],
    ),
    _batch(
        "batch-without-its-meta",
        "from unnest(v_transactions, v_metas) x (transaction_id, meta), searched_members(x.meta::json) m",
        "from unnest(v_transactions, v_metas) x (transaction_id, meta), searched_members(null) m",
        "An operation of a batch is not found by its meta.",
        ["search::a_transaction_is_found_by_a_text_number_or_boolean_of_its_meta"],
    ),
    _erasure(
        "erasure-leaves-hashes",
        "            and m.transaction_id = v_row.transaction_id;\n        insert",
        "            and false;\n        insert",
        "An erased text of a person is confirmed to whoever guesses it.",
        ["erasure::a_transaction_is_not_found_by_what_was_erased_from_its_meta"],
    ),
    _members(
        "search-by-a-member-twice",
        "select distinct meta_member",
        "select meta_member",
        "A posting whose meta has two members with the same hash fails.",
        ["search::a_transaction_is_not_found_by_a_member_that_only_has_the_hash_of_its_own"],
    ),
]
