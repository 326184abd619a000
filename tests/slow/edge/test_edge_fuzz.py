"""Random requests to every operation: never a 500, a problem for each refusal, and never a partial effect."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support import kit, live
from tests.support.kit import DEPLOYED, Database, Person
from tests.support.live import Bus

CALLER = Person("agent-1", ("agent", "service", "customer", "root"))
FIELDS = [
    "customer_id",
    "amount",
    "description",
    "allow_overdraft",
    "external_reference",
    "transaction_type",
    "currency",
    "reason",
    "meta",
    "from_owner_id",
    "to_owner_id",
    "username",
    "account_type",
    "credit_limit",
    "status",
    "agent_id",
    "daily",
    "total",
    "rows",
    "opening_balance",
    "stake",
    "odds",
    "cash_out_amount",
    "is_auto",
    "trigger_reason",
    "outcome",
    "payout",
    "method",
    "note",
    "expected_balance",
]
PARAMETERS = [
    "limit",
    "offset",
    "search",
    "status",
    "customer_id",
    "type",
    "date_from",
    "date_to",
    "format",
    "currency",
    "at",
    "period",
    "since",
    "last_event_id",
    "wait",
]
KNOWN_VALUES: list[Any] = [
    *("1.00", 5, "5", "0", -1, 1e400, "USD", "COIN", "KWD", "winner", "p2p_transfer", "debit", "credit", "postup"),
    *("active", "frozen", "bob", "eve", "csv", "json", True, None, "", "\0", "\ud800", "x" * 200, "2026-01-31", [], {}),
    *("won", "void", "zero", "carry", "24h", "1.85"),
]

values = st.one_of(
    st.sampled_from(KNOWN_VALUES),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=8),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
        max_leaves=6,
    ),
)
rows = st.lists(st.dictionaries(st.sampled_from(FIELDS), values, max_size=5), max_size=3)
bodies = st.one_of(
    st.dictionaries(st.sampled_from(FIELDS), values | rows, max_size=8).map(json.dumps),
    values.map(json.dumps),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    st.binary(max_size=20),
)
queries = st.dictionaries(st.sampled_from(PARAMETERS), st.sampled_from(KNOWN_VALUES).map(str), max_size=4).map(
    lambda query: {name: text.encode(errors="replace").decode() for name, text in query.items()}
)
names = st.sampled_from(["bob", "eve", "ann", "x"]) | st.text(
    st.characters(exclude_characters="/", exclude_categories=["Cs"]), min_size=1, max_size=12
)


@pytest.mark.parametrize(
    "route", [route for route in DEPLOYED.routes if route.function != "console"], ids=lambda route: route.key
)
@pytest.mark.usefixtures("fast_clock", "acme_is_the_platform")
def test_no_request_is_a_500_or_has_a_partial_effect(route: Any, database: Database, bus: Bus) -> None:
    ann = kit.new_customer(kit.agent(), balance="5.00")
    caller = replace(CALLER, customer_id=ann)
    bet = live.place(caller, "1.00")
    kit.credit(kit.service(), "bob", "5")

    @settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
    @given(body=bodies, query=queries, owner=names, customer_id=names, key=st.none() | st.text(max_size=5))
    def fuzz(body: str | bytes, query: dict[str, str], owner: str, customer_id: str, key: str | None) -> None:
        path = route.path.replace("{owner_id}", owner).replace("{bet_id}", bet if owner == "ann" else owner)
        path = path.replace("{customer_id}", ann if customer_id == "ann" else customer_id)
        raw = body.replace('"x"', f'"{ann}"') if isinstance(body, str) else body
        answer = caller.call(
            "GET" if route.method == "ANY" else route.method,
            "/nowhere" if path == "$default" else path,
            raw,
            query=query,
            key=key,
        )
        assert answer.status < 500, answer.text
        if answer.status >= 400:
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.json["status"] == answer.status

    fuzz()
    database.assert_consistent()
