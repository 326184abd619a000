"""Mistakes in database sessions and lifetimes: retries, lost connections, settings of roles, expired partitions."""

from tests.mutants.mutant import in_ledger, in_sql

_sessions = in_ledger("storage/sessions.py")
_failures = in_ledger("storage/failures.py")
_connections = in_ledger("storage/connections.py")
_bootstrap = in_ledger("sql/bootstrap.sql")
_migration = in_ledger("storage/migration.py")
_lifetimes = in_sql("storage/lifetimes.sql")
_policies = in_sql("storage/policies.sql")
_once = in_sql("posting/post_once.sql")
_FIRST = "w.owner_kind = t.first_kind and w.owner_id = t.first_owner"
_SECOND = "w.owner_kind = t.second_kind and w.owner_id = t.second_owner"
_STOPPED = ["migration_limits::a_migration_waits_for_what_has_begun_before_it_locks_what_this_needs"]
_CONDITIONS = {
    "currency": f"{_FIRST}\n            and w.agent_id is not null",
    "first": f"{_FIRST}\n        and w.currency = v_currency",
    "second": f"{_SECOND}\n            and w.currency = v_currency\n",
    "open": f"{_SECOND}\n            and w.currency = v_currency and (v_minor",
    "time": "w.wallet_id = v_first_wallet",
}
"""Of post_once(), for whom row-level security does not hold, beside the tenant's."""

