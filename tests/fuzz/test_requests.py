"""Random requests by every role: no answer is a 5xx, and docs/openapi.json describes every answer.

About a third of the requests name objects that exist: they have the path of the operation's sample and some fields of
its body. The other requests are generated from the document alone. Some of them match its schemas, and some do not.
"""

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import load_all_checks
from schemathesis.core.failures import Failure, FailureGroup

from ledger.core.principal import Role
from tests.support import corpus, document, kit, samples
from tests.support.kit import Database, Person

REQUESTS = int(os.environ.get("REQUESTS", "1000"))
SEED = int(os.environ.get("SEED", "1"))
EXAMPLES = 5  # consecutive requests of one operation; a single request if the operation refuses the role
DOCUMENT = document.load(
    {
        "generation": {"with-security-parameters": False},
        "checks": {
            "unsupported_method": {"enabled": False},
            "ignored_auth": {"enabled": False},  # the gateway checks tokens; see test_local_gateway and test_roles
            # A valid request may be refused: a schema lacks some rules, and most roles may call few operations.
            "positive_data_acceptance": {"enabled": False},
        },
        "operations": [
            # OpenAPI 3.1 describes a stream as one text, but this check looks at each of its frames.
            {"include-operation-id": "cash_out_stream", "checks": {"response_schema_conformance": {"enabled": False}}},
        ],
    }
)
OPERATIONS = document.operations(DOCUMENT)

load_all_checks()


def callers() -> dict[str, Person]:
    """Return a person with each role, one with all roles and one without a role. They own objects of the samples."""
    customer = str(samples.CARLA)
    roles = {role: (role,) for role in get_args(Role)} | {"all": get_args(Role), "none": ()}
    return {
        name: Person("agent-ada" if name == "agent" else "olga", held, customer_id=customer)
        for name, held in roles.items()
    }


def cases(name: str) -> st.SearchStrategy[Case[Any]]:
    operation = OPERATIONS[name]
    sample = samples.event(name) if name in samples.EVENTS else {}
    try:
        body = json.loads(sample.get("body") or "{}")
    except ValueError:
        body = {}
    existing = operation.as_strategy(path_parameters=sample.get("pathParameters"))

    def like_sample(case: Case[Any], kept: set[str]) -> Case[Any]:
        if isinstance(case.body, dict) and isinstance(body, dict):
            case.body |= {field: value for field, value in body.items() if field in kept}
        return case

    kept = st.sets(st.sampled_from(sorted(body))) if isinstance(body, dict) and body else st.just(set[str]())
    return st.one_of(
        st.builds(like_sample, existing, kept),
        operation.as_strategy(),
        operation.as_strategy(GenerationMode.NEGATIVE),
    )


def is_admitted(name: str, person: Person) -> bool:
    roles = kit.handler(name).operation.roles  # type: ignore[attr-defined]
    return roles is None or not roles.isdisjoint(person.roles)


def status_of(case: Case[Any], person: Person) -> int:
    """Send a request and return the status of its answer. A request that fails is a candidate for the corpus."""
    try:
        status = document.send(case, person).status
        assert status < 500
    except (Exception, BaseExceptionGroup) as failure:  # Schemathesis raises groups of failures
        corpus.add_candidate("requests", document.recorded(case, person), failure)
        raise
    return status


@pytest.mark.parametrize("changed", [{"status": 500}, {"text": "{}"}], ids=["a 500", "an answer without its fields"])
@pytest.mark.usefixtures("sampled_billed")
def test_a_request_that_fails_is_a_candidate_that_fails_in_the_same_way(
    changed: dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CANDIDATES", str(tmp_path))
    invoke = kit.invoke
    monkeypatch.setattr(kit, "invoke", lambda *given: replace(invoke(*given), **changed))
    body: Any = {"amount": "1", "currency": "COIN", "reason": "manual_adjust"}
    case = OPERATIONS["wallets_debit"].Case(
        method="POST", path_parameters={"owner_id": "player-7"}, body=body, media_type="application/json"
    )
    with pytest.raises(FailureGroup):
        status_of(case, kit.service())

    (line,) = (tmp_path / "requests.jsonl").read_text(encoding="utf-8").splitlines()
    candidate = json.loads(line)
    assert (candidate["operation"], json.loads(candidate["request"]["body"])) == ("wallets_debit", body)
    with pytest.raises((FailureGroup, Failure)):
        document.replay(candidate, OPERATIONS)
    monkeypatch.setattr(kit, "invoke", invoke)
    assert document.replay(candidate, OPERATIONS).status == 201


@pytest.mark.parametrize("role", callers())
@pytest.mark.usefixtures("sampled_billed", "fast_clock", "acme_is_the_platform")
def test_every_answer_to_a_random_request_is_in_the_document_and_is_no_5xx(
    role: str, database: Database, record_property: Callable[[str, object], None]
) -> None:
    person, share = callers()[role], -(-REQUESTS // len(callers()))
    statuses: dict[int, int] = {}
    strategies = {name: cases(name) for name in OPERATIONS}

    for number in range(share):  # `share` rounds are enough, since each round sends at least one request
        for name, strategy in strategies.items():
            if sum(statuses.values()) >= share:
                break

            @seed(SEED * 1_000_003 + number)
            @settings(
                max_examples=EXAMPLES if is_admitted(name, person) else 1,
                database=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            @given(case=strategy)
            def send(case: Case[Any]) -> None:
                status = status_of(case, person)
                statuses[status] = statuses.get(status, 0) + 1

            send()

    record_property("statuses", statuses)
    assert sum(statuses.values()) >= share
    database.assert_consistent()
