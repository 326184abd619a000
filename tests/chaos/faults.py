"""Deliberate faults: mistakes that the checker must find. Each is written into a copy of the repository."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.chaos.anomaly import Kind
from tests.support.kit import ROOT

_LEDGER = Path("layers/ledger/ledger")
_LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", ".aws-sam", ".chaos", ".*_cache", ".hypothesis", "__pycache__", "node_modules", "dist"
)


@dataclass(frozen=True)
class Edit:
    """A change of one file of the ledger package.

    path: relative to the package. old: the text to replace, which must occur exactly once in the file.
    """

    path: str
    old: str
    new: str

    def apply(self, tree: Path) -> str:
        """Return the text of the file with the mistake. Raises AssertionError unless `old` occurs exactly once."""
        text = (tree / _LEDGER / self.path).read_text(encoding="utf-8")
        assert text.count(self.old) == 1, f"{self.path} has {text.count(self.old)} times: {self.old}"
        return text.replace(self.old, self.new)


@dataclass(frozen=True)
class DeliberateFault:
    """A mistake, and the load under which the checker must find it.

    edits: the changes that make the mistake.
    workload, kinds: the activities and the kinds of faults that show the mistake soon.
    finds: the checker must find an anomaly of at least one of these kinds.
    """

    name: str
    edits: Sequence[Edit]
    workload: str
    kinds: Sequence[str]
    finds: frozenset[Kind]


_IN_SEVERAL_STATEMENTS = Edit("edge/idempotency.py", "if plan else None", "if False else None")
"""Without it, the operations of a cashier do not execute what the fault changes."""

FAULTS = (
    DeliberateFault(
        "a floor that is read before the lock",
        (
            Edit(
                "sql/functions/posting/post.sql", "    v_minor bigint;\n", "    v_minor bigint;\n    v_seen bigint;\n"
            ),
            Edit(
                "sql/functions/posting/post.sql",
                "                update wallets w\n                set balance = w.balance + v_minor,",
                """                select x.balance into v_seen from wallets x
                where x.tenant_id = p_tenant and x.owner_kind = e.owner_kind and x.owner_id = e.owner_id
                    and x.currency = e.currency;
                update wallets w
                set balance = w.balance + v_minor,""",
            ),
            Edit(
                "sql/functions/posting/post.sql",
                "permits(w.status, w.balance, w.held,",
                "permits(w.status, v_seen, w.held,",
            ),
            _IN_SEVERAL_STATEMENTS,
        ),
        "empty",
        ("session frozen",),
        frozenset({"below_floor"}),
    ),
    DeliberateFault(
        "an event that is published before its commit",
        (
            Edit(
                "edge/http/__init__.py",
                "            self.postings, self.emitted = session.postings, session.emitted\n",
                """            self.postings, self.emitted = session.postings, session.emitted
            if self.emitted:
                from ledger.messaging import outbox

                outbox.publish(self.emitted, origin, self.budget)
""",
            ),
        ),
        "cash-outs",
        ("cut before COMMIT",),
        frozenset({"event_not_committed"}),
    ),
    DeliberateFault(
        "the events of an attempt that was rolled back",
        (
            Edit(
                "edge/idempotency.py",
                "is_replayed=budget.commits_unknown == 0, is_committed=False)",
                "is_replayed=budget.commits_unknown == 0, is_committed=budget.commits_unknown > 0)",
            ),
        ),
        "cash-outs",
        ("cut before COMMIT",),
        frozenset({"event_not_committed"}),
    ),
    DeliberateFault(
        "a cut-off by the highest id",
        (
            Edit(
                "sql/functions/posting/checkpoints.sql",
                "        select v_epoch.base + pg_snapshot_xmin(pg_current_snapshot())::text::bigint as cut\n",
                "        select greatest(v_epoch.cut, (select max(x.xid) + 1 from entries x)) as cut\n",
            ),
        ),
        "cashier",
        ("session frozen", "function paused in a transaction"),
        frozenset({"not_conserved"}),
    ),
    DeliberateFault(
        "a hold that is captured without its lock",
        (
            Edit(
                "sql/functions/holds/holds.sql",
                " for no key update;\n    v_refusal",
                ";\n    v_refusal",
            ),
        ),
        "holds",
        ("network delayed",),
        frozenset({"not_conserved"}),
    ),
    DeliberateFault(
        "a key that is checked outside of the transaction",
        (
            _IN_SEVERAL_STATEMENTS,
            Edit(
                "edge/idempotency.py",
                """        session.claim("select claim(%s, %s, %s, %s, %s)", (*scope, hashed, origin.owner_id))
        answer = work(session)
        session.act_for(origin)  # the key is the caller's, and so are the triggers that the commit fires
        statement = "select store_answer(%s, %s, %s, %s, %s::smallint, %s)"
        params: tuple[object, ...] = (*scope, hashed, answer.status, answer.body)
        if access and not (session.postings or session.placed_holds):
            statement, params = f"{statement}, {sessions.RECORD}", (*params, *access().parameters)
        session.send(statement, params)
        return answer
""",
                "        return work(session)\n",
            ),
            Edit(
                "edge/idempotency.py",
                "return Outcome(sessions.write(claimed, origin, budget), is_replayed=False, is_committed=True)\n",
                """claim = "select claim(%s, %s, %s, %s)"
        sessions.read(lambda session: session.rows(claim, (*scope, hashed)), origin, budget)
        answer = sessions.write(claimed, origin, budget)
        stored = (*scope, hashed, answer.status, answer.body)
        store = "select store_answer(%s, %s, %s, %s, %s::smallint, %s)"
        try:
            sessions.read(lambda session: session.rows(store, stored), origin, budget)
        except Exception:
            pass
        return Outcome(answer, is_replayed=False, is_committed=True)
""",
            ),
        ),
        "cashier",
        ("cut after COMMIT",),
        frozenset({"duplicated"}),
    ),
    DeliberateFault(
        "the time of a balance from the function's clock",
        (
            Edit(
                "wallets/statements.py",
                '            at=row["balance_at"],\n',
                "            at=at or transaction.clock(),\n",
            ),
            Edit(
                "wallets/statements.py",
                "from ledger.storage.sessions import ",
                "from ledger.posting import transaction\nfrom ledger.storage.sessions import ",
            ),
        ),
        "balances",
        ("clocks stepped",),
        frozenset({"balance_at"}),
    ),
    DeliberateFault(
        "an attempt that is not made again if its result is lost",
        (
            Edit(
                "sql/functions/webhooks/deliveries.sql",
                "set due_at = v_until, leased_until = v_until",
                "set due_at = null, leased_until = v_until",
            ),
        ),
        "webhooks",
        ("sender killed", "recorder killed"),
        frozenset({"event_lost"}),
    ),
    DeliberateFault(
        "a result that counts as often as the queue delivers it",
        (
            Edit(
                "sql/functions/webhooks/deliveries.sql",
                "or p_number = x.attempts and x.leased_until is not null)",
                "or p_number = x.attempts)",
            ),
        ),
        "webhooks",
        ("messages repeated, out of order",),
        frozenset({"recounted"}),
    ),
)


def copy_tree(to: Path, fault: DeliberateFault | None = None) -> None:
    """Copy the repository, and write `fault` into the copy. Raises AssertionError if an edit does not fit the code."""
    shutil.copytree(ROOT, to, ignore=_LEFT_OUT, symlinks=True)
    for edit in fault.edits if fault else ():
        (to / _LEDGER / edit.path).write_text(edit.apply(to), encoding="utf-8")