MUTANTS = [
    _sessions(
        "sessions-two-attempts",
        "MAX_ATTEMPTS: Final = 3",
        "MAX_ATTEMPTS: Final = 2",
        "A request that would succeed at the third attempt is refused.",
        ["faults::a_request_is_unavailable_after_three_attempts_and_has_no_effect", "faults"],
    ),
    _sessions(
        "sessions-retry-without-time",
        "if number == MAX_ATTEMPTS or budget.remaining() < MIN_REMAINING_S:",
        "if number == MAX_ATTEMPTS:",
        "Lambda ends the function in the middle of a retry.",
        ["faults::no_retry_begins_with_too_little_time_left"],
    ),
    _sessions(
        "sessions-lost-connection-kept",
        'if failure.reason == "connection":\n                disconnect()',
        'if failure.reason == "credentials":\n                disconnect()',
        "A retry uses the failed connection again, for example one to a node that has become read-only.",
        ["lost_sessions::the_session_on_a_node_that_became_read_only_is_not_used_again"],
    ),
    _sessions(
        "sessions-no-jitter",
        "sleep(_random.uniform(0, BACKOFF_S * 2**number))",
        "sleep(BACKOFF_S * 2**number)",
        "Requests that collided wait equally long and collide again.",
        ["faults::a_transient_failure_is_retried_with_jitter_and_posts_once"],
    ),
    _sessions(
        "sessions-commit-known",
        "budget.commits_unknown += connection.closed",
        "budget.commits_unknown += 0",
        "The answer to a request whose first COMMIT succeeded is marked as replayed.",
        ["faults::a_request_is_retried_and_posts_once_if_the_answer_of_its_commit_is_lost", "lost_commits"],
    ),
    _sessions(
        "sessions-no-rollback",
        "        except BaseException:\n            _roll_back(connection, pipeline)\n",
        "        except BaseException:\n",
        "The next request of the function runs in the database transaction of the refused request.",
        ["rollback::an_operation_that_fails_at_any_statement_has_no_effect", "cashier"],
    ),
    _sessions(
        "sessions-ended-session-used",
        "if connection is not None and not connections.is_usable(connection):",
        "if connection is not None and connection.closed:",
        "A request fails if the server has closed the idle connection of its function.",
        ["lost_sessions::a_session_that_was_ended_while_idle_is_replaced_without_a_failure"],
    ),
    _sessions(
        "sessions-retry-after-lost",
        "unavailable.retry_after_s = RETRY_UNREACHED_AFTER_S",
        "unavailable.retry_after_s = 1",
        "A client retries before the database has resumed.",
        ["sleeping_database::a_caller_over_http_gets_a_retry_after_and_then_its_answer"],
    ),
    _sessions(
        "sessions-no-timeout",
        "timeout_s = max(1, int(min(budget.connect_timeout_s, budget.remaining())))",
        "timeout_s = int(min(budget.connect_timeout_s, budget.remaining()))",
        "With less than a second left, connecting has no timeout.",
        ["sleeping_database::connecting_has_a_timeout_even_if_less_than_a_second_is_left"],
    ),
    _sessions(
        "sessions-own-connect-timeout",
        "timeout_s = max(1, int(min(budget.connect_timeout_s, budget.remaining())))",
        "timeout_s = max(1, int(budget.connect_timeout_s))",
        "A scheduled function is still connecting when its own timeout ends it.",
        ["sleeping_database::a_database_that_never_wakes_fails_a_scheduled_function_before_its_timeout"],
    ),
    _failures(
        "failures-lock-timeout",
        '{"40001", "40P01", "55P03", "53200"}',
        '{"40001", "40P01", "53200"}',
        "A wallet that is locked for too long causes an internal error.",
        ["faults::a_request_for_a_locked_wallet_is_a_503_and_succeeds_later"],
    ),
    _failures(
        "failures-deadlock",
        '{"40001", "40P01", "55P03", "53200"}',
        '{"40001", "55P03", "53200"}',
        "A deadlock causes an internal error.",
        ["faults::a_transient_failure_is_retried_with_jitter_and_posts_once"],
    ),
    _failures(
        "failures-statement-timeout-retried",
        '{"40001", "40P01", "55P03", "53200"}',
        '{"40001", "40P01", "55P03", "53200", "57014"}',
        "A statement that takes too long is run three times.",
        ["statement_timeout"],
    ),
    _failures(
        "failures-read-only-node",
        '{"25006", "25P03", "25P04", "53300"}',
        '{"25P03", "25P04", "53300"}',
        "After a failover every write fails for ever.",
        [
            "lost_sessions::a_write_on_a_node_that_became_read_only_is_a_503_and_succeeds_when_the_node_is_writable_again",
            "lost_sessions::a_request_is_retried_if_a_failover_ends_between_two_attempts",
        ],
    ),
    _failures(
        "failures-idle-transaction",
        '{"25006", "25P03", "25P04", "53300"}',
        '{"25006", "25P04", "53300"}',
        "A session that the server ended while it was idle causes an internal error.",
        ["lost_sessions::a_request_is_retried_on_another_connection_after_each_state_of_a_lost_connection"],
    ),
    _failures(
        "failures-transaction-timeout",
        '{"25006", "25P03", "25P04", "53300"}',
        '{"25006", "25P03", "53300"}',
        "A database transaction that stalled causes an internal error.",
        ["lost_sessions::a_request_is_retried_on_another_connection_after_each_state_of_a_lost_connection"],
    ),
    _failures(
        "failures-too-many-connections",
        '{"25006", "25P03", "25P04", "53300"}',
        '{"25006", "25P03", "25P04"}',
        "A server without a free connection causes an internal error.",
        ["lost_sessions::a_request_is_retried_on_another_connection_after_each_state_of_a_lost_connection"],
    ),
    _failures(
        "failures-server-stops",
        '("08", "57P")',
        '("08",)',
        "A server that shuts down causes an internal error.",
        ["faults", "lost_sessions"],
    ),
    _connections(
        "connections-reading-node",
        'target_session_attrs="read-write",',
        'target_session_attrs="any",',
        "During a failover, sessions are opened on a read-only node.",
        ["lost_sessions::no_session_is_opened_on_a_read_only_node"],
    ),
    _connections(
        "connections-prepared",
        "prepare_threshold=None,",
        "prepare_threshold=0,",
        "Named statements pin the sessions of the proxy.",
        ["pinning::each_operation_is_checked_and_leaves_its_session_unchanged", "wire"],
    ),
    _connections(
        "connections-unverified-name",
        'if target.get("sslmode") != "verify-full":',
        'if target.get("sslmode") == "disable":',
        "A token is sent to a server that has not proved its name.",
        ["tls::no_token_is_signed_for_a_connection_that_does_not_verify_the_name"],
    ),
    _bootstrap(
        "role-without-lock-timeout",
        "alter role %I set lock_timeout = ''3s''",
        "alter role %I set lock_timeout = ''0''",
        "A request waits for a lock until the API's timeout.",
        ["catalogue::the_settings_of_a_session_are_set_on_its_role"],
    ),
    _bootstrap(
        "role-with-a-long-statement-timeout",
        "alter role %I set statement_timeout = ''10s''",
        "alter role %I set statement_timeout = ''60s''",
        "A statement runs for longer than the API waits.",
        ["catalogue::the_settings_of_a_session_are_set_on_its_role"],
    ),
    _bootstrap(
        "role-without-transaction-timeout",
        "execute format('alter role %I set transaction_timeout = ''15s''', v_role);",
        "null;",
        "A stalled function holds its locks for more than a minute.",
        ["lost_sessions::a_stalled_database_transaction_of_a_role_ends_after_15_s"],
    ),
    _migration(
        "migration-beside-writes",
        "        _stop_writes(connection)\n",
        "        pass\n",
        "A migration and a write wait for each other.",
        _STOPPED,
    ),
    _migration(
        "migration-any-partition-first",
        "requests_{part}, requests_{(part + 2) % 3}",
        "requests_0, requests_2",
        "A migration and a write wait for each other's partition.",
        _STOPPED,
    ),
    _migration(
        "migration-beside-the-relay",
        "table_name = 'requests' for update",
        "table_name = 'requests'",
        "A migration and the relay wait for each other.",
        _STOPPED,
    ),
    _migration(
        "migration-once",
        "ATTEMPTS: Final = 5",
        "ATTEMPTS: Final = 1",
        "A deployment fails because of one deadlock.",
        ["migration_limits::a_migration_that_deadlocks_with_a_request_begins_again"],
    ),
    _lifetimes(
        "lifetimes-of-events-for-keys",
        "then p_key_days else p_event_days end",
        "then p_event_days else p_key_days end",
        "Idempotency keys are kept for the lifetime of events.",
        ["lifetimes::a_lifetime_that_the_operator_changes_applies_from_then_on"],
    ),
    _lifetimes(
        "lifetimes-emptied-at-once",
        "v_lifetime.since > clock_timestamp() - interval '1 hour'",
        "v_lifetime.since > clock_timestamp()",
        "A partition is emptied while database transactions still read it.",
        ["key_partitions::an_expired_partition_is_emptied_an_hour_later"],
    ),
    _lifetimes(
        "lifetimes-wrong-partition",
        "v_next := (v_lifetime.part + 1) % 3;",
        "v_next := (v_lifetime.part + 2) % 3;",
        "The partition before is emptied, although some of its rows may be new.",
        ["lifetimes::a_key_replays_its_answer_for_its_whole_lifetime_from_any_moment_of_a_partition"],
    ),
    _lifetimes(
        "lifetimes-not-emptied",
        "    if v_is_filled then\n",
        "    if false then\n",
        "Expired rows are never removed, and requests with their keys get old answers.",
        ["lifetimes::an_expired_partition_is_emptied_as_a_whole"],
    ),
    _lifetimes(
        "lifetimes-changed-early",
        "make_interval(days => v_lifetime.days, hours => 1)",
        "make_interval(days => v_lifetime.days - 1)",
        "The last keys of a partition are forgotten a day early.",
        ["key_partitions::an_answer_that_is_committed_after_the_partition_changed_is_replayed_for_its_whole_lifetime"],
    ),
    _lifetimes(
        "lifetimes-without-the-hour",
        "make_interval(days => v_lifetime.days, hours => 1)",
        "make_interval(days => v_lifetime.days)",
        "A key is forgotten too early if its database transaction was open when the partition changed.",
        ["key_partitions::an_answer_that_is_committed_after_the_partition_changed_is_replayed_for_its_whole_lifetime"],
    ),
    _lifetimes(
        "lifetimes-change-never",
        "update lifetimes set part = v_next, since = clock_timestamp() where",
        "update lifetimes set since = clock_timestamp() where",
        "One partition is written for ever, and nothing expires.",
        ["lifetimes::an_expired_partition_is_emptied_as_a_whole"],
    ),
    _lifetimes(
        "lifetimes-change-of-every-table",
        "since = clock_timestamp() where table_name = p_table;",
        "since = clock_timestamp() where true;",
        "Records of events are removed together with the keys, before their own lifetime ends.",
        ["key_partitions::the_end_of_a_lifetime_changes_the_partition_of_its_own_table_only"],
    ),
    _lifetimes(
        "lifetimes-blocked-for-ever",
        "interval '25 hours'",
        "interval '25 days'",
        "Nobody notices that an open session prevents the removal of expired rows.",
        ["lifetimes::a_session_that_reads_an_expired_partition_delays_only_its_removal"],
    ),
    _policies(
        "policies-everybody-is-exempt",
        "create policy writer on %s to purser_writer using",
        "create policy writer on %s using",
        "Every login sees and writes the rows of every tenant.",
        ["row_security", "tenancy::a_login_that_announced_nothing_sees_no_row"],
    ),
    _policies(
        "policies-administrators-are-exempt",
        "as restrictive to purser_eraser",
        "to purser_eraser",
        "An administrator, who inherits purser_writer, sees and changes the rows of every tenant.",
        ["tenancy::an_administrator_without_superuser_rights_sees_the_rows_of_the_announced_tenant_only"],
    ),
    *(
        _once(
            f"once-any-tenant-{name}",
            f"w.tenant_id = r.tenant_id and {condition}",
            condition,
            "A write reads or changes wallets of another tenant.",
            ["tenancy::a_write_in_one_call_reads_and_changes_rows_of_its_own_tenant_only"],
        )
        for name, condition in _CONDITIONS.items()
    ),
]
