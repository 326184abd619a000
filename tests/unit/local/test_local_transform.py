"""The result of SAM's transform is cached for each template."""

import json
from pathlib import Path
from typing import Any

import pytest

from local import transform
from tests.support.kit import ROOT

TEMPLATE = """
Transform: AWS::Serverless-2016-10-31
Parameters:
  Level: {Type: String, Default: info}
  Architecture: {Type: String, AllowedValues: [arm64, x86_64], Default: arm64}
Resources:
  OneFunction:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: functions/one/
      Runtime: python3.13
      Handler: app.handler
      Architectures: [!Ref Architecture]
      Environment: {Variables: {LEVEL: !Ref Level}}
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "template.yaml"
    path.write_text(TEMPLATE)
    return path


def cache_file(path: Path) -> Path:
    return path.parent / ".aws-sam" / "expanded.json"


def mark(path: Path) -> None:
    """Change the cached result, to recognise it later."""
    found = json.loads(cache_file(path).read_text())
    found["template"]["Resources"]["Kept"] = {"Type": "AWS::SQS::Queue"}
    cache_file(path).write_text(json.dumps(found))


def test_the_result_of_the_transform_is_cached_unchanged(path: Path) -> None:
    result = transform.expanded(path)

    assert transform.expanded(path) == result
    assert [file.name for file in cache_file(path).parent.iterdir()] == [cache_file(path).name]
    mark(path)
    assert "Kept" in transform.expanded(path)["Resources"]


def test_a_changed_template_is_transformed_again(path: Path) -> None:
    transform.expanded(path)
    mark(path)
    path.write_text(TEMPLATE.replace("OneFunction", "TwoFunction"))

    resources = transform.expanded(path)["Resources"]

    assert "TwoFunction" in resources
    assert resources.keys().isdisjoint({"OneFunction", "Kept"})


def test_a_template_is_transformed_again_if_the_translator_has_changed(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    transform.expanded(path)
    mark(path)
    monkeypatch.setattr("samtranslator.__version__", "9")

    assert "Kept" not in transform.expanded(path)["Resources"]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"key": "of another"}'])
def test_a_cache_file_with_other_content_is_written_again(path: Path, content: str) -> None:
    result = transform.expanded(path)
    cache_file(path).write_text(content)

    assert transform.expanded(path) == result
    mark(path)
    assert "Kept" in transform.expanded(path)["Resources"]


def test_a_template_is_transformed_each_time_if_it_cannot_be_cached(path: Path) -> None:
    (path.parent / ".aws-sam").write_text("not a folder")

    assert "OneFunction" in transform.expanded(path)["Resources"]


def test_the_transform_keeps_parameters_as_references_with_their_defaults(path: Path) -> None:
    expanded = transform.expanded(path)
    function = expanded["Resources"]["OneFunction"]["Properties"]

    assert function["Environment"]["Variables"]["LEVEL"] == {"Ref": "Level"}
    assert function["Architectures"] == [{"Ref": "Architecture"}]
    assert expanded["Parameters"]["Level"]["Default"] == "info"


def test_parameters_change_only_the_resources_of_gradual_deployment() -> None:
    """Only resources of gradual deployment depend on parameters, and the local system does not use them."""

    def used_locally(template: dict[str, Any]) -> dict[str, Any]:
        """The resources without those that only a release uses."""
        return {
            name: {key: value for key, value in resource.items() if key != "UpdatePolicy"}
            for name, resource in template["Resources"].items()
            if not resource["Type"].startswith("AWS::CodeDeploy::") and name != "CodeDeployServiceRole"
        }

    path = ROOT / "template.yaml"
    declared = transform.expanded(path)["Parameters"]
    values = {name: str(parameter.get("Default", "")) for name, parameter in declared.items()}
    values |= {"GradualDeployment": "false", "Pipeline": "off", "DatabaseUrl": "postgresql:", "MailFrom": "a@b.example"}

    assert used_locally(transform.expanded(path)) == used_locally(
        transform.transformed(transform.parsed(path.read_text()), values)
    )
