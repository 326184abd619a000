"""Mistakes in approvals, and in what is kept of changes and of reads."""

from tests.mutants.mutant import in_ledger, in_sql

MUTANTS = [
    in_sql("billing/invoices.sql")(
        "participants-of-an-unlocked-invoice",
        "i constant invoices := hold_invoice(p_tenant, p_invoice);\nbegin\n    return query",
        "i constant invoices := (select x from invoices x where (x.tenant_id, x.invoice_id) = (p_tenant, p_invoice));\n"
        "begin\n    return query",
        "Whoever submits a payment in the same moment approves that its invoice is marked as paid.",
        ["approval_races::whoever_submits_a_payment_while_they_approve_its_invoice_payment_is_refused"],
    ),
    in_sql("billing/payments.sql")(
        "participants-without-who-decided",
        "(held.p).decided_by, (held.p).refunded_by, (held.i).created_by,\n"
        "                            (held.i).issued_by, (held.i).paid_by, (held.i).voided_by]",
        "(held.p).refunded_by, (held.i).created_by, (held.i).issued_by, (held.i).voided_by]",
        "Whoever approved a payment, and so paid its invoice, approves its refund.",
        ["approval_kinds::a_refund_is_not_approved_by_who_submitted_or_decided_the_payment_or_asked_for_the_top_up"],
    ),
    in_sql("cashier/agent_limits.sql")(
        "credit-of-another-amount-approved",
        "            and a.amount = p_minor and a.result is null);",
        "            and a.result is null);",
        "The approval of one credit lets another one exceed the agent's limit.",
        ["agent_credits::only_the_approved_amount_in_the_request_that_approved_it_may_exceed_the_limit"],
    ),
    in_sql("cashier/agent_limits.sql")(
        "credit-approved-for-good",
        "            and a.amount = p_minor and a.result is null);",
        "            and a.amount = p_minor);",
        "An approved credit can be posted again.",
        ["agent_credits::an_approval_lets_one_posting_exceed_the_limit"],
    ),
    in_ledger("approvals/requests.py")(
        "refused-credit-with-a-changing-policy",
        '        session.send("select hold_approval_policy(%s)", (session.tenant_id,))\n',
        "",
        "A credit waits although the policy was turned off.",
        ["agent_credits::a_refused_credit_does_not_wait_if_the_policy_is_turned_off_meanwhile"],
    ),
    in_ledger("approvals/decisions.py")(
        "policy-loosened-by-any-approver",
        "    if not proposal.approvers_of_this(session) & principal.roles:",
        "    if False:",
        "Two operators turn off the second person for what they may not approve.",
        ["approval_policy::two_operators_do_not_turn_off_what_they_may_not_approve"],
    ),
    in_ledger("approvals/policies.py")(
        "owner-alone-although-two-people-are-on",
        "if _is_on_by_default() or not origin.is_owner or",
        "if not origin.is_owner or",
        "An owner approves what they asked for, in a company of four eyes.",
        ["owners::an_owner_takes_no_second_part_in_the_own_top_up_where_two_people_are_needed"],
    ),
    in_ledger("approvals/policies.py")(
        "owner-alone-against-the-policy",
        "    return not needs_approval(session, tenant_id, kind, amount)\n\n\ndef require",
        "    return True\n\n\ndef require",
        "An owner approves the own operation although the tenant's policy asks for two people.",
        ["owners::the_tenant_s_own_policy_asks_its_owner_for_a_second_person"],
    ),
    in_ledger("approvals/policies.py")(
        "owner-alone-in-every-tenant",
        "tenant_id not in {origin.tenant_id} - {_platform()}:",
        "tenant_id == _platform():",
        "The owner of the platform's tenant, who is root, does both parts in other tenants.",
        ["owners::nobody_but_the_tenant_s_owner_does_both_parts"],
    ),
    in_ledger("edge/http/__init__.py")(
        "a-system-as-owner",
        'is_owner="owner" in self.principal.roles and not self.principal.is_machine',
        'is_owner="owner" in self.principal.roles',
        "A system with the role owner does both parts.",
        ["owners::nobody_but_the_tenant_s_owner_does_both_parts"],
    ),
    in_ledger("approvals/policies.py")(
        "policy-loosened-by-a-higher-amount",
        "(amount is None or amount > now)",
        "amount is None",
        "Two operators raise the amount from which others approve, to any amount.",
        ["approval_policy::a_policy_is_loosened_by_those_who_may_approve_the_kind"],
    ),
    in_ledger("approvals/proposals.py")(
        "platform-s-method-by-an-operator",
        'return frozenset({"root"}) if self.tenant_id is None else self.approvers',
        "return self.approvers",
        "An operator of the platform's tenant approves bank details by which every tenant pays.",
        ["approval_kinds::the_platform_s_payment_method_is_approved_by_a_second_root"],
    ),
    in_sql("records/access_log.sql")(
        "access-of-an-object-seen-by-every-tenant",
        "                when o.id is null then ''\n",
        "                when p_tenant is null then ''\n",
        "Every tenant sees the id of an invoice of another one.",
        ["access_log::an_object_that_root_names_by_its_id_is_recorded_in_the_tenant_that_has_it"],
    ),
    in_sql("records/access_log.sql")(
        "access-log-truncated-early",
        "and tg_table_name = 'access_log_' || (l.part + 1) % 3",
        "and tg_table_name <> 'access_log'",
        "The records of the last months are removed.",
        ["access_log::no_role_changes_or_removes_a_record"],
    ),
    in_ledger("edge/idempotency.py")(
        "changes-of-terms-not-recorded",
        "if access and not (session.postings or session.placed_holds):",
        "if access and (session.postings or session.placed_holds):",
        "A change that changes nothing shows a wallet, and nobody learns of it.",
        ["access_log::a_change_that_changes_nothing_shows_the_wallet_and_is_recorded"],
    ),
    in_ledger("edge/http/__init__.py")(
        "repeated-writes-not-recorded",
        "        if outcome.is_replayed:\n",
        "        if outcome.is_replayed and outcome.is_committed:\n",
        "A repeated write shows its answer, and nobody learns of it.",
        ["access_log::a_repeated_write_shows_its_answer_and_is_recorded_and_the_first_is_not"],
    ),
    in_ledger("edge/http/access_log.py")(
        "writes-of-root-recorded-at-home",
        "if isinstance(query, OfTenant) and query.tenant_id:",
        "if False:",
        "The tenant does not learn what root looked at by a write.",
        ["access_log::what_root_writes_is_recorded_in_the_tenant_that_it_names"],
    ),
    in_ledger("edge/batches.py")(
        "refused-operations-not-recorded",
        "if outcome.refusal or outcome.status is not None or not one.leaves_its_author\n",
        "if outcome.status is not None or not one.leaves_its_author\n",
        "A batch of debits shows the balances of many persons, and nobody learns of it.",
        ["access_log::of_a_batch_what_was_refused_or_repeated_is_recorded"],
    ),
    in_ledger("storage/sessions.py")(
        "access-recorded-only-with-rows",
        "select s.* from (\\n{}\\n) s where (select record_access({}, {}::json))",
        "select s.* from (\\n{}\\n) s where record_access({}, {}::json) is not null or s is null",
        "A read that finds nothing is not recorded.",
        ["access_log::what_root_reads_in_its_own_tenant_or_in_none_is_recorded_in_the_platform_s"],
    ),
    in_sql("records/changes.sql")(
        "terms-not-locked",
        "    perform pg_advisory_xact_lock(",
        "    perform (",
        "Two simultaneous changes of an agent's limits both begin with the same limits.",
        ["changes::simultaneous_changes_follow_one_from_the_other"],
    ),
    in_sql("records/changes.sql")(
        "unchanged-terms-recorded",
        "if p_before::jsonb is distinct from p_after::jsonb then",
        "if true then",
        "Terms that stay as they are look like a change.",
        ["changes::what_stays_as_it_is_was_not_changed"],
    ),
    in_ledger("approvals/policies.py")(
        "contact-by-one-person",
        '    if kind == "erasure":\n        return True\n',
        '    if kind == "erasure":\n        return True\n    if kind == "contact":\n        return False\n',
        "One person redirects the mail that would tell of other bank details.",
        ["contact_changes::a_contact_is_changed_by_two_people_where_a_payment_method_is"],
    ),
    in_ledger("approvals/decisions.py")(
        "unauthenticated-approvals",
        "    if not authentication.is_genuine({**held, **rest}):",
        "    if False:",
        "What somebody wrote into the database is executed.",
        ["approvals::what_somebody_changed_in_the_database_is_not_executed_and_can_be_rejected"],
    ),
    in_ledger("approvals/authentication.py")(
        "requester-not-authenticated",
        '"requested_by", "idempotency_key"',
        '"idempotency_key",',
        "Somebody writes another requester into the database, and the requester approves.",
        ["approvals::what_somebody_changed_in_the_database_is_not_executed_and_can_be_rejected"],
    ),
    in_ledger("approvals/authentication.py")(
        "approvals-without-a-code",
        'stored["mac"] is not None and',
        'stored["mac"] is None or',
        "What somebody stored without a code is executed.",
        ["approvals::what_somebody_stored_without_the_key_is_not_executed"],
    ),
    in_ledger("approvals/decisions.py")(
        "other-logins-approve",
        "alone = bool(participants.intersection(ids))",
        "alone = bool({principal.owner_id, principal.sub} & participants)",
        "One person asks with one login and approves with another.",
        ["logins_of_one_person::whoever_requested_it_does_not_approve_it_with_another_login"],
    ),
    in_ledger("approvals/decisions.py")(
        "other-logins-found-too-early",
        '    participants = {held["requested_by"], *proposal.participants(session)}\n    session.act_for(caller)\n',
        "    session.act_for(caller)\n"
        '    ids = session.value("select ids_of_person(%s, %s)", (principal.tenant_id, principal.sub))\n'
        "    session.act_for(requester)\n"
        '    participants = {held["requested_by"], *proposal.participants(session)}\n'
        "    if participants.intersection(ids):\n"
        "        raise errors.SelfApproval\n"
        "    participants = set()\n"
        "    session.act_for(caller)\n",
        "One person submits a payment and approves its invoice's payment at the same moment.",
        ["approval_races::whoever_submits_a_payment_with_a_login_s_first_write_while_another_one_approves_is_refused"],
    ),
    in_sql("billing/topups.sql")(
        "other-logins-approve-top-ups",
        "r.requested_by = any(ids_of_person(null, p_by))",
        "r.requested_by = p_by",
        "One person asks for a top-up with one login and approves it with another.",
        ["logins_of_one_person::whoever_asked_for_a_top_up_takes_no_part_in_it_with_another_login"],
    ),
    in_sql("billing/invoices.sql")(
        "other-logins-approve-payments",
        "constant text[] := ids_of_person(null, p_by);",
        "constant text[] := array[p_by];",
        "One person submits a payment with one login and approves it with another.",
        ["logins_of_one_person::whoever_submitted_a_payment_takes_no_part_in_its_approval_with_another_login"],
    ),
    in_sql("edge/logins.sql")(
        "login-of-another-tenant-counts",
        "join logins other on other.tenant_id = own.tenant_id and other.owner_id = own.owner_id",
        "join logins other on other.owner_id = own.owner_id",
        "A person of another tenant whose owner id is the same is refused.",
        ["logins_of_one_person::an_owner_of_another_tenant_with_the_same_id_is_another_person"],
    ),
    in_ledger("approvals/decisions.py")(
        "approved-by-reference",
        "case InvoicePayment(payment_id=UUID() as payment_id):",
        "case InvoicePayment(payment_id=UUID() as payment_id) if False:",
        "An approval pays an invoice by another payment than the one that was asked for.",
        ["invoice_payments::another_payment_than_the_approved_one_is_not_approved_with_it"],
    ),
    in_ledger("approvals/proposals.py")(
        "ended-payment-waits",
        " or self.payment_id not in {None, *waiting}:",
        ":",
        "The approval of a payment that was cancelled waits for a second person, who can only be refused.",
        ["invoice_payments::a_payment_that_does_not_wait_is_refused_at_once"],
    ),
]
