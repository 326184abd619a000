"""Rules of the architecture: the content of a handler, and who imports whom."""

import ast
from pathlib import Path

import pytest

from tests.support.kit import DEPLOYED, ROOT
from tools import operations, triggers

# The trigger of each handler, with which its docstring begins: a route, an event, a queue or a schedule.
TRIGGERS = {route.function: route.key for route in operations.documented(DEPLOYED)}
TRIGGERS |= {schedule.function: "On a schedule" for schedule in DEPLOYED.wiring.schedules}
TRIGGERS |= {
    one.name: ", ".join(trigger.split("`")[1] for trigger in one.by)
    for one in triggers.read(DEPLOYED)
    if one.by and all(trigger.startswith(("event", "queue")) for trigger in one.by)
}
HANDLERS = [ROOT / "functions" / name / "app.py" for name in sorted(TRIGGERS)]
SQL = ("select ", "insert ", "update ", "delete ", "with ")
NOT_IN_HANDLERS = {"json", "logging", "psycopg", "pydantic", "aws_lambda_powertools", "boto3", "os"}


def name_of(path: Path) -> str:
    return path.parent.name


@pytest.mark.parametrize("path", HANDLERS, ids=name_of)
def test_a_handler_names_the_role_the_request_and_the_use_case_and_nothing_else(path: Path) -> None:
    source = path.read_text()
    nodes = [node for statement in ast.parse(source).body[1:] for node in ast.walk(statement)]  # without the docstring
    imported = {alias.name.split(".")[0] for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    imported |= {str(node.module).split(".")[0] for node in nodes if isinstance(node, ast.ImportFrom)}
    texts = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]

    assert len(source.splitlines()) <= 40
    assert not any(isinstance(node, ast.Try) for node in nodes)
    assert imported.isdisjoint(NOT_IN_HANDLERS)
    assert not any(text.lower().startswith(SQL) for text in texts)
    assert sum(isinstance(node, ast.FunctionDef) for node in nodes) == 1


@pytest.mark.parametrize("path", HANDLERS, ids=name_of)
def test_a_handler_s_docstring_begins_with_its_trigger_in_the_template(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text())) or ""

    assert docstring.split(": ")[0] == TRIGGERS[name_of(path)]


def test_only_functions_that_are_not_operations_are_exempt_from_the_rules_for_handlers() -> None:
    assert TRIGGERS.keys() == DEPLOYED.functions.keys() - {"migrate", "pre_token", "pre_traffic", "console"}


def test_tools_do_not_import_tests_and_measurements_import_only_tests_support() -> None:
    imported = {
        folder: {
            node.module
            for path in (ROOT / folder).rglob("*.py")
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "tests"
        }
        for folder in ("tools", "bench")
    }

    assert imported["tools"] == set()
    assert {".".join(module.split(".")[:2]) for module in imported["bench"]} == {"tests.support"}
