"""Mistakes with the floats of agents."""

from tests.mutants.mutant import in_ledger

_float = in_ledger("cashier/agent_floats.py")
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
]
