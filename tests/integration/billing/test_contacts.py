"""The contact for a tenant's e-mail: GET and PUT /contact."""

import pytest

from tests.support import billing, kit
from tests.support.billing import member, operator, root
from tests.support.kit import Database

CONTACT = f"{billing.BASE}/contact"
ADA = {"email": "ada@acme.example", "name": "Ada Lovelace"}
NOBODY = {"tenant_id": "acme", "email": None, "name": None, "country": None, "updated_at": None}


@pytest.fixture(autouse=True)
def _database(database: Database) -> None:
    """Give every test a database."""


def test_there_is_no_contact_before_one_is_set() -> None:
    answer = member().get(CONTACT)

    assert (answer.status, answer.json) == (200, NOBODY)


def test_the_operator_sets_the_contact_and_the_tenant_sees_it() -> None:
    answer = operator().put(CONTACT, ADA)

    assert answer.status == 200, answer.text
    assert {name: answer.json[name] for name in ADA} == ADA
    assert answer.json["updated_at"].endswith("Z")
    assert member().get(CONTACT).json == answer.json


def test_a_contact_is_replaced_as_a_whole() -> None:
    billing.ok(operator().put(CONTACT, ADA))

    answer = operator().put(CONTACT, {"email": "bob@acme.example"})

    assert (answer.json["email"], answer.json["name"]) == ("bob@acme.example", None)


def test_the_contact_has_the_tenant_s_country() -> None:
    assert operator().put(CONTACT, ADA | {"country": "KE"}).json["country"] == "KE"
    assert member().get(CONTACT).json["country"] == "KE"
    assert operator().put(CONTACT, ADA).json["country"] is None, "a contact is replaced as a whole"


@pytest.mark.parametrize("country", ["", "ke", "KEN", "XX", "EU", 7])
def test_the_country_of_a_contact_is_a_code_of_iso_3166_1_alpha_2(country: object) -> None:
    answer = operator().put(CONTACT, ADA | {"country": country})

    assert (answer.status, answer.pointers) == (400, ["/country"])


def test_members_of_the_tenant_cannot_change_the_contact() -> None:
    kit.assert_problem(member().put(CONTACT, ADA), 403, "forbidden")


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("ada@ACME.Example", "ada@acme.example"),
        ("  ada@acme.example ", "ada@acme.example"),
        ("ada+billing@acme.example", "ada+billing@acme.example"),
        ("ada@münchen.example", "ada@xn--mnchen-3ya.example"),
    ],
)
def test_an_address_is_stored_trimmed_and_with_a_lower_case_ascii_domain(written: str, stored: str) -> None:
    assert operator().put(CONTACT, {"email": written}).json["email"] == stored


@pytest.mark.parametrize(
    "email",
    [
        *("ada", "ada@", "@acme.example", "ada@acme", "ada@@acme.example", "ada@acme.example, eve@evil.example"),
        *(
            "ada@acme.example\r\nBcc: eve@evil.example",
            "ada\n@acme.example",
            "Ada <ada@acme.example>",
            "ada@[192.0.2.1]",
        ),
        *("ädä@acme.example", "ada@acme..example", f"{'a' * 65}@acme.example", f"a@{'b' * 250}.example", "", None, 7),
        *("ada@acme.example\0", "ada@-acme.example", ["ada@acme.example"]),
    ],
)
def test_an_invalid_address_is_refused(email: object) -> None:
    answer = operator().put(CONTACT, {"email": email})

    kit.assert_problem(answer, 400, "invalid_request")
    assert answer.pointers == ["/email"]
    assert member().get(CONTACT).json["email"] is None


@pytest.mark.parametrize("name", ["", "  ", "x" * 201, "Ada\nBcc: eve@evil.example", "A\0", "A\x85B", "A\u2028B", 7])
def test_a_name_is_one_line_of_at_most_200_characters(name: object) -> None:
    answer = operator().put(CONTACT, ADA | {"name": name})

    assert (answer.status, answer.pointers) == (400, ["/name"])
    assert operator().put(CONTACT, ADA | {"name": "x" * 200}).status == 200


def test_root_changes_the_contact_of_the_given_tenant_or_of_its_own() -> None:
    billing.ok(root().put(CONTACT, ADA, query={"tenant_id": "acme"}))

    assert member().get(CONTACT).json["email"] == "ada@acme.example"
    assert root().get(CONTACT, {"tenant_id": "acme"}).json["email"] == "ada@acme.example"
    assert root().get(CONTACT).json == NOBODY | {"tenant_id": "platform"}
    assert root().get(CONTACT, {"tenant_id": "never-heard-of"}).json["email"] is None


def test_only_root_may_send_tenant_id_and_others_get_403_before_validation() -> None:
    for caller in (member(), operator()):
        for tenant_id in ("globex", "acme", ""):
            kit.assert_problem(caller.get(CONTACT, {"tenant_id": tenant_id}), 403, "forbidden")
    kit.assert_problem(operator().put(CONTACT, "{", query="tenant_id=globex&unknown=1"), 403, "forbidden")


@pytest.mark.parametrize("tenant_id", ["", "x" * 129, "a%00b"])
def test_an_invalid_tenant_id_is_refused(tenant_id: str) -> None:
    answer = root().get(CONTACT, f"tenant_id={tenant_id}")

    assert (answer.status, answer.pointers) == (400, ["tenant_id"])


def test_each_tenant_has_its_own_contact() -> None:
    billing.ok(operator().put(CONTACT, ADA))
    billing.ok(operator(tenant_id="globex").put(CONTACT, {"email": "g@globex.example"}))

    assert member().get(CONTACT).json["email"] == "ada@acme.example"
    assert member(tenant_id="globex").get(CONTACT).json["email"] == "g@globex.example"


def test_a_key_replays_the_answer_and_conflicts_for_another_tenant() -> None:
    first = root().put(CONTACT, ADA, key="k", query={"tenant_id": "acme"})
    billing.ok(operator().put(CONTACT, {"email": "bob@acme.example"}))

    again = root().put(CONTACT, ADA, key="k", query={"tenant_id": "acme"})
    other = root().put(CONTACT, ADA, key="k", query={"tenant_id": "globex"})

    assert (again.text, again.headers["idempotency-replayed"]) == (first.text, "true")
    assert member().get(CONTACT).json["email"] == "bob@acme.example", "a repeat changes nothing"
    kit.assert_problem(other, 422, "idempotency_conflict")


def test_two_simultaneous_changes_of_the_contact_leave_one_of_them_complete() -> None:
    bob = {"email": "bob@acme.example", "name": "Bob"}

    answers = kit.simultaneously(lambda: operator().put(CONTACT, ADA), lambda: operator("oz").put(CONTACT, bob))

    assert [answer.status for answer in answers if not isinstance(answer, Exception)] == [200, 200]
    found = member().get(CONTACT).json
    assert {name: found[name] for name in ADA} in (ADA, bob)
