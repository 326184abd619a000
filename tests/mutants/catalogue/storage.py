"""Mistakes in database sessions: retries, lost connections, unknown commits, settings of roles."""

from tests.mutants.mutant import in_ledger

_sessions = in_ledger("storage/sessions.py")
_failures = in_ledger("storage/failures.py")
_connections = in_ledger("storage/connections.py")
_bootstrap = in_ledger("sql/bootstrap.sql")

MUTANTS = [
    _sessions(
        "sessions-two-attempts",
        "MAX_ATTEMPTS: Final = 3",
        "MAX_ATTEMPTS: Final = 2",
        "A request that the third attempt would save is refused.",
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
        "A retry uses the connection that it lost, for example to a node that has become read-only.",
        ["lost_sessions::the_session_on_a_node_that_became_read_only_is_not_used_again"],
    ),
    _sessions(
        "sessions-no-jitter",
        "sleep(_random.uniform(0, BACKOFF_S * 2**number))",
        "sleep(BACKOFF_S * 2**number)",
        "Requests that collided collide again.",
        ["faults::a_transient_failure_is_retried_with_jitter_and_posts_once"],
    ),
    _sessions(
        "sessions-commit-known",
        "budget.commits_unknown += connection.closed",
        "budget.commits_unknown += 0",
        "A request whose commit was executed is answered as a repetition.",
        ["faults::a_request_is_retried_and_posts_once_if_the_answer_of_its_commit_is_lost", "lost_commits"],
    ),
    _sessions(
        "sessions-no-rollback",
        "            _roll_back(connection, pipeline)\n",
        "",
        "The next request of the function runs in the refused one's transaction.",
        ["rollback::an_operation_that_fails_at_any_statement_has_no_effect", "cashier"],
    ),
    _sessions(
        "sessions-ended-session-used",
        "if connection is not None and not connections.is_usable(connection):",
        "if connection is not None and connection.closed:",
        "A session that the server ended while idle costs a failure.",
        ["lost_sessions::a_session_that_was_ended_while_idle_is_replaced_without_a_failure"],
    ),
    _sessions(
        "sessions-retry-after-lost",
        "unavailable.retry_after_s = RETRY_UNREACHED_AFTER_S",
        "unavailable.retry_after_s = 1",
        "A client asks again before the database is awake.",
        ["sleeping_database::a_caller_over_http_gets_a_retry_after_and_then_its_answer"],
    ),
    _sessions(
        "sessions-no-timeout",
        "timeout_s = max(1, int(min(budget.connect_timeout_s, budget.remaining())))",
        "timeout_s = int(min(budget.connect_timeout_s, budget.remaining()))",
        "With less than a second left, connecting has no timeout.",
        ["faults", "sleeping_database"],
    ),
    _sessions(
        "sessions-own-connect-timeout",
        "timeout_s = max(1, int(min(budget.connect_timeout_s, budget.remaining())))",
        "timeout_s = max(1, int(budget.connect_timeout_s))",
        "A scheduled function connects until after its own timeout.",
        ["sleeping_database::a_database_that_never_wakes_fails_a_scheduled_function_before_its_timeout"],
    ),
    _failures(
        "failures-lock-timeout",
        '{"40001", "40P01", "55P03"}',
        '{"40001", "40P01"}',
        "A wallet that is locked for long is an internal error.",
        ["faults::a_request_for_a_locked_wallet_is_a_503_and_succeeds_later"],
    ),
    _failures(
        "failures-deadlock",
        '{"40001", "40P01", "55P03"}',
        '{"40001", "55P03"}',
        "A deadlock is an internal error.",
        ["faults::a_transient_failure_is_retried_with_jitter_and_posts_once"],
    ),
    _failures(
        "failures-statement-timeout-retried",
        '{"40001", "40P01", "55P03"}',
        '{"40001", "40P01", "55P03", "57014"}',
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
        "A session that was ended while idle is an internal error.",
        ["lost_sessions::a_read_is_retried_if_its_idle_session_is_ended_between_two_statements"],
    ),
    _failures(
        "failures-transaction-timeout",
        '{"25006", "25P03", "25P04", "53300"}',
        '{"25006", "25P03", "53300"}',
        "A transaction that stalled is an internal error.",
        ["lost_sessions::the_server_ends_a_stalled_database_transaction_and_a_retry_posts_once"],
    ),
    _failures(
        "failures-too-many-connections",
        '{"25006", "25P03", "25P04", "53300"}',
        '{"25006", "25P03", "25P04"}',
        "A full server is an internal error.",
        ["faults::a_request_is_a_503_if_the_server_has_too_many_connections_and_succeeds_when_one_is_free"],
    ),
    _failures(
        "failures-server-stops",
        '("08", "57P")',
        '("08",)',
        "A server that stops is an internal error.",
        ["faults", "lost_sessions"],
    ),
    _connections(
        "connections-reading-node",
        'target_session_attrs="read-write",',
        'target_session_attrs="any",',
        "During a failover sessions are opened on a node that only reads.",
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
        "alter role purser_app set lock_timeout = '3s';",
        "alter role purser_app set lock_timeout = '0';",
        "A request waits for a lock until the API's timeout.",
        ["catalogue::the_settings_of_a_session_are_set_on_its_role"],
    ),
    _bootstrap(
        "role-with-a-long-statement-timeout",
        "alter role purser_app set statement_timeout = '10s';",
        "alter role purser_app set statement_timeout = '60s';",
        "A statement runs for longer than the API waits.",
        ["catalogue::the_settings_of_a_session_are_set_on_its_role"],
    ),
    _bootstrap(
        "role-without-transaction-timeout",
        "alter role purser_app set transaction_timeout = '15s';",
        "null;",
        "A stalled function holds its locks for a minute and more.",
        ["lost_sessions::a_stalled_database_transaction_of_the_role_ends_after_15_s"],
    ),
]
