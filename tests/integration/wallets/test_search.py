"""GET /api/v1/transactions: the search for transactions."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from importlib import resources
from itertools import combinations
from typing import Any

import pytest

from ledger.wallets import search_indexes
from tests.support import batches, holds, kit
from tests.support.kit import Answer, Database, Person, assert_problem

Query = dict[str, object]


def ask(reader: Person, **query: object) -> Answer:
    return reader.get("/api/v1/transactions", query)


def pages(reader: Person, query: Query, between: Callable[[], object] = lambda: None) -> Iterator[Any]:
    """between: what happens after each page that has a next one."""
    cursor: Query = {}
    while True:
        answer = ask(reader, **query | cursor)
        assert answer.status == 200, answer.text
        yield answer.json
        if answer.json["next_cursor"] is None:
            return
        cursor = {"cursor": answer.json["next_cursor"]}
        between()


def ids(found: Iterator[Any]) -> list[str]:
    return [one["transaction_id"] for page in found for one in page["items"]]


def pay(service: Person, owner: str, account: str, *, currency: str = "USD", **more: object) -> str:
    """Pay 1.00 to a person from an account. Returns the id of the transaction."""
    entries = [
        {"owner_id": owner, "currency": currency, "amount": "1.00"},
        {"account": account, "currency": currency, "amount": "-1.00"},
    ]
    answer = service.post("/api/v1/transactions", {"entries": entries, "reason": "order_paid"} | more)
    assert answer.status == 201, answer.text
    return str(answer.json["transaction_id"])


def make(service: Person) -> None:
    """Transactions of several owners, accounts, currencies, reasons, kinds and references."""
    for number in range(2):
        kit.credit(service, "ann", "50.00", "USD")
        pay(service, "ann", "house:fees", reason="bonus", external_reference=f"order-{number}", meta={"order": number})
        pay(service, "ann", "bank:eu", currency="EUR", external_reference="import-1", meta={"shop": "eu", "order": 1})
        pay(service, "bob", "house:fees", reason="rent", external_reference="import-1", meta={"shop": "eu"})
        held = holds.hold(service, "ann", "1.00", to={"owner_id": "bob"}, reason="rent")
        holds.capture(service, held)


FILTERS: list[Query] = [
    {"owner_id": "ann"},
    {"owner_id": "nobody"},
    {"account": "house:fees"},
    {"account": "treasury"},
    {"reason": "rent"},
    {"reason": "manual_adjust"},
    {"kind": "custom"},
    {"kind": "hold_capture"},
    {"kind": "manual_adjust"},
    {"external_reference": "import-1"},
    {"meta[shop]": "eu"},
    {"meta[order]": "1"},
]


def matches(one: Any, name: str, value: object) -> bool:
    if name in {"owner_id", "account"}:
        return value in {entry[name] for entry in one["entries"]}
    if name == "created_from":
        return bool(one["created_at"] >= value)
    if name == "created_to":
        return bool(one["created_at"] < value)
    if name.startswith("meta["):
        return str((one["meta"] or {}).get(name[5:-1])) == value
    return bool(one[name] == value)


def test_each_filter_and_each_pair_of_them_finds_what_matches_in_the_order_of_the_list(
    service: Person, database: Database
) -> None:
    make(service)
    make(kit.service("globex"))
    everything = ask(service, limit=100).json["items"]
    middle = sorted(one["created_at"] for one in everything)[len(everything) // 2]
    times: list[Query] = [{"created_from": middle}, {"created_to": middle}]
    assert {one["transaction_id"] for one in everything} == {
        str(row["transaction_id"])
        for row in database.rows("select transaction_id from transactions where tenant_id = 'acme'")
    }

    for one, other in combinations([{}, *FILTERS, *times], 2):
        query = one | other
        by_time = "external_reference" not in query and (
            "owner_id" in query or ("account" in query and query.keys() <= {"account", "created_from", "created_to"})
        )
        expected = sorted(
            (item for item in everything if all(matches(item, *pair) for pair in query.items())),
            key=lambda item: (item["created_at"] if by_time else "", item["transaction_id"]),
            reverse=True,
        )

        assert ids(pages(service, query | {"limit": 2})) == [item["transaction_id"] for item in expected], query


def test_a_found_transaction_is_shown_as_alone(service: Person, database: Database) -> None:
    make(service)

    for one in ask(service).json["items"]:
        assert service.get(f"/api/v1/transactions/{one['transaction_id']}").json == one


@pytest.mark.parametrize("query", [{}, *FILTERS[::2]], ids=str)
def test_no_page_skips_or_repeats_a_transaction_whatever_is_posted_meanwhile(
    service: Person, database: Database, query: Query
) -> None:
    make(service)
    before = ids(pages(service, query | {"limit": 100}))

    assert ids(pages(service, query | {"limit": 2}, lambda: make(service))) == before


@pytest.mark.parametrize("by_id", [True, False])
def test_a_page_looks_at_a_limited_number_of_transactions_and_says_where_it_ended(
    service: Person, database: Database, monkeypatch: pytest.MonkeyPatch, by_id: bool
) -> None:
    monkeypatch.setattr(search_indexes, "MAX_READ", 4)
    searched: Query = {"account": "bank:us", "limit": 1} | ({"reason": "bonus"} if by_id else {"owner_id": "ann"})
    wanted = pay(service, "ann", "bank:us", reason="bonus")
    for _ in range(4):
        pay(service, "bob", "bank:us")
    for _ in range(8):
        pay(service, "ann", "bank:eu", reason="bonus")
    listed = ask(service, reason="bonus").json["items"] if by_id else ask(service, owner_id="ann").json["items"]

    found = list(pages(service, searched))

    assert [page["searched_until"] for page in found] == [listed[3]["created_at"], listed[7]["created_at"], None]
    assert ids(iter(found)) == [wanted]


@pytest.mark.parametrize(
    "query", [{"account": "bank:us", "reason": "bonus"}, {"meta[shop]": "us", "owner_id": "ann"}], ids=str
)
def test_a_page_reads_to_its_end_what_few_transactions_match(
    service: Person, database: Database, monkeypatch: pytest.MonkeyPatch, query: Query
) -> None:
    monkeypatch.setattr(search_indexes, "MAX_READ", 4)
    wanted = pay(service, "ann", "bank:us", reason="bonus", meta={"shop": "us"})
    for _ in range(8):
        pay(service, "ann", "bank:eu", reason="bonus", meta={"shop": "eu"})

    (page,) = pages(service, query | {"limit": 1})

    assert ids(iter([page])) == [wanted]


def test_each_page_of_a_search_is_in_the_order_of_the_first(
    service: Person, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_indexes, "MAX_READ", 4)
    pay(service, "ann", "bank:eu")
    with database.admin() as admin:  # of the next two transactions the older one by its id has the later time
        admin.execute("update wallets set posted_at = posted_at + interval '50 s' where owner_id = 'ann'")
    late = pay(service, "ann", "bank:us")
    bob = pay(service, "bob", "bank:us")
    for _ in range(3):
        pay(service, "bob", "bank:eu")

    # After the first page, few transactions with the reason are left by their ids too.
    assert ids(pages(service, {"account": "bank:us", "reason": "order_paid", "limit": 1})) == [late, bob]


def test_a_transaction_is_found_by_a_text_number_or_boolean_of_its_meta(service: Person, database: Database) -> None:
    meta = {
        "note": " ü\n%",
        "rate": 0.5,
        "count": 1e3,
        "is_gift": True,
        "": "nameless",
        "of": {"shop": "eu"},
        "no": None,
    }
    paid = [pay(service, "ann", "house", meta=meta)]
    for _, body in batches.independent(service, *(batches.credit(key, "ann", meta=meta) for key in ("a", "b"))):
        paid.append(body["transaction_id"])
    paid.append(holds.capture(service, holds.hold(service, "ann", "1.00", meta=meta)).json["transaction_id"])
    held = holds.hold(service, "ann", "1.00", meta=meta)
    ((_, captured),) = batches.independent(service, batches.capture("c", held))
    paid.append(captured["transaction_id"])
    pay(service, "ann", "house", meta={"note": "ü\n%", "rate": "0.50", "is_gift": 1, "shop": "eu"})

    for name, text in {"note": " ü\n%", "rate": "0.5", "count": "1000.0", "is_gift": "true", "": "nameless"}.items():
        assert sorted(ids(pages(service, {f"meta[{name}]": text}))) == sorted(paid), name
    for name, text in {"of": '{"shop":"eu"}', "no": "null", "note": "ü"}.items():
        assert ids(pages(service, {f"meta[{name}]": text})) == []
    assert ids(pages(kit.service("globex"), {"meta[rate]": "0.5"})) == []


def test_a_transaction_is_not_found_by_a_member_that_only_has_the_hash_of_its_own(
    service: Person, database: Database
) -> None:
    pay(service, "ann", "house", meta={"a": "b\nc"})

    assert database.value("select meta_member('a', E'b\\nc') = meta_member(E'a\\nb', 'c')") is True
    assert ids(pages(service, {"meta[a\nb]": "c"})) == []
    both = pay(service, "ann", "house", meta={"a": "b\nc", "a\nb": "c"})
    assert ids(pages(service, {"meta[a\nb]": "c"})) == [both]


def test_the_migration_lets_the_transactions_of_before_be_found_by_their_meta(
    service: Person, database: Database
) -> None:
    make(service)
    pay(service, "ann", "house", meta={"note": "a\n%", "rate": 0.5, "is_gift": True, "of": {"shop": "eu"}, "no": None})
    pay(service, "ann", "house", meta={"a": "b\nc", "a\nb": "c"})
    migration = resources.files("ledger") / "sql" / "migrations" / "0036_search_of_meta.sql"
    with database.admin() as admin, admin.transaction(force_rollback=True):
        members = "select tenant_id, member, transaction_id from transaction_meta order by 1, 2, 3"
        posted = admin.execute(members).fetchall()
        admin.execute("drop table transaction_meta")
        admin.execute(migration.read_bytes())

        assert admin.execute(members).fetchall() == posted


def test_a_member_of_meta_is_named_as_meta_and_its_name(service: Person, database: Database) -> None:
    for query, pointers in {
        "meta=eu": ["meta"],
        "meta[shop]=eu&meta[shop]=us": ["meta[shop]"],
        "meta=eu&meta[shop]=eu": ["meta"],
        "meta[shop]=a%00": ["meta[shop]"],
        "meta[a%00]=eu": ["meta[a\0]"],
        "&".join(f"meta[{number}]=x" for number in range(11)): ["meta"],
        "limit[a]=5&metas[a]=1": ["limit", "metas[a]"],
    }.items():
        answer = service.call("GET", "/api/v1/transactions", query=query)

        assert (answer.status, answer.pointers) == (400, pointers), query


def test_pages_of_several_wallets_end_where_the_first_of_them_ends(
    service: Person, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_indexes, "MAX_READ", 4)
    pay(service, "ann", "bank:eu", reason="bonus")
    for _ in range(4):
        pay(service, "bob", "bank:eu")
    dollars = pay(service, "ann", "bank:eu")
    euros = pay(service, "ann", "bank:eu", currency="EUR")
    for _ in range(2):
        pay(service, "ann", "bank:eu", currency="EUR", reason="bonus")

    # The first page looks at two transactions of each wallet: the older ones in euros are newer than those in dollars.
    assert ids(pages(service, {"owner_id": "ann", "reason": "order_paid", "limit": 1})) == [euros, dollars]


def test_a_transaction_with_several_entries_of_an_account_is_found_once(service: Person, database: Database) -> None:
    older = pay(service, "ann", "house:fees")
    entries: list[Query] = [{"account": "house:fees", "currency": "USD", "amount": "-1.00"} for _ in range(3)]
    entries.append({"owner_id": "ann", "currency": "USD", "amount": "3.00"})
    several = service.post("/api/v1/transactions", {"entries": entries, "reason": "order_paid"}).json["transaction_id"]

    assert ids(pages(service, {"account": "house:fees", "limit": 1})) == [several, older]


@pytest.mark.parametrize("most", [20, 1])
def test_a_kind_is_found_whatever_words_of_the_tenant_it_has(
    service: Person, database: Database, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(search_indexes, "_MAX_WORDS", most)
    paid = [pay(service, "ann", "house", reason=f"word_{number}") for number in range(3)]
    kit.credit(service, "ann", "1.00", "USD")

    assert sorted(ids(pages(service, {"kind": "custom"}))) == sorted(paid)


@pytest.mark.parametrize("query", [{}, {"owner_id": "ann"}, {"account": "house:fees"}], ids=str)
def test_a_period_goes_by_the_time_of_posting_although_that_is_ahead_of_the_clock(
    service: Person, database: Database, query: Query
) -> None:
    pay(service, "ann", "house:fees")
    with database.admin() as admin:
        # As if the clock had been set back by 50 seconds.
        admin.execute("update wallets set posted_at = posted_at + interval '50 s' where owner_id = 'ann'")
    late = pay(service, "ann", "house:fees")
    at = service.get(f"/api/v1/transactions/{late}").json["created_at"]

    assert ids(pages(service, query | {"created_from": at})) == [late]
    assert late not in ids(pages(service, query | {"created_to": at}))
    assert late in ids(pages(service, query | {"created_from": "0001-01-01", "created_to": "9999-12-31"}))
    refused = ask(service, **query, created_from="2026-02-01", created_to="2026-01-31")
    assert (refused.status, refused.pointers) == (400, ["created_to"])


def test_a_period_has_a_transaction_whose_id_is_newer_than_its_posting(service: Person, database: Database) -> None:
    waited = pay(service, "ann", "house:fees")
    with database.admin() as admin:
        # As of one that waited for its second wallet: its time is that of the first one.
        admin.execute("alter table transactions disable trigger immutable")
        admin.execute("update transactions set posted_at = posted_at - interval '9 s'")
    at = datetime.fromisoformat(service.get(f"/api/v1/transactions/{waited}").json["created_at"])

    assert ids(pages(service, {"created_to": (at + timedelta(seconds=1)).isoformat()})) == [waited]


def test_an_agent_searches_the_transactions_of_an_own_customer(
    agent: Person, other_agent: Person, service: Person, database: Database
) -> None:
    ann = kit.new_customer(agent, balance="5.00")
    eve = kit.new_customer(other_agent, "eve", balance="5.00")
    entries = [
        {"owner_id": one, "currency": "USD", "amount": amount} for one, amount in ((ann, "-1.00"), (eve, "1.00"))
    ]
    service.post("/api/v1/transactions", {"entries": entries, "reason": "gift"})

    kit.credit(service, ann, "7", "COIN")

    coins, gift, credit = ask(agent, owner_id=ann).json["items"]

    assert (coins["kind"], gift["reason"], credit["kind"]) == ("manual_adjust", "gift", "credit")
    assert [entry["balance_after"] for entry in coins["entries"]] == ["7", None]
    assert [entry["balance_after"] for entry in gift["entries"]] == ["4.00", None]
    unnamed = ask(agent, account="house")
    assert (unnamed.status, unnamed.pointers) == (400, ["owner_id"])
    assert_problem(ask(agent, owner_id=eve), 403, "not_your_customer")
    assert_problem(ask(kit.customer(ann), owner_id=ann), 403, "forbidden")
