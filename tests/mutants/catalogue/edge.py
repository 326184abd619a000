"""Mistakes at the edge: idempotency, tokens, arguments, queues."""

import re

from tests.mutants.mutant import in_ledger, in_sql

_claim = in_sql("edge/claim.sql")
_once = in_sql("posting/post_once.sql")
_idempotency = in_ledger("edge/idempotency.py")
_http = in_ledger("edge/http/__init__.py")
_rates = in_ledger("edge/http/rates.py")
_buckets = in_sql("edge/rates.sql")
_claims = in_ledger("edge/http/claims.py")
_tokens = in_ledger("edge/http/tokens.py")
_arguments = in_ledger("edge/http/arguments.py")
_sqs = in_ledger("edge/sqs.py")
_KEYS = ["key_partitions::each_principal_of_each_tenant_has_its_own_keys_in_every_partition"]
_KEYS_ONCE = [
    "key_partitions::a_write_in_one_call_searches_the_keys_of_its_principal_and_tenant_in_the_same_partitions"
]
_KEY = "where tenant_id = p_tenant and principal = p_principal and key = p_key"
_KEY_ONCE = "where tenant_id = r.tenant_id and principal = r.principal and key = r.key"

# claim_answer() and post_once() have a branch for each partition that may be written. It searches that one and the one
# before it.
_SEARCHES = [
    (name, mutated, keys, f"{search}\n        {key}", part)
    for function, mutated, columns, variables, key, keys in (
        ("claim", _claim, "hash, answer", "v_hash, v_answer", _KEY, _KEYS),
        ("once", _once, "hash, answer, status", "v_hash, v_answer, v_status", _KEY_ONCE, _KEYS_ONCE),
    )
    for part in range(3)
    for name, search in (
        (f"{function}-%s-{part}-written", f"select {columns} into {variables} from requests_{part}"),
        (f"{function}-%s-{part}-before", f"select {columns} from requests_{(part + 2) % 3}"),
    )
]
_OF_EACH_PARTITION = [
    mutant
    for name, mutated, keys, search, part in _SEARCHES
    for mutant in (
        mutated(
            name % "any-principal",
            search,
            re.sub(r"principal = \S+ and ", "", search),
            "A principal gets the answers of other principals.",
            keys,
        ),
        mutated(
            name % "any-tenant",
            search,
            re.sub(r"tenant_id = \S+ and ", "", search),
            "A tenant gets the answers of another tenant.",
            keys,
        ),
        mutated(
            name % "other-partition",
            search,
            re.sub(r"requests_\d", f"requests_{(part + 1) % 3}", search),
            "A repeated request does not find its answer and takes effect again.",
            keys,
        ),
    )
]

