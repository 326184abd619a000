"""Query plans of the statements that a handler sends: which rows they read."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import psycopg

from bench.database import Bench
from ledger.storage.sessions import Session


def foreign_scans(bench: Bench, call: Callable[[], object], is_own: Callable[[str], bool]) -> list[str]:
    """Scans in a call's plans that no index limits to the caller's own rows.

    is_own: whether an index condition limits a scan to them.
    """
    sent: list[tuple[str, Any]] = []
    rows = Session.rows

    def recorded(session: Session, statement: str, params: Any = ()) -> Any:
        sent.append((statement, params))
        return rows(session, statement, params)

    Session.rows = recorded  # type: ignore[method-assign,assignment]
    try:
        call()
    finally:
        Session.rows = rows  # type: ignore[method-assign]
    assert sent
    with psycopg.connect(bench.ledger.url_of("purser_read"), autocommit=True) as connection:
        plans = [
            connection.execute(b"explain (format json) " + statement.encode(), params).fetchone()
            for statement, params in sent
        ]
    return [
        _description(node)
        for found in plans
        if found
        for node in _nodes(found[0][0]["Plan"])
        if not _is_fine(node, is_own)
    ]


def _nodes(plan: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from _nodes(below)


def _is_fine(node: Mapping[str, Any], is_own: Callable[[str], bool]) -> bool:
    reads = "Index Name" in node or ("Relation Name" in node and node["Node Type"] != "Bitmap Heap Scan")
    return not reads or is_own(node.get("Index Cond", ""))


def _description(node: Mapping[str, Any]) -> str:
    return f"{node['Node Type']} of {node.get('Relation Name') or node.get('Index Name')}"
