"""Payment methods: which are available in which country, and who configures them."""

from functools import partial
from typing import Any

import psycopg
import pytest

from ledger.billing.payment_methods import PaymentMethodUpdate
from tests.support import billing, kit
from tests.support.billing import member, operator, root
from tests.support.kit import Answer, Database, Person

METHODS = f"{billing.BASE}/payment-methods"
AVAILABLE = f"{METHODS}/available/"
BANK = {
    "type": "bank_transfer",
    "display_name": "First Bank",
    "instructions": "Transfer it, and name the invoice.",
    "bank_details": {"account_holder": "Purser", "iban": "GB33 BUKB 2020 1555 5555 55"},
    "is_default": False,
    "is_enabled": True,
}
MPESA = {
    "type": "local_wallet",
    "display_name": "M-Pesa",
    "instructions": "Pay bill 400200.",
    "wallet_details": {"pay_bill": "400200"},
    "country": "KE",
    "is_default": True,
    "is_enabled": True,
}


@pytest.fixture
def database_role() -> str:
    return "purser_billing"


@pytest.fixture(autouse=True)
def _database(database: Database) -> None:
    """Give every test a database."""


def put(method_id: str, body: object, by: Person | None = None, **query: object) -> Answer:
    return (by or operator()).put(f"{METHODS}/{method_id}", body, query=query)


def ids(answer: Answer) -> list[str]:
    assert answer.status == 200, answer.text
    return [method["id"] for method in answer.json["methods"]]


def available(country: str | None = None, by: Person | None = None) -> Answer:
    return (by or member()).get(AVAILABLE, {"country": country} if country else "")


def test_default_methods_exist_without_any_configuration() -> None:
    answer = available()

    assert (answer.json["country"], answer.json["currency"]) == (None, "USD")
    assert (answer.json["count"], answer.json["default_method"]) == (2, "bank_transfer")
    assert [(m["id"], m["type"], m["is_default"], m["is_enabled"]) for m in answer.json["methods"]] == [
        ("bank_transfer", "bank_transfer", True, True),
        ("local_wallet", "local_wallet", False, True),
    ]
    assert all(method["display_name"] and method["instructions"] for method in answer.json["methods"])


def test_the_answer_has_exactly_the_fields_of_the_contract() -> None:
    answer = available("KE").json
    bank, wallet = answer["methods"]
    common_fields = {"id", "type", "display_name", "instructions", "is_default", "is_enabled"}

    assert answer.keys() == {"methods", "country", "currency", "count", "default_method"}
    assert bank.keys() == common_fields | {"bank_details"}
    assert wallet.keys() == common_fields | {"wallet_details"}


@pytest.mark.parametrize(
    ("country", "currency"),
    [("KE", "KES"), ("DE", "EUR"), ("US", "USD"), ("JP", "JPY"), ("BG", "EUR"), ("CW", "XCG"), ("AQ", "USD")],
)
def test_the_currency_is_that_of_the_country_or_else_that_of_the_wallet(country: str, currency: str) -> None:
    answer = available(country).json

    assert (answer["country"], answer["currency"]) == (country, currency)


@pytest.mark.parametrize(
    "country", ["", "K", "KEN", "ke", "XX", "EU", "UK", "404", "K E", "\N{FULLWIDTH LATIN CAPITAL LETTER K}E", "KE,UG"]
)
def test_a_country_that_is_not_an_iso_3166_1_alpha_2_code_is_a_400(country: str) -> None:
    answer = member().get(AVAILABLE, {"country": country})

    kit.assert_problem(answer, 400, "invalid_request")
    assert answer.pointers == ["country"]


def test_a_method_is_chosen_by_tenant_first_and_by_country_second() -> None:
    named = [
        ("default", root(), {}),
        ("default of Kenya", root(), {"country": "KE"}),
        ("acme's", operator(), {}),
        ("acme's in Kenya", operator(), {"country": "KE"}),
    ]
    seen = []
    for name, by, where in named:
        assert put("bank_transfer", BANK | where | {"display_name": name}, by).status == 200
        seen.append([available(country).json["methods"][0]["display_name"] for country in (None, "KE", "UG")])

    assert seen == [
        ["default", "default", "default"],
        ["default", "default of Kenya", "default"],
        ["acme's", "acme's", "acme's"],
        ["acme's", "acme's in Kenya", "acme's"],
    ]
    assert [m["display_name"] for m in available(by=member(tenant_id="globex")).json["methods"]] == [
        "default",
        "Local wallet",
    ]