MUTANTS = [
    _claim(
        "claim-no-lock",
        "perform pg_advisory_xact_lock(",
        "perform (",
        "Two simultaneous requests with one key both run, and the second one fails.",
        ["idempotency::simultaneous_repeats_have_one_effect_and_equal_answers"],
    ),
    _claim(
        "claim-any-hash",
        "if found and v_hash is distinct from p_hash then",
        "if false then",
        "A different request with a used key gets the answer of the first request.",
        ["approval_policy::the_same_key_with_another_policy_is_a_conflict"],
    ),
    *_OF_EACH_PARTITION,
    _claim(
        "store-answer-other-status",
        "v_part, p_hash, p_status, p_answer",
        "v_part, p_hash, 200::smallint, p_answer",
        "A replayed answer has another status than the first answer.",
        ["idempotency::a_repeat_gets_the_same_bytes_and_changes_nothing"],
    ),
    _claim(
        "store-answer-in-the-next-partition",
        "p_key, v_part, p_hash,",
        "p_key, ((v_part + 1) % 3)::smallint, p_hash,",
        "An answer is stored in a partition that no repeat reads and that is emptied too early.",
        ["key_partitions::each_principal_of_each_tenant_has_its_own_keys_in_every_partition"],
    ),
    _idempotency(
        "idempotency-lost-call-refused",
        "if budget.may_execute_late:",
        "if False:",
        "A request is refused for certain, and the server executes it afterwards.",
        ["faults::a_refusal_after_a_lost_call_is_a_503_since_the_server_may_still_execute_the_call"],
    ),
    _idempotency(
        "idempotency-claim-after-work",
        'session.claim("select claim(%s, %s, %s, %s, %s)", (*scope, hashed, origin.owner_id))\n'
        "        answer = work(session)",
        "answer = work(session)\n"
        '        session.claim("select claim(%s, %s, %s, %s, %s)", (*scope, hashed, origin.owner_id))',
        "A repeated request is refused because of the changes that it made the first time.",
        ["idempotency", "settlements::a_repeated_settlement_with_its_key_takes_effect_once"],
    ),
    _idempotency(
        "idempotency-one-generated-key",
        'f"{_GENERATED_PREFIX}{origin.request_id}/{uuid4().hex}"',
        'f"{_GENERATED_PREFIX}{len(uuid4().hex)}"',
        "The second request without a key is treated as a repeat of the first.",
        ["wallets::a_second_credit_uses_the_same_wallet"],
    ),
    _idempotency(
        "idempotency-key-chosen-per-attempt",
        "scope = (origin.tenant_id, origin.principal, key)",
        'scope = (origin.tenant_id, origin.request_id if key.startswith("§") else origin.principal, key)',
        "The scope of a generated key is its request instead of its principal.",
        ["idempotency"],
        equivalent="A generated key is unique in any scope, and all attempts of a request use the same key.",
    ),
    _idempotency(
        "idempotency-unknown-commit-publishes",
        "is_replayed=budget.commits_unknown == 0, is_committed=False)",
        "is_replayed=budget.commits_unknown == 0, is_committed=budget.commits_unknown > 0)",
        "An attempt that was rolled back publishes its events, because another request with its key was answered.",
        ["lost_commits::an_attempt_that_was_rolled_back_publishes_nothing_if_another_request_with_its_key_commits"],
    ),
    _idempotency(
        "idempotency-own-commit-is-a-replay",
        "is_replayed=budget.commits_unknown == 0, is_committed=False)",
        "is_replayed=True, is_committed=False)",
        "The answer to a request that was executed once is marked as replayed.",
        ["faults::a_request_is_retried_and_posts_once_if_the_answer_of_its_commit_is_lost"],
    ),
    _http(
        "http-publishes-uncommitted",
        "if self.emitted and outcome.is_committed:",
        "if self.emitted:",
        "Events of an attempt that was rolled back are published.",
        ["lost_commits"],
    ),
    _http(
        "http-hash-without-route",
        'fingerprint(self.route.rstrip("/"), path | body_and_query)',
        'fingerprint("", path | body_and_query)',
        "A credit with the key of a debit gets the debit's answer.",
        ["idempotency::a_request_for_another_operation_or_wallet_with_the_same_key_is_a_conflict"],
    ),
    _http(
        "http-hash-without-path",
        'fingerprint(self.route.rstrip("/"), path | body_and_query)',
        'fingerprint(self.route.rstrip("/"), body_and_query)',
        "A request for another wallet with a used key gets the first wallet's answer.",
        ["idempotency::a_request_for_another_operation_or_wallet_with_the_same_key_is_a_conflict"],
    ),
    _http(
        "http-any-role",
        "            self.principal.requires(self.operation.roles)\n",
        "",
        "Every role may call every operation.",
        ["roles::a_role_without_permission_is_refused_before_validation"],
    ),
    _http(
        "http-tenant-of-anybody",
        'raise errors.Forbidden("Only root names a tenant.")',
        "return",
        "A caller who is not root may name another tenant.",
        ["contacts::only_root_may_send_tenant_id_and_others_get_403_before_validation", "billing_roles"],
    ),
    _http(
        "http-any-key",
        "and key.isascii() and key.isprintable()",
        "and key.isprintable()",
        "A caller may choose a key with the prefix of generated keys.",
        ["idempotency::an_invalid_key_is_refused", "models::a_key_is_1_to_128_printable_ascii_characters"],
    ),
    _http(
        "http-replay-not-shown",
        'replace(reply, headers={"idempotency-replayed": "true"})',
        "replace(reply, headers={})",
        "A caller cannot distinguish a replayed answer from a new effect.",
        ["idempotency::a_repeat_gets_the_same_bytes_and_changes_nothing"],
    ),
    _http(
        "http-no-reserve",
        "_ANSWER_RESERVE_S: Final = 1.0",
        "_ANSWER_RESERVE_S: Final = -5.0",
        "Lambda ends the function before it can answer.",
        ["faults::no_retry_begins_with_too_little_time_left"],
    ),
    _tokens(
        "tokens-id-token-of-cognito",
        'self.claims.get("token_use", "access") == "access"',
        'self.claims.get("token_use", "access") != ""',
        "An id token is accepted, although other applications receive it too.",
        ["authentication::every_route_answers_403_to_a_token_with_missing_claims_before_validation"],
    ),
    _tokens(
        "tokens-id-token-with-nonce",
        "and not _ID_TOKEN_CLAIMS & self.claims.keys()",
        "",
        "An id token of an issuer without token_use is accepted.",
        ["authentication::every_route_answers_403_to_a_token_with_missing_claims_before_validation"],
    ),
    _tokens(
        "tokens-type-of-header-only",
        "for part in (self.header, self.claims) if",
        "for part in (self.header,) if",
        "An id token of an issuer that names the type among the claims is accepted.",
        ["authentication::every_route_answers_403_to_a_token_with_missing_claims_before_validation"],
    ),
    _claims(
        "claims-role-with-space",
        "listed = [claim] if isinstance(claim, str) else claim",
        "listed = claim.split() if isinstance(claim, str) else claim",
        "A role with a space in its name is read as two roles.",
        ["claims::a_token_without_a_subject_a_tenant_or_a_role_is_forbidden", "authentication"],
    ),
    _claims(
        "claims-unknown-role",
        "and role in ROLES for role in listed)",
        "for role in listed)",
        "A token with a role that this release does not know is accepted.",
        ["claims::a_token_without_a_subject_a_tenant_or_a_role_is_forbidden", "authentication"],
    ),
    _claims(
        "claims-not-compared",
        "if not texts or roles !=",
        "if roles !=",
        "Another token than the verified one decides who the caller is.",
        ["authentication::a_token_that_is_not_the_one_that_was_verified_is_forbidden"],
    ),
    _claims(
        "claims-roles-not-compared",
        'if not texts or roles != frozenset(_BETWEEN_ROLES.split(str(passed.get("roles", "")))) - {""}:',
        "if not texts:",
        "Another token than the verified one decides what the caller may do.",
        ["authentication::a_token_that_is_not_the_one_that_was_verified_is_forbidden"],
    ),
    _claims(
        "claims-root-of-any-tenant",
        'if tenant_id != os.environ.get("PLATFORM_TENANT"):',
        'if tenant_id == "":',
        "The root of any tenant is the root of all.",
        ["authentication::the_role_root_counts_in_the_tenant_that_the_template_names"],
    ),
    _claims(
        "claims-another-api",
        "if any(expected and context.get(member) != expected",
        "if all(expected and context.get(member) != expected",
        "A request that another API passes on is accepted.",
        ["authentication::a_request_through_another_api_or_another_stage_is_forbidden"],
    ),
    _claims(
        "claims-owner-is-sub",
        'owner_id = sub if claims.get("customer_id", "") == "" else _id(claims, "customer_id")',
        "owner_id = sub",
        "A customer acts for another owner than the one in the token.",
        ["claims::a_customer_acts_for_the_claimed_owner_or_else_for_their_sub"],
    ),
    _claims(
        "claims-no-tenant",
        "or not 1 <= len(value) <= _MAX_ID_LENGTH or",
        "or len(value) > _MAX_ID_LENGTH or",
        "A token without a tenant is accepted.",
        ["claims::a_token_without_a_subject_a_tenant_or_a_role_is_forbidden"],
    ),
    _claims(
        "claims-null-character",
        "<= _MAX_ID_LENGTH or _NOT_TEXT.search(value):",
        "<= _MAX_ID_LENGTH:",
        "A claim that the database cannot store causes an internal error.",
        ["claims::a_token_without_a_subject_a_tenant_or_a_role_is_forbidden", "observability", "authentication"],
    ),
    _arguments(
        "arguments-body-size",
        "if len(data) > MAX_BODY_BYTES:",
        "if len(data) > 4 * MAX_BODY_BYTES:",
        "A body larger than the limit is accepted.",
        ["arguments::a_body_above_256_kib_is_refused"],
    ),
    _arguments(
        "arguments-member-twice",
        "object_pairs_hook=_no_duplicates",
        "object_pairs_hook=dict",
        "A body with two amounts is accepted, and only one of the amounts is used.",
        ["arguments::a_body_that_is_not_a_json_object_is_refused"],
    ),
    _arguments(
        "arguments-float",
        "parse_float=_decimal,",
        "parse_float=float,",
        "Amounts become floats.",
        ["wallets::a_json_number_is_exact", "edge_requests::an_amount_is_stored_exactly_as_sent"],
    ),
    _arguments(
        "arguments-parameter-twice",
        "if len(given) < len(pairs):",
        "if len(given) > len(pairs):",
        "Only the last value of a repeated parameter is used.",
        ["arguments::an_invalid_query_parameter_is_refused_and_named"],
    ),
    _arguments(
        "arguments-nan",
        "parse_constant=_no_constant, ",
        "",
        "NaN is accepted as a number.",
        ["arguments", "wallets", "models"],
    ),
    _sqs(
        "sqs-split-while-away",
        "if len(messages) == 1 or isinstance(failure, errors.Unavailable):",
        "if len(messages) == 1:",
        "While the database is unavailable, each message of a batch is retried alone, for the full time.",
        ["consumer_batches"],
    ),
    _sqs(
        "sqs-batch-not-split",
        "if len(messages) == 1 or isinstance(failure, errors.Unavailable):",
        "if len(messages) >= 1:",
        "One bad message causes all messages of its tenant to fail.",
        ["consumers::only_the_poison_message_of_a_feed_batch_fails", "consumers"],
    ),
    _sqs(
        "sqs-failure-acknowledged",
        "return {message_id: failure for message_id, _ in messages}",
        "return {}",
        "A message that failed is deleted.",
        ["consumers::every_message_fails_while_the_database_is_down_and_succeeds_later"],
    ),
    _sqs(
        "sqs-malformed-acknowledged",
        "failures[record.message_id] = malformed\n        else:\n            by_tenant",
        "del malformed\n        else:\n            by_tenant",
        "A malformed message is deleted instead of becoming a dead letter.",
        ["consumers::only_the_poison_message_of_a_feed_batch_fails"],
    ),
    _sqs(
        "sqs-float",
        "json.loads(record.body, parse_float=Decimal)",
        "json.loads(record.body)",
        "Amounts of events become floats.",
        ["consumers::an_amount_of_an_event_is_exact"],
    ),
    _sqs(
        "sqs-events-of-every-attempt",
        "emitted[:], warnings[:] = session.emitted, session.warnings",
        "emitted.extend(session.emitted), warnings.extend(session.warnings)",
        "The events of attempts that were rolled back are published.",
        ["lost_commits::a_consumer_publishes_only_the_events_of_the_attempt_that_committed"],
    ),
    _sqs(
        "sqs-drops-not-caught",
        "except drops as refusal:",
        "except () as refusal:",
        "A late trigger is retried until it becomes a dead letter.",
        ["consumers::a_repeated_late_or_unknown_trigger_changes_nothing_and_is_dropped_with_a_log_line"],
    ),
    _sqs(
        "sqs-step-without-time",
        "if budget.remaining() <= 0:",
        "if budget.remaining() <= -1_000_000:",
        "A consumer begins a step after its time is up.",
        ["award_faults::a_consumer_that_runs_out_of_time_pays_the_rest_at_the_next_delivery"],
    ),
    in_ledger("edge/cognito.py")(
        "cognito-several-tenants",
        "if len(tenants) != 1 or",
        "if not tenants or",
        "A system with scopes of two tenants is accepted as a system of one of them.",
        ["cognito::a_system_without_exactly_one_tenant_and_a_known_role_gets_no_claims"],
    ),
    in_ledger("edge/cognito.py")(
        "cognito-system-with-any-role",
        "not roles <= MACHINE_ROLES:",
        "not roles <= ROLES:",
        "The scope of a client gives it a role for people.",
        ["cognito::a_system_never_gets_a_role_for_people"],
    ),
    in_ledger("edge/cognito.py")(
        "cognito-known-words",
        "or not roles or not roles <= ROLES:",
        "or not roles & ROLES:",
        "An account whose roles are a text gets the roles that are words of it.",
        ["cognito::an_account_with_an_unknown_role_gets_no_claims"],
    ),
    in_ledger("edge/cognito.py")(
        "cognito-unverified-address",
        'if attributes.get("email_verified") == "true" and',
        "if",
        "Mail goes to an address that nobody has verified.",
        ["cognito::an_unverified_address_is_not_in_the_claims"],
    ),
    _http(
        "rates-unused",
        "            rates.admit(self.principal, self.request_id, self.budget)\n",
        "",
        "A caller may send as many requests as it likes.",
        ["rates::a_principal_s_request_above_its_burst_is_a_429_that_says_when_to_try_again"],
    ),
    _rates(
        "rates-tenant-by-principal",
        '(("", _limit("tenant")),',
        '((principal.sub, _limit("tenant")),',
        "Each principal has the tenant's limit for itself.",
        ["rates::the_principals_of_a_tenant_share_the_tenant_s_limit"],
    ),
    _rates(
        "rates-never-reported",
        "self.count.admitted + 1 >= self.limit.reported_requests",
        "self.count.admitted + 1 > 10 * self.limit.reported_requests",
        "Environments admit far more than their share of a burst.",
        ["rate_environments::an_environment_reports_after_a_fiftieth_of_the_burst"],
    ),
    _rates(
        "rates-counted-twice",
        "bucket.count.admitted, bucket.count.refused_until = 0, -math.inf",
        "bucket.count.refused_until = -math.inf",
        "What was reported is reported again.",
        ["wire::a_rate_limit_costs_a_debit_a_round_trip_only_when_it_reports_and_a_refused_one_none_at_all"],
    ),
    _rates(
        "rates-refused-by-database-only",
        "    _refuse([(bucket.count.refused_until - now, bucket.limit) for bucket in buckets])\n",
        "",
        "Each refused request costs a round trip.",
        ["wire::a_rate_limit_costs_a_debit_a_round_trip_only_when_it_reports_and_a_refused_one_none_at_all"],
    ),
    _buckets(
        "buckets-any-has-room",
        "select bool_and(b.full_at",
        "select bool_or(b.full_at",
        "A principal with a full bucket is admitted although its tenant's is empty.",
        ["rate_environments::simultaneous_sessions_of_many_principals_never_exceed_the_tenant_s_burst"],
    ),
    _buckets(
        "buckets-saved-up",
        "least(greatest(b.full_at, v_now) + (excluded",
        "least(b.full_at + (excluded",
        "After a pause a caller has more than its burst.",
        ["rates::after_a_pause_a_caller_has_its_burst_again_and_no_more"],
    ),
    _buckets(
        "buckets-deleted-in-use",
        "where full_at <= clock_timestamp() for update skip locked",
        "where full_at <= clock_timestamp() for update",
        "The relay waits for a bucket that is being charged.",
        ["rate_environments::the_relay_does_not_wait_for_a_bucket_that_is_being_charged"],
    ),
    _buckets(
        "buckets-never-removed",
        "where full_at <= clock_timestamp() for",
        "where full_at <= clock_timestamp() - interval '1 year' for",
        "Buckets of all callers stay for ever.",
        ["rate_environments::the_relay_removes_full_buckets_and_keeps_the_others"],
    ),
]
