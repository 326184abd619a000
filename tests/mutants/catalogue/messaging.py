"""Mistakes in the outbox, the relay and the mails."""

from tests.mutants.mutant import in_ledger, in_sql

_outbox = in_sql("messaging/outbox.sql")
_python = in_ledger("messaging/outbox.py")
_mail_sql = in_sql("billing/mail.sql")
_mail = in_ledger("billing/mail.py")
_LATER = "case when e.relay then interval '0' else interval '10 s' end"

MUTANTS = [
    _outbox(
        "outbox-writer-owns-nothing",
        _LATER,
        "interval '0'",
        "The relay publishes an event while the invocation that emitted it is publishing it.",
        ["outbox_rows::an_event_that_is_published_at_commit_is_not_due_for_ten_seconds"],
    ),
    _outbox(
        "outbox-published-in-every-tenant",
        "where tenant_id = p_tenant and event_id = any (p_events)",
        "where event_id = any (p_events)",
        "An event of another tenant with the same id is marked as published and never sent.",
        ["outbox_rows::the_same_event_id_in_two_tenants_is_two_rows"],
    ),
    _outbox(
        "outbox-leased-not-due",
        "where o.due_at <= statement_timestamp()",
        "where o.due_at <= statement_timestamp() + interval '1 day'",
        "A relay publishes rows that are leased to another relay.",
        ["outbox::for_ten_seconds_only_the_invocation_that_emitted_an_event_may_publish_it"],
    ),
    _outbox(
        "outbox-lease-without-end",
        "make_interval(secs => p_seconds), attempts",
        "make_interval(secs => 100 * p_seconds), attempts",
        "Rows that a killed relay had leased are published an hour late.",
        ["outbox::the_rows_of_a_killed_relay_pass_to_the_next_relay_when_the_lease_ends"],
    ),
    _outbox(
        "outbox-attempts-not-counted",
        "attempts = o.attempts + 1",
        "attempts = o.attempts",
        "A refused event is sent again every second.",
        ["outbox::a_refused_event_stays_in_the_outbox_with_its_reason_and_the_rest_is_published"],
    ),
    _outbox(
        "outbox-delay-without-bound",
        "least(power(2, least(attempts, 10)), 900)",
        "power(2, least(attempts, 10))",
        "A refused event waits more than 15 minutes for its next attempt.",
        ["outbox::a_refused_row_is_retried_with_growing_delays_of_at_most_fifteen_minutes"],
    ),
    _outbox(
        "outbox-failure-of-another-tenant",
        "where tenant_id = p_tenant and event_id = p_event",
        "where event_id = p_event",
        "A refused event delays another tenant's event with the same id.",
        ["outbox_rows", "sql_lint"],
    ),
    _outbox(
        "outbox-failure-of-another-lease",
        " and attempts = p_attempts\n",
        "\n",
        "A late relay ends the lease of another one, and a third publishes the event again.",
        ["outbox::a_relay_whose_lease_has_ended_does_not_end_the_lease_of_the_next_one"],
    ),
    _outbox(
        "outbox-forgotten-too-early",
        "interval '7 days'",
        "interval '7 hours'",
        "If the bus is lost, events that it had accepted cannot be sent again.",
        ["outbox::a_published_event_is_deleted_after_seven_days", "forget_published"],
    ),
    _outbox(
        "outbox-age-of-the-newest",
        "min(o.created_at)",
        "max(o.created_at)",
        "The alarm misses an event that waits while newer events arrive.",
        ["outbox_backlog::the_backlog_is_counted_up_to_a_limit_with_the_age_of_the_oldest_of_these"],
    ),
    _python(
        "outbox-refused-as-accepted",
        "for row, error in zip(rows, refused, strict=True) if error is None]",
        "for row, error in zip(rows, refused, strict=True) if error != row]",
        "An event that the bus refused is never sent again.",
        ["outbox", "cash_outs"],
    ),
    _python(
        "outbox-relay-refused-as-accepted",
        '        if error is None:\n            accepted.setdefault(row["tenant_id"], [])',
        '        if error is None or error:\n            accepted.setdefault(row["tenant_id"], [])',
        "The relay deletes an event that the bus refused.",
        ["outbox::a_refused_event_stays_in_the_outbox_with_its_reason_and_the_rest_is_published"],
    ),
    _python(
        "outbox-eleven-entries",
        "MAX_ENTRIES: Final = 10",
        "MAX_ENTRIES: Final = 11",
        "EventBridge refuses the relay's calls.",
        ["outbox::the_relay_publishes_the_oldest_events_first_with_at_most_ten_in_a_call"],
    ),
    _python(
        "outbox-large-calls",
        "or size + entry_size > MAX_BATCH_BYTES):",
        "or size > MAX_BATCH_BYTES):",
        "A call to the bus is larger than the limit of EventBridge.",
        ["outbox::a_call_stays_below_256_kilobytes"],
    ),
    _python(
        "outbox-timeout-as-long-as-the-lease",
        "lease_s / 10)",
        "lease_s)",
        "While a relay waits for the bus, another relay leases its rows.",
        ["outbox_rows::a_call_to_the_bus_ends_long_before_the_lease_of_its_rows"],
    ),
    _python(
        "outbox-publish-raises",
        "    except Exception as failure:  # noqa: BLE001\n",
        "    except KeyError as failure:\n",
        "If the bus is down, a committed cash-out is answered with an error.",
        [
            "cash_outs::a_cash_out_succeeds_even_if_the_database_is_lost_after_the_commit",
            "cash_outs::a_cash_out_succeeds_even_if_its_event_cannot_be_published",
        ],
    ),
    _python(
        "outbox-relay-without-time",
        "            if budget.remaining() <= reserve_s:  # the remaining",
        "            if budget.remaining() <= -1_000_000:  # the remaining",
        "The relay is killed in the middle of a call.",
        ["outbox::a_relay_stops_when_its_time_is_up"],
    ),
    _mail_sql(
        "mail-reserved-twice",
        "elsif v.holder <> p_holder and v.held_until > clock_timestamp() then",
        "elsif v.holder <> p_holder and v.held_until < clock_timestamp() then",
        "Two deliveries send the same mail.",
        ["billing_mail_faults::a_second_delivery_during_the_first_is_retried"],
    ),
    _mail_sql(
        "mail-sent-again",
        "if v.outcome is not null then",
        "if v.outcome = 'failed' then",
        "A second delivery sends the mail again.",
        ["billing_mail_faults::an_event_delivered_three_times_in_any_order_is_mailed_once"],
    ),
    _mail_sql(
        "mail-released-by-anybody",
        "and holder = p_holder and outcome is null",
        "and outcome is null",
        "A holder whose reservation has ended releases another holder's mail, and the mail is sent twice.",
        ["mail_reservations::a_holder_whose_reservation_has_expired_cannot_release_the_mail"],
    ),
    _mail_sql(
        "mail-ended-twice",
        "and event_id = p_event and outcome is null\n        returning",
        "and event_id = p_event\n        returning",
        "The outcome of a mail is overwritten.",
        ["mail_reservations::a_closed_mail_keeps_its_outcome"],
    ),
    _mail_sql(
        "mail-of-another-tenant",
        "from mails where tenant_id = p_tenant and event_id",
        "from mails where event_id",
        "The mail of another tenant's event with the same id is treated as the mail of this event.",
        ["billing_mail::the_same_event_id_of_another_tenant_is_another_event"],
    ),
    _mail(
        "mail-not-released",
        "        sessions.write(lambda session: _release(session, event, holder), origin, budget)\n",
        "",
        "A mail that failed cannot be retried before its reservation ends.",
        ["billing_mail_faults::a_mail_that_cannot_be_sent_is_retried_from_its_queue_and_sent_once"],
    ),
    _mail(
        "mail-short-reservation",
        "_RESERVATION_S: Final = 30.0",
        "_RESERVATION_S: Final = 10.0",
        "A mail is sent twice while its function is still running.",
        ["billing_mail_faults::a_mail_is_reserved_for_longer_than_the_function_s_timeout"],
    ),
    _mail(
        "mail-one-holder",
        "holder = new_id()",
        "holder = event.event_id",
        "Two deliveries count as one holder, and both send the mail.",
        ["billing_mail_faults::a_second_delivery_during_the_first_is_retried"],
    ),
    _mail(
        "mail-begun-without-time",
        "if budget.remaining() < ses.MAX_SEND_S:",
        "if budget.remaining() < 0:",
        "The function ends before it records that the mail was sent, and the mail is sent again.",
        ["billing_mail_faults::no_mail_is_sent_if_too_little_time_is_left"],
    ),
    in_ledger("billing/ses.py")(
        "mail-permanent-error-retried",
        'frozenset({"MessageRejected", "BadRequestException"})',
        'frozenset({"BadRequestException"})',
        "A mail that is refused permanently becomes a dead letter.",
        ["billing_mail_faults::a_mail_that_the_service_refuses_permanently_is_marked_failed_and_not_retried"],
    ),
]
