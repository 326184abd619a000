"""Every lock file is derived from requirements.txt, so that the tested packages are deployed."""

import re
import tomllib
from collections.abc import Iterable
from importlib.metadata import requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
COMPLETE = ROOT / "requirements.txt"
LAYER = ROOT / "layers/ledger/requirements.txt"
BOOTSTRAP = ROOT / "requirements-uv.txt"
RUNTIME = ROOT / "requirements-runtime.txt"
FUNCTIONS = sorted(ROOT.glob("functions/*/requirements.txt"))
DERIVED = [LAYER, BOOTSTRAP, RUNTIME, *FUNCTIONS]

# No marker of our packages depends on Lambda's processor, only on its system and Python version.
IN_LAMBDA = {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "python_version": "3.13"}


def name_of(lock: Path) -> str:
    return str(lock.relative_to(ROOT))


def locked(lock: Path) -> dict[str, tuple[Requirement, frozenset[str]]]:
    """Each package of a lock file with its exact version and the hashes of its files."""
    packages: dict[str, tuple[Requirement, frozenset[str]]] = {}
    for entry in lock.read_text().replace("\\\n", " ").splitlines():
        if not entry or entry.lstrip().startswith("#"):
            continue
        requirement, *hashes = re.split(r"\s+--hash=", entry.strip())
        parsed = Requirement(requirement)
        packages[canonicalize_name(parsed.name)] = (parsed, frozenset(hashes))
    return packages


def declared(group: str | None) -> list[str]:
    """The requirements of pyproject.toml for run time (None) or for a group with its included groups."""
    if group is None:
        return list(PROJECT["project"]["dependencies"])
    stated = []
    for item in PROJECT["dependency-groups"][group]:
        stated += [item] if isinstance(item, str) else declared(item["include-group"])
    return stated


def closure(stated: Iterable[str]) -> set[str]:
    """All packages that the requirements need in Lambda, according to the metadata of the installed packages."""
    needed: set[str] = set()
    waiting = [(Requirement(text), "") for text in stated]
    seen = set()
    while waiting:
        requirement, extra = waiting.pop()
        if requirement.marker and not requirement.marker.evaluate({**IN_LAMBDA, "extra": extra}):
            continue
        needed.add(canonicalize_name(requirement.name))
        for chosen_extra in ("", *requirement.extras):
            if (requirement.name, chosen_extra) not in seen:
                seen.add((requirement.name, chosen_extra))
                waiting += [(Requirement(text), chosen_extra) for text in requires(requirement.name) or []]
    return needed


def group_of(lock: Path) -> str | None:
    return {LAYER: None, BOOTSTRAP: "uv", RUNTIME: "runtime", COMPLETE: "dev"}.get(lock, lock.parent.name)


@pytest.mark.parametrize("lock", DERIVED, ids=name_of)
def test_a_derived_lock_has_the_versions_and_hashes_of_requirements_txt(lock: Path) -> None:
    complete = locked(COMPLETE)

    differences = {
        name: f"{requirement} here, {complete[name][0] if name in complete else 'nothing'} in requirements.txt"
        for name, (requirement, hashes) in locked(lock).items()
        if name not in complete or (requirement.specifier, hashes) != (complete[name][0].specifier, complete[name][1])
    }

    assert differences == {}, "the lock files differ: run `make lock`"


@pytest.mark.parametrize("lock", [COMPLETE, *DERIVED], ids=name_of)
def test_a_lock_file_satisfies_the_requirements_of_pyproject(lock: Path) -> None:
    packages = locked(lock)

    for text in declared(group_of(lock)):
        stated = Requirement(text)
        assert canonicalize_name(stated.name) in packages, f"{stated.name} is not locked: run `make lock`"
        requirement, _ = packages[canonicalize_name(stated.name)]
        version = str(requirement.specifier).removeprefix("==")
        assert stated.specifier.contains(version, prereleases=True), f"{requirement} is not {stated}: run `make lock`"


@pytest.mark.parametrize("lock", [LAYER, *FUNCTIONS], ids=name_of)
def test_exactly_the_packages_that_the_requirements_need_are_deployed(lock: Path) -> None:
    for_lambda = {
        name
        for name, (requirement, _) in locked(lock).items()
        if requirement.marker is None or requirement.marker.evaluate(dict(IN_LAMBDA))
    }

    assert for_lambda == closure(declared(group_of(lock))), "a lock is stale: run `make lock`"


@pytest.mark.parametrize("lock", [COMPLETE, *DERIVED], ids=name_of)
def test_every_locked_package_has_one_version_and_hashes(lock: Path) -> None:
    packages = locked(lock)

    assert packages
    for requirement, hashes in packages.values():
        assert re.fullmatch(r"==[^*,]+", str(requirement.specifier)), requirement
        assert hashes, requirement
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", one) for one in hashes), requirement


@pytest.mark.parametrize("lock", [COMPLETE, *DERIVED], ids=name_of)
def test_a_lock_file_does_not_name_the_machine_that_made_it(lock: Path) -> None:
    text = lock.read_text()

    assert "://" not in text
    assert not re.search(r"^\s*(-i|-f|--index-url|--extra-index-url|--find-links|--trusted-host)\b", text, re.MULTILINE)
    assert not re.search(r"(^|\s)/\w", text, re.MULTILINE), "an absolute path"


def test_the_layer_contains_no_aws_sdk() -> None:
    assert {"boto3", "botocore"}.isdisjoint(locked(LAYER))
