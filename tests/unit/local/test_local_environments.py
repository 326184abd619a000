"""Execution environments of the local system: each runs functions of one database role."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from local.lambdas import ROLE_VARIABLE, Lambdas
from local.template import Function

APP = """
import threading
from ledger.storage import sessions

def handler(event, context):
    return [getattr(sessions._environment, "role", None), threading.get_ident()]
"""


def function(folder: Path, name: str, role: str | None) -> Function:
    (folder / name).mkdir()
    (folder / name / "app.py").write_text(APP)
    environment = {} if role is None else {ROLE_VARIABLE: role}
    return Function(name, name, folder / name, "app", "handler", environment, timeout=10, memory=128)


@pytest.fixture
def functions(tmp_path: Path) -> dict[str, Function]:
    roles = {"read_a": "purser_read", "read_b": "purser_read", "desk": "purser_desk", "page": None}
    return {name: function(tmp_path, name, role) for name, role in roles.items()}


def call(lambdas: Lambdas, *names: str) -> list[Any]:
    """The answers of functions that are called one after the other."""

    async def calls() -> list[Any]:
        return [await lambdas.invoke(name, {}) for name in names]

    return asyncio.run(calls())


def test_a_function_runs_as_its_own_role_and_one_without_a_database_as_none(functions: dict[str, Function]) -> None:
    answers = call(Lambdas(functions), "read_a", "desk", "page", "desk")

    assert [role for role, _ in answers] == ["purser_read", "purser_desk", None, "purser_desk"]


def test_functions_of_one_role_share_an_environment_and_those_of_two_roles_do_not(
    functions: dict[str, Function],
) -> None:
    (_, first), (_, desk), (_, second) = call(Lambdas(functions), "read_a", "desk", "read_b")

    assert first == second != desk


def test_an_idle_environment_of_another_role_ends_where_no_more_may_exist(functions: dict[str, Function]) -> None:
    lambdas = Lambdas(functions, environments=1)

    call(lambdas, "read_a", "desk", "read_a", "page")

    assert lambdas._count == len(lambdas._idle) == 1
