"""Mistakes in bets, cash-outs, their feed and their figures."""

from tests.mutants.mutant import in_ledger, in_sql

_sql = in_sql("bets/bets.sql")
_bets = in_ledger("bets/bets.py")
_stream = in_ledger("bets/cash_out_stream.py")
_days = in_sql("bets/cash_out_days.sql")
_feed = in_sql("bets/feed.sql")

MUTANTS = [
    _sql(
        "bet-without-lock",
        "x.bet_id = p_bet for no key update;",
        "x.bet_id = p_bet;",
        "A bet ends twice and pays twice.",
        ["bet_endings::only_one_of_two_simultaneous_ends_of_a_bet_succeeds", "cash_out_faults"],
    ),
    _sql(
        "bet-ends-twice",
        "elsif b.status <> 'pending' then",
        "elsif b.status = 'void' then",
        "A settled bet is settled again and pays again.",
        ["bet_endings::a_bet_makes_exactly_the_transitions_of_the_table"],
    ),
    _sql(
        "bet-of-another-tenant",
        "select x.* into b from bets x where x.tenant_id = p_tenant and x.bet_id",
        "select x.* into b from bets x where x.bet_id",
        "A service ends the bets of another tenant.",
        ["bet_endings::a_service_can_end_only_bets_of_its_own_tenant"],
    ),
    _sql(
        "bet-void-pays-nothing",
        "case p_status when 'void' then b.stake when 'lost' then 0",
        "case p_status when 'void' then 0 when 'lost' then 0",
        "The stake of a void bet is not returned.",
        ["bet_endings::settling_a_bet_pays_according_to_its_outcome"],
    ),
    _sql(
        "bet-lost-pays",
        "case p_status when 'void' then b.stake when 'lost' then 0",
        "case p_status when 'void' then b.stake when 'lost' then b.stake",
        "A lost bet returns the stake.",
        ["bet_endings::settling_a_bet_pays_according_to_its_outcome"],
    ),
    _sql(
        "bet-wallet-without-lock",
        "    for no key update of w;\n",
        "    ;\n",
        "A simultaneous settlement sees only a part of what the end of a bet changes.",
        [
            "settlements::a_cash_out_at_zero_that_commits_late_is_counted_in_exactly_one_settlement",
            "bet_endings::a_bet_that_ends_without_a_payout_returns_the_balance_after_concurrent_transactions",
        ],
    ),
    _sql(
        "bet-amount-not-checked",
        "    if v_amount is null then\n",
        "    if false then\n",
        "A payout that the currency cannot represent ends the bet but pays nothing.",
        ["bet_endings::a_payout_with_more_decimals_than_the_currency_has_leaves_the_bet_pending"],
    ),
    _bets(
        "bet-seen-by-any-agent",
        'if row["agent_id"] != principal.sub:',
        'if row["agent_id"] == "":',
        "An agent sees the bets of other agents' customers.",
        ["bets::a_bet_is_seen_by_its_customer_their_agent_and_a_service_only"],
    ),
    _bets(
        "bet-of-an-id-in-upper-case",
        "if str(customer_id) != principal.owner_id:",
        "if customer_id.int < 0:",
        "A token whose customer id is spelled differently acts for a separate wallet.",
        ["bets::a_bet_of_a_person_who_is_not_a_customer_of_the_tenant_is_refused"],
    ),
    _bets(
        "bet-payment-not-recorded",
        '    session.send("select record_bet_payment(%s, %s, %s)", (session.tenant_id, row["bet_id"], '
        "posted.transaction_id))\n",
        "",
        "A bet does not name the transaction that paid it.",
        ["bet_endings", "reconciliation"],
    ),
    _bets(
        "bet-loss-as-profit",
        'None if returned is None else returned - row["stake"]',
        'None if returned is None else row["stake"] - returned',
        "A customer's profit is shown as a loss.",
        ["bet_endings::settling_a_bet_pays_according_to_its_outcome", "bet_endings"],
    ),
    in_ledger("bets/cash_outs.py")(
        "cash-out-of-zero-without-event",
        "    if amount.minor == 0:\n",
        "    if amount.minor < 0:\n",
        "A cash-out of zero is missing from the agent's stream.",
        ["cash_outs::a_cash_out_credits_the_customer_and_publishes_an_event", "stream", "feed", "activity"],
    ),
    in_ledger("bets/cash_outs.py")(
        "cash-out-triggered-by-hand",
        "is_auto=True, trigger_reason=triggered.trigger_reason",
        "is_auto=False, trigger_reason=triggered.trigger_reason",
        "A triggered cash-out is not marked as automatic.",
        ["consumers::a_triggered_cash_out_is_automatic"],
    ),
    _stream(
        "stream-repeats-the-last",
        "and f.sequence > %s\n",
        "and f.sequence >= %s\n",
        "A resumed stream repeats its last frame.",
        ["stream::a_request_resumes_after_its_last_id"],
    ),
    _stream(
        "stream-of-another-agent",
        "where f.tenant_id = %s and f.agent_id = %s and f.sequence",
        "where f.tenant_id = %s and f.agent_id <> %s and f.sequence",
        "An agent's stream contains the cash-outs of other agents.",
        ["stream::a_frame_has_the_number_and_the_data_of_its_activity_item"],
    ),
    _stream(
        "stream-ahead-waits",
        "if last is None or last > head:",
        "if last is None:",
        "A client that resumes after a number from before a restore receives nothing.",
        ["stream::a_last_id_ahead_of_the_feed_restarts_at_the_current_id"],
    ),
    _stream(
        "stream-wait-from-the-retry",
        "until=began + query.wait",
        "until=clock() + query.wait",
        "A retry waits for the full time again.",
        ["stream::a_lost_connection_does_not_change_the_length_of_a_wait"],
    ),
    _days(
        "day-not-subtracted",
        "if tg_op <> 'INSERT' and old.status = 'cashed_out' then",
        "if tg_op = 'DELETE' and old.status = 'cashed_out' then",
        "A changed cash-out is counted twice.",
        ["cash_out_days::a_changed_or_deleted_bet_changes_the_figures_of_its_day"],
    ),
    _days(
        "day-of-another-customer",
        "on conflict (tenant_id, agent_id, user_id) do update\n    set (days, cash_outs, amounts, stakes) = (",
        "on conflict (tenant_id, agent_id, user_id) do update\n    set (days, cash_outs, stakes, amounts) = (",
        "The amounts and the stakes of a customer are swapped.",
        ["cash_out_days"],
    ),
    _days(
        "day-automatic-not-counted",
        "p_times * b.is_auto_cash_out::integer,",
        "0 * b.is_auto_cash_out::integer,",
        "Automatic cash-outs are not counted.",
        ["cash_out_days::daily_figures_equal_the_bets_after_cash_outs_of_every_kind", "summary"],
    ),
    _feed(
        "feed-not-locked",
        "    order by h.agent_id\n    for update;",
        "    order by h.agent_id;",
        "Two consumers compute the same feed number, and then deadlock or fail.",
        ["lost_commits::a_consumer_that_waits_for_the_number_of_another_one_takes_the_next"],
    ),
    _feed(
        "feed-bet-twice",
        "where not exists (select from feed f where f.tenant_id = p_tenant and f.bet_id = e.bet_id)",
        "where true",
        "A cash-out with two events appears twice in the feed, or the second event fails.",
        ["lost_commits::two_events_of_one_cash_out_result_in_one_frame"],
    ),
    _feed(
        "feed-of-the-named-agent",
        "and b.bet_id = x.bet_id and b.agent_id = x.agent_id",
        "and b.bet_id = x.bet_id",
        "An event puts another agent's cash-out into an agent's feed.",
        ["feed::a_feed_contains_only_cash_outs_of_the_agent_s_own_customers"],
    ),
    _feed(
        "feed-of-pending-bets",
        "            and b.status = 'cashed_out'\n",
        "",
        "An event puts a pending bet into the feed.",
        ["feed::a_feed_contains_only_cash_outs_of_the_agent_s_own_customers", "stream"],
    ),
    _feed(
        "stream-waits-not-locked",
        "    perform pg_advisory_xact_lock(hashtextextended('stream waits of ' || p_tenant, 0));\n",
        "",
        "Simultaneous requests of an agent wait, however many there are.",
        ["stream_waits::simultaneous_requests_do_not_exceed_the_limit"],
    ),
    _feed(
        "stream-waits-for-ever",
        "    delete from stream_waits where tenant_id = p_tenant and expires_at <= clock_timestamp();\n",
        "",
        "Killed functions disconnect an agent for ever.",
        ["stream_waits::the_wait_of_a_killed_function_is_counted_until_it_expires"],
    ),
    _feed(
        "feed-inbox-in-any-order",
        "        order by e.event_id\n",
        "",
        "Consumers of the same events deadlock.",
        ["lost_commits::a_consumer_that_waits_for_an_event_has_not_taken_any_event_that_sorts_after_it"],
    ),
]