def test_a_method_of_a_country_is_offered_there_and_nowhere_else() -> None:
    assert put("mpesa", MPESA).status == 200

    assert ids(available("KE")) == ["mpesa", "bank_transfer", "local_wallet"]
    assert available("KE").json["default_method"] == "mpesa"
    assert ids(available("UG")) == ids(available()) == ["bank_transfer", "local_wallet"]


def test_a_method_that_the_tenant_disabled_is_not_offered_even_if_the_platform_offers_it() -> None:
    assert put("bank_transfer", BANK | {"is_enabled": False}).status == 200
    assert put("bank_transfer", BANK | {"country": "KE"}, root()).status == 200

    assert ids(available()) == ids(available("KE")) == ["local_wallet"]
    assert available().json["default_method"] == "local_wallet"
    assert ids(available(by=member(tenant_id="globex"))) == ["bank_transfer", "local_wallet"]


def test_there_is_no_default_if_no_method_is_enabled() -> None:
    assert put("bank_transfer", BANK | {"is_enabled": False, "is_default": True}).status == 200
    wallet = {name: value for name, value in MPESA.items() if name != "country"}
    assert put("local_wallet", wallet | {"is_enabled": False}).status == 200

    answer = available("KE").json

    assert (answer["methods"], answer["count"], answer["default_method"]) == ([], 0, None)


def test_the_next_method_is_the_default_if_the_default_is_disabled() -> None:
    assert put("first", BANK | {"is_default": True, "is_enabled": False}).status == 200

    answer = available().json

    assert answer["default_method"] == "bank_transfer"
    assert [m["is_default"] for m in answer["methods"]] == [True, False]


def test_a_later_default_replaces_the_earlier_one() -> None:
    assert put("first", BANK | {"is_default": True}).status == 200
    assert put("second", BANK | {"is_default": True}).status == 200

    answer = available().json
    configured = {item["id"]: item["is_default"] for item in operator().get(METHODS).json["items"] if item["tenant_id"]}

    assert answer["default_method"] == "second"
    assert [m["id"] for m in answer["methods"] if m["is_default"]] == ["second"]
    assert configured == {"first": False, "second": True}


def test_a_tenant_s_default_replaces_the_platform_s_default_for_a_country() -> None:
    assert put("kenya", BANK | {"country": "KE", "is_default": True}, root()).status == 200
    assert available("KE").json["default_method"] == "kenya"

    assert put("own", BANK | {"is_default": True}).status == 200

    assert available("KE").json["default_method"] == "own"
    assert available("KE", member(tenant_id="globex")).json["default_method"] == "kenya"


def test_only_one_of_simultaneous_defaults_stays_the_default(database: Database) -> None:
    bodies = {f"m-{number}": BANK | {"is_default": True} for number in range(4)}

    answers = kit.simultaneously(*(lambda name=name: put(name, bodies[name]) for name in bodies))

    assert [answer.status for answer in answers if not isinstance(answer, Exception)] == [200] * 4
    assert database.value("select count(*) from payment_methods where tenant_id = 'acme' and is_default") == 1


def test_the_database_refuses_a_second_default_of_a_tenant_in_a_country(database: Database) -> None:
    assert put("own", BANK | {"is_default": True}).status == 200

    with pytest.raises(psycopg.errors.UniqueViolation, match="payment_methods_default"):
        database.rows("""
            insert into payment_methods
            select (jsonb_populate_record(m, '{"method_id": "other"}')).* from payment_methods m
            where tenant_id = 'acme' and method_id = 'own' returning 1
        """)


def test_put_returns_the_configured_method() -> None:
    answer = put("first-bank_2", BANK)

    assert answer.status == 200, answer.text
    given = {name: value for name, value in answer.json.items() if name != "effective_at"}
    assert given == BANK | {"id": "first-bank_2", "tenant_id": "acme", "country": None}
    again = put("first-bank_2", BANK | {"display_name": "Second Bank"})
    assert again.json["display_name"] == "Second Bank"
    assert ids(available()).count("first-bank_2") == 1


