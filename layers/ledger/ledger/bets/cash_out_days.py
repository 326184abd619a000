"""The bounds of a period of cash-outs, and the SQL of its whole and its partial days.

The totals of whole UTC days are read from the table that SQL updates with each cash-out
(sql/functions/bets/cash_out_days.sql). The days at the ends of a period that it covers only in part are read from the
bets.
"""

from datetime import UTC, datetime, time, timedelta
from typing import Final

_LAST_DAY: Final = datetime.max.replace(tzinfo=UTC) - timedelta(days=1)

# The bets of the days that a period covers only in part (see period_bounds): two ranges of the covering index.
PARTIAL_DAYS: Final = """
    select user_id, currency, stake, cash_out_amount, is_auto_cash_out, settled_at
    from bets
    where tenant_id = %(tenant)s and (%(agent)s::text is null or agent_id = %(agent)s) and status = 'cashed_out'
        and settled_at >= %(begins)s and settled_at < %(first)s
    union all
    select user_id, currency, stake, cash_out_amount, is_auto_cash_out, settled_at
    from bets
    where tenant_id = %(tenant)s and (%(agent)s::text is null or agent_id = %(agent)s) and status = 'cashed_out'
        and settled_at >= %(last)s and settled_at < %(ends)s
"""
WHOLE_DAYS: Final = """
    (%(agent)s::text is null or agent_id = %(agent)s) and cash_outs > 0
        and day >= (%(first)s::timestamptz at time zone 'UTC')::date
        and day < (%(last)s::timestamptz at time zone 'UTC')::date
"""


def period_bounds(begins: datetime | None, ends: datetime | None) -> dict[str, str]:
    """The bounds of a period and of the whole UTC days in it: `begins` and `first` are inclusive, `last` and `ends`
    exclusive. If the period has no whole day, `first` and `last` equal `ends`.
    """
    first, last = begins, ends
    if begins is not None and begins != _midnight(begins):
        first = _midnight(min(begins, _LAST_DAY) + timedelta(days=1))
    if ends is not None:
        last = _midnight(ends)
    if first is not None and last is not None and first >= last:
        first = last = ends
    return {
        "begins": _bound(begins, "-infinity"),
        "first": _bound(first, "-infinity"),
        "last": _bound(last, "infinity"),
        "ends": _bound(ends, "infinity"),
    }


def _midnight(moment: datetime) -> datetime:
    return datetime.combine(moment.date(), time(), UTC)


def _bound(moment: datetime | None, none: str) -> str:
    return none if moment is None else moment.isoformat()
