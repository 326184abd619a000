"""Mistakes around posting: its caller in Python, the schema, history that does not change, checkpoints."""

from tests.mutants.mutant import in_ledger, in_sql

_checkpoints = in_sql("posting/checkpoints.sql")
_transaction = in_ledger("posting/transaction.py")
_schema = in_ledger("sql/migrations/0001_ledger.sql")
_immutable = in_sql("storage/immutable.sql")

MUTANTS = [
    _transaction(
        "transaction-not-sorted",
        "lock_order = sorted(range(len(requested)), key=lambda index: _lock_key(requested[index][1].owner))",
        "lock_order = sorted(range(len(requested)), key=lambda index: _lock_key(requested[index][1].owner)[0])",
        "Two opposite transfers deadlock.",
        ["concurrency::opposite_transfers_never_deadlock"],
    ),
    _transaction(
        "transaction-wallet-twice",
        "if len(set(guarded)) < len(guarded):",
        "if len(guarded) > len(requested):",
        "A transaction may name a guarded wallet twice.",
        ["kernel::a_transaction_with_a_guarded_wallet_twice_is_a_programming_error"],
    ),
    _transaction(
        "transaction-override-of-all",
        'is_override=number in answer["overridden"],',
        'is_override=bool(answer["overridden"]),',
        "All transactions of a posting are returned as overrides if one of them is.",
        ["kernel::only_the_transaction_that_used_an_overdraft_is_an_override"],
    ),
    _transaction(
        "transaction-order-of-entries",
        "transaction_ids[number - 1], position, *values)",
        "transaction_ids[0], position, *values)",
        "All entries of a posting have the id of its first transaction.",
        ["kernel", "import"],
    ),
    _schema(
        "schema-version-twice",
        "create unique index entries_of_guarded_wallets",
        "create index entries_of_guarded_wallets",
        "The database accepts two entries of a wallet with the same version.",
        ["immutability::the_database_refuses_a_version_that_exists"],
    ),
    _schema(
        "schema-corrected-twice",
        "create unique index transactions_corrects",
        "create index transactions_corrects",
        "The database accepts a second correction of a transaction.",
        ["audit::the_database_refuses_a_second_correction_of_a_transaction"],
    ),
    _schema(
        "schema-entry-of-zero",
        "create domain entry_amount as bigint check (value <> 0);",
        "create domain entry_amount as bigint;",
        "The database accepts an entry of zero.",
        ["immutability::the_database_refuses_an_entry_of_zero"],
    ),
    _immutable(
        "history-truncated",
        "before update or delete or truncate on",
        "before update or delete on",
        "History can be truncated.",
        ["immutability::no_role_can_change_history"],
    ),
    _immutable(
        "history-replica-role",
        "enable always trigger immutable",
        "enable trigger immutable",
        "History can be changed with session_replication_role = replica.",
        ["catalogue::the_triggers_that_protect_history_are_always_enabled", "immutability"],
    ),
    _immutable(
        "history-of-settlements",
        "'settlements', 'approval_policies', 'erasures', 'other_changes'",
        "'approval_policies', 'erasures', 'other_changes'",
        "Settlements can be changed.",
        ["immutability"],
    ),
    in_sql("storage/privileges.sql")(
        "privileges-update",
        "grant select on requests to purser_claims;",
        "grant select on requests to purser_claims; grant update on wallets to purser_desk;",
        "The application may change a balance without calling `post`.",
        ["immutability::no_application_role_changes_a_table_directly"],
    ),
    in_sql("storage/privileges.sql")(
        "privileges-public",
        "revoke execute on all functions in schema ledger from public;",
        "",
        "Every role may call every function.",
        ["catalogue::public_executes_no_function"],
    ),
    in_sql("core/currencies.sql")(
        "amount-rounded",
        "when scale(amount) <= cast(%L::jsonb -> currency as integer)",
        "when scale(amount) <= 1 + cast(%L::jsonb -> currency as integer)",
        "An amount with one decimal too many is rounded.",
        ["edge_requests::an_amount_that_its_currency_cannot_represent_is_refused_and_never_rounded", "kernel"],
    ),
    in_sql("posting/version_at.sql")(
        "version-at-excludes-the-time",
        "(select e.posted_at <= p_at from",
        "(select e.posted_at < p_at from",
        "The balance at a time leaves out the entries of that time.",
        ["checkpoints::the_balance_at_a_time_includes_all_transactions_of_that_microsecond", "statements"],
    ),
    in_sql("posting/settled_until.sql")(
        "settled-until-now",
        "return least(v_now, (",
        "return greatest(v_now, (",
        "A balance is reported for a time at which an uncommitted posting can still change it.",
        ["balance_times::a_balance_read_during_an_open_posting_is_the_same_when_read_again_for_its_time"],
    ),
    _checkpoints(
        "checkpoint-cut-at-xmax",
        "v_epoch.base + pg_snapshot_xmin(pg_current_snapshot())::text::bigint as cut",
        "v_epoch.base + pg_snapshot_xmax(pg_current_snapshot())::text::bigint as cut",
        "No balance includes an entry below the cut-off that commits after the checkpoint was made.",
        ["checkpoints::a_transaction_that_is_open_during_a_cut_off_is_counted_once"],
    ),
    _checkpoints(
        "checkpoint-first-xid",
        "e.xid >= v_epoch.cut and e.xid < ended.cut",
        "e.xid > v_epoch.cut and e.xid < ended.cut",
        "No checkpoint includes the first entry after a cut-off.",
        ["checkpoints"],
    ),
    _checkpoints(
        "checkpoint-last-xid",
        "e.xid >= v_epoch.cut and e.xid < ended.cut",
        "e.xid >= v_epoch.cut and e.xid <= ended.cut",
        "The first entry after a cut-off is counted twice.",
        ["checkpoints"],
        equivalent="The checkpoint cannot see the entries of the transaction at the cut-off, which is still running.",
    ),
    _checkpoints(
        "checkpoint-replaced",
        "set balance = c.balance + excluded.balance,",
        "set balance = excluded.balance,",
        "A new checkpoint leaves out the amount of the previous one.",
        [
            "checkpoints",
            "reconciliation_runs::the_next_full_run_checks_the_checkpoints_that_the_scheduled_function_made",
        ],
    ),
    _checkpoints(
        "checkpoint-tail-begins-late",
        "and e.xid >= (select x.cut from",
        "and e.xid > (select x.cut from",
        "The balance leaves out the first entry after a cut-off.",
        ["checkpoints"],
    ),
    _checkpoints(
        "checkpoint-kept-by-epoch",
        "        delete from checkpoints;\n",
        "",
        "After a restore, the entries in the checkpoints are counted twice.",
        ["checkpoints::after_a_logical_restore_the_checkpoints_are_rebuilt_and_stay_correct"],
    ),
    _checkpoints(
        "checkpoint-epoch-below-runs",
        ", (select max(r.cut) from reconciliation_runs r), -1)",
        ", -1)",
        "After a restore, new transactions are below the last cut-off of reconciliation and are not checked.",
        ["reconciliation_incremental::a_cut_off_from_before_a_restore_hides_no_later_transaction", "checkpoints"],
    ),
    _checkpoints(
        "checkpoint-future-accepted",
        "if v_cut < v_epoch.cut then",
        "if false then",
        "A cut-off in the future is overwritten, and entries are counted twice.",
        ["checkpoints::a_cut_off_in_the_future_is_refused_and_rebuilt_by_the_next_migration"],
    ),
]