def test_root_configures_the_platform_without_tenant_id_and_a_tenant_with_it() -> None:
    platforms = put("bank_transfer", BANK | {"display_name": "Everybody's"}, root())
    globex = put("bank_transfer", BANK | {"display_name": "Of globex"}, root(), tenant_id="globex")

    assert (platforms.json["tenant_id"], globex.json["tenant_id"]) == (None, "globex")
    assert available().json["methods"][0]["display_name"] == "Everybody's"
    assert available(by=member(tenant_id="globex")).json["methods"][0]["display_name"] == "Of globex"


def test_the_list_includes_disabled_methods() -> None:
    put("mpesa", MPESA | {"is_enabled": False})
    put("theirs", BANK, operator(tenant_id="globex"))

    answer = operator().get(METHODS)

    assert answer.status == 200, answer.text
    assert [(item["id"], item["tenant_id"], item["country"], item["is_enabled"]) for item in answer.json["items"]] == [
        ("bank_transfer", None, None, True),
        ("local_wallet", None, None, True),
        ("mpesa", "acme", "KE", False),
    ]
    assert (answer.json["total_count"], answer.json["has_more"]) == (3, False)
    paged = operator().get(METHODS, {"limit": 1, "offset": 2}).json
    assert ([item["id"] for item in paged["items"]], paged["total_count"]) == (["mpesa"], 3)


def test_root_s_list_covers_every_tenant_or_the_given_one() -> None:
    put("ours", BANK)
    put("theirs", BANK, operator(tenant_id="globex"))

    def listed(query: dict[str, object]) -> set[str]:
        return {item["id"] for item in root().get(METHODS, query).json["items"]}

    assert listed({}) == {"bank_transfer", "local_wallet", "ours", "theirs"}
    assert listed({"tenant_id": "globex"}) == {"bank_transfer", "local_wallet", "theirs"}
    assert listed({"tenant_id": "never-heard-of"}) == {"bank_transfer", "local_wallet"}


def test_root_sees_the_methods_available_to_a_tenant() -> None:
    put("ours", BANK)

    assert "ours" in ids(root().get(AVAILABLE, {"tenant_id": "acme"}))
    assert "ours" not in ids(root().get(AVAILABLE))


def test_a_caller_other_than_root_who_sends_tenant_id_gets_403() -> None:
    for answer in (
        member().get(AVAILABLE, {"tenant_id": "acme"}),
        operator().get(METHODS, {"tenant_id": "globex"}),
        put("bank", BANK, tenant_id="globex"),
    ):
        kit.assert_problem(answer, 403, "forbidden")


def test_a_viewer_can_neither_list_nor_configure_methods() -> None:
    kit.assert_problem(member().get(METHODS), 403, "forbidden")
    kit.assert_problem(put("bank", BANK, member()), 403, "forbidden")


@pytest.mark.parametrize("slash", ["", "/"])
def test_every_route_of_payment_methods_works_with_and_without_a_trailing_slash(slash: str) -> None:
    assert operator().put(f"{METHODS}/own{slash}", BANK).status == 200
    assert operator().get(f"{METHODS}{slash}").json["total_count"] == 3
    assert ids(member().get(f"{METHODS}/available{slash}", {"country": "KE"}))[0] == "bank_transfer"


def test_a_key_is_the_same_with_and_without_a_trailing_slash() -> None:
    first = operator().put(f"{METHODS}/own", BANK, key="k")

    again = operator().put(f"{METHODS}/own/", BANK, key="k")

    assert (again.text, again.headers["idempotency-replayed"]) == (first.text, "true")


@pytest.mark.parametrize("method_id", ["x" * 65, "Bank", "a.b", "a%20b", "ä", "a\nb"])
def test_a_method_id_has_1_to_64_lower_case_letters_digits_underscores_or_dashes(method_id: str) -> None:
    answer = put(method_id, BANK)

    assert (answer.status, answer.pointers) == (400, ["method_id"])
    assert put("a_z-09", BANK).status == put("x" * 64, BANK).status == 200


