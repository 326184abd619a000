"""Mistakes in the events of holds."""

from tests.mutants.mutant import in_ledger, in_sql

_events = in_sql("messaging/holds.sql")
_holds = in_sql("holds/holds.sql")
_checkpoints = in_sql("posting/checkpoints.sql")

_EACH = "hold_events::each_change_is_an_event_with_the_hold_as_it_left_it"
_PARTS = "hold_events::changes_are_read_in_parts_and_those_of_one_database_transaction_together"
_DUMP = "hold_events::changes_of_holds_in_a_dump_are_below_every_later_change"

MUTANTS = [
    _holds(
        "capture-event-has-one-capture",
        "p_amount, h.captured);",
        "p_amount, p_amount);",
        "The event of a second capture has what that one captured as what was captured in all.",
        [_EACH],
    ),
    _holds(
        "release-without-event",
        ", ended_xid = stored_xid()",
        "",
        "Nobody learns that a hold was released.",
        [_EACH],
    ),
    in_sql("holds/expiry.sql")(
        "expiry-without-event",
        ", ended_xid = v_xid",
        "",
        "Nobody learns that a hold has expired.",
        ["hold_events::an_expiry_is_an_event_once_it_is_recorded"],
    ),
    in_sql("holds/once.sql")(
        "hold-of-no-epoch",
        "xid_base() + pg_current_xact_id()::text::bigint);",
        "pg_current_xact_id()::text::bigint);",
        "After a restore no new hold has an event.",
        [_DUMP],
    ),
    _events(
        "hold-events-last-xid-twice",
        "x.xid >= r.next_xid and x.xid < v_until",
        "x.xid >= r.next_xid and x.xid <= v_until",
        "The first hold of each look is published twice.",
        [_PARTS],
    ),
    _events(
        "hold-events-cut-within-one",
        "v_until := greatest(v_too_many, r.next_xid + 1);",
        "v_until := v_too_many;",
        "A database transaction with more changes than a look stops every later event.",
        [_PARTS],
    ),
    _events(
        "hold-events-never-more",
        "'has_more', v_until < v_end);",
        "'has_more', false);",
        "After an outage a relay reads a part of the changes in each minute.",
        [_PARTS],
    ),
    _events(
        "hold-events-read-by-two",
        " for update skip locked;",
        ";",
        "Two relays publish the same change.",
        ["hold_events::of_two_relays_that_read_at_once_one_has_the_events"],
    ),
    _events(
        "hold-events-of-who-has-them-off",
        "where c.tenant_id <> all (array(select s.tenant_id from event_settings s where not s.holds))",
        "where true",
        "A tenant pays for events that it has turned off.",
        ["hold_events::a_tenant_that_has_the_events_of_its_holds_off_has_none"],
    ),
    _events(
        "each-capture-ends-the-hold",
        "x.status = 'captured' and x.captured = k.captured_after as ends",
        "x.status = 'captured' as ends",
        "Each capture of a hold that was captured is published as its end.",
        [_EACH],
    ),
    _events(
        "capture-before-a-release-ends-the-hold",
        "x.status = 'captured' and x.captured = k.captured_after as ends",
        "x.captured = k.captured_after as ends",
        "The last capture of a hold that was released later is published as its end.",
        [_EACH],
    ),
    _events(
        "damaged-hold-stops-the-relay",
        " and x.status in ('released', 'expired')",
        "",
        "One hold whose end is damaged stops the events of all tenants.",
        ["hold_events::a_damaged_end_of_a_hold_stops_no_event"],
    ),
    _events(
        "expiry-as-old-as-its-hold",
        "select nullif(h.ended_at, h.expires_at) from holds h",
        "select h.ended_at from holds h",
        "Where expiries are recorded twice a day, each record sets off the alarm of the outbox.",
        ["hold_events::the_record_of_an_expiry_has_no_age"],
    ),
    in_ledger("messaging/relay.py")(
        "hold-changes-not-counted",
        ", holds.age(budget)]",
        "]",
        "Events of holds are missing for hours, and no alarm says so.",
        ["hold_events::changes_that_nobody_reads_count_as_waiting"],
    ),
    in_ledger("messaging/outbox.py")(
        "event-rebuilt-by-jsonb",
        "select emit(%s, %s::json)",
        "select emit(%s, %s::jsonb)",
        "The meta of an event has other numbers than that of its request, and may be forty times as long.",
        ["hold_events::the_event_has_what_the_hold_has"],
    ),
    in_sql("erasure/people.sql")(
        "erasure-without-captures-for-the-person",
        "        union\n        select k.hold_id from unnest(transactions_of(p_tenant, p_owner)) t (id)\n"
        "        join hold_captures k on k.tenant_id = p_tenant and k.transaction_id = t.id\n",
        "",
        "The texts of a hold that was captured for an erased person stay, and are published.",
        ["marked_person::no_row_has_a_text_about_an_erased_person"],
    ),
    in_ledger("messaging/holds.py")(
        "hold-event-after-its-look",
        "return sessions.write(lambda session: _read(session, changes), RELAY, budget)",
        "return sessions.read(lambda session: _read(session, changes), RELAY, budget)",
        "A relay that ends between the look and the event loses the event.",
        ["hold_events::a_look_that_fails_before_its_commit_loses_and_doubles_no_event"],
    ),
    in_ledger("messaging/relay.py")(
        "relay-ends-before-the-holds",
        "not more_holds and ",
        "",
        "Many changes of a tenant that has their events off delay those of the others.",
        ["hold_events::what_a_tenant_without_events_changes_does_not_delay_the_others"],
    ),
    _checkpoints(
        "epoch-below-new-holds",
        "(select max(h.xid) from holds h), ",
        "",
        "After a restore a hold that had no event has it when the cluster's ids have caught up.",
        [_DUMP],
    ),
    _checkpoints(
        "epoch-below-ended-holds",
        "(select max(h.ended_xid) from holds h),",
        "",
        "After a restore a release that had no event has it when the cluster's ids have caught up.",
        [_DUMP],
    ),
    _checkpoints(
        "epoch-below-captures",
        "(select max(k.xid) from hold_captures k), ",
        "",
        "After a restore a capture that had no event has it when the cluster's ids have caught up.",
        [_DUMP],
    ),
    in_sql("erasure/erase_person.sql")(
        "erasure-beside-a-look-at-holds",
        "    perform lock_reader('holds');\n",
        "",
        "An event that is made of texts while they are erased keeps them.",
        ["erasure_races::an_erasure_waits_for_events_of_holds_that_are_made_of_texts_it_erases"],
    ),
]