INVALID_CHANGES: list[tuple[dict[str, Any], str]] = [
    ({"type": "card"}, "/type"),
    ({"display_name": ""}, "/display_name"),
    ({"display_name": "x" * 101}, "/display_name"),
    ({"instructions": "x" * 2001}, "/instructions"),
    ({"instructions": None}, "/instructions"),
    ({"bank_details": {}}, "/bank_details"),
    ({"bank_details": None}, "/bank_details"),
    ({"bank_details": "IBAN"}, "/bank_details"),
    ({"bank_details": {"iban": ""}}, "/bank_details/iban"),
    ({"bank_details": {"iban": 7}}, "/bank_details/iban"),
    ({"bank_details": {"iban": {"a": "b"}}}, "/bank_details/iban"),
    ({"bank_details": {"iban": "x" * 201}}, "/bank_details/iban"),
    ({"bank_details": {f"name_{n}": "x" for n in range(21)}}, "/bank_details"),
    ({"country": "XX"}, "/country"),
    ({"is_default": "yes"}, "/is_default"),
    ({"is_enabled": None}, "/is_enabled"),
    ({"more": 1}, "/more"),
]


@pytest.mark.parametrize(("change", "pointer"), INVALID_CHANGES, ids=[pointer for _, pointer in INVALID_CHANGES])
def test_an_invalid_method_is_refused(change: dict[str, Any], pointer: str) -> None:
    answer = put("bank", BANK | change)

    kit.assert_problem(answer, 400, "invalid_request")
    assert answer.pointers == [pointer]


@pytest.mark.parametrize(
    "missing", ["type", "display_name", "instructions", "bank_details", "is_default", "is_enabled"]
)
def test_every_field_except_the_country_is_required(missing: str) -> None:
    answer = put("bank", {name: value for name, value in BANK.items() if name != missing})

    assert answer.status == 400
    assert f"/{missing}" in answer.pointers


def test_the_details_must_match_the_type() -> None:
    both = put("bank", BANK | {"wallet_details": {"number": "1"}})
    other = put(
        "bank", {name: v for name, v in BANK.items() if name != "bank_details"} | {"wallet_details": {"a": "b"}}
    )

    assert (both.status, both.pointers) == (400, ["/wallet_details"])
    assert (other.status, other.pointers) == (400, ["/bank_details", "/wallet_details"])


@pytest.mark.parametrize(
    "change",
    [
        {"bank_details": {"password": "hunter2"}},
        {"bank_details": {"bank_login": "ada"}},
        {"bank_details": {"card_number": "1"}},
        {"bank_details": {"pin": "1234"}},
        {"bank_details": {"account_number": "4111 1111 1111 1111"}},
        {"instructions": "Charge 4111-1111-1111-1111"},
        {"display_name": "4111111111111111"},
    ],
)
def test_no_card_number_bank_login_or_other_secret_is_accepted_or_stored(
    change: dict[str, Any], database: Database
) -> None:
    answer = put("bank", BANK | change)

    kit.assert_problem(answer, 400, "invalid_request")
    assert "4111" not in answer.text_without_request_id
    assert database.value("select count(*) from payment_methods where tenant_id = 'acme'") == 0


def test_a_country_has_at_most_10_payment_methods_of_a_tenant() -> None:
    for name, where in (("everywhere", {}), ("kenya", {"country": "KE"}), ("germany", {"country": "DE"})):
        statuses = [put(f"{name}-{number}", BANK | where).status for number in range(10)]
        assert statuses == [200] * 10

        answer = put("one-more", BANK | where | {"is_default": True})

        kit.assert_problem(answer, 409, "too_many_payment_methods")
        assert put(f"{name}-9", BANK | where | {"display_name": "Renamed"}).status == 200, "it is one of the 10"
    assert "one-more" not in ids(available("KE")), "a refused method is not stored"
    assert put("bank", BANK, operator(tenant_id="globex")).status == 200, "each tenant has its own limit"


def test_simultaneous_payment_methods_do_not_exceed_the_limit(database: Database) -> None:
    outcomes = kit.simultaneously(*[partial(put, f"bank-{number}", BANK) for number in range(12)])

    assert sorted(answer.status for answer in outcomes if isinstance(answer, Answer)) == [200] * 10 + [409] * 2
    assert database.value("select count(*) from payment_methods where tenant_id = 'acme'") == 10


def test_a_method_that_is_not_available_is_a_400_for_the_payer() -> None:
    invoice_id = billing.issued(operator())
    put("bank_transfer", BANK | {"is_enabled": False})

    answer = billing.submit(member(), invoice_id)

    kit.assert_problem(answer, 400, "payment_method_not_available")


def test_a_method_request_has_exactly_the_documented_fields() -> None:
    assert PaymentMethodUpdate.model_fields.keys() == BANK.keys() | MPESA.keys()
