"""The commands of the README and the guides, pasted into a shell, print what the page shows."""

import re
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from local import postgres
from tests.support.kit import ROOT
from tests.support.local_system import free_port, start_system
from tests.support.waiting import HANG_S

_FIRST = "docs/guides/operating.md"  # it shows the figures of a new database
PAGES = [_FIRST, "README.md"]
PAGES += sorted({str(page.relative_to(ROOT)) for page in (ROOT / "docs" / "guides").glob("*.md")} - {_FIRST})
_BLOCK = re.compile(r"^```(?P<kind>\w*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_CHANGING = re.compile(
    r"(?P<id>[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})|(?P<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z)"
    r"|took (?P<seconds>\d+\.\d) s|(?P<number>TOP-\d{6}-[0-9A-F]{12}-[0-9A-F]{8})|(?P<day>\d{1,2} [A-Z][a-z]+ \d{4})"
    r"|(?<=\"next_cursor\": \")(?P<cursor>[\w-]+)"
    r"|(?P<tenant>\b[a-z]+-\d{10}\b)"
)
_ADDRESS = "127.0.0.1:8080"
_END = "-- end of the block --"


@pytest.fixture
def folder() -> Iterator[Path]:
    with postgres.temporary_folder() as home:  # a path that is short enough for a socket
        yield home / "kept"


@pytest.fixture
def port(folder: Path) -> Iterator[int]:
    port = free_port()
    running = start_system(port, folder)
    yield port
    running.process.send_signal(signal.SIGTERM)
    assert running.ended()[0] == 0


def commands_with_output(page: str) -> list[tuple[str, str]]:
    """Each block of commands with the output that the page shows, or with an empty text if it shows none."""
    text = (ROOT / page).read_text(encoding="utf-8")
    blocks = [(found["kind"], found["text"]) for found in _BLOCK.finditer(text)]
    following = [*blocks[1:], ("sh", "")]
    return [
        (text, shown if kind == "" else "")
        for (pasted, text), (kind, shown) in zip(blocks, following, strict=True)
        if pasted == "sh"
    ]


def comparable(text: str) -> str:
    """The text with ids, times and cursors replaced by their kind, and with uniform line ends."""
    return _CHANGING.sub(lambda found: f"({found.lastgroup})", text.replace("\r\n", "\n"))


def assert_as_shown(page: str, port: int, folder: Path) -> None:
    """Assert that the page's commands print what the page shows."""
    blocks = commands_with_output(page)
    script = "".join(f"{pasted}echo '{_END}'\n" for pasted, _ in blocks)
    script = script.replace(_ADDRESS, f"127.0.0.1:{port}").replace(".data", str(folder))

    run = subprocess.run(["sh", "-euc", script], capture_output=True, text=True, timeout=HANG_S, check=False, cwd=ROOT)

    assert run.stderr == ""
    *printed, rest = run.stdout.split(f"{_END}\n")
    printed = [text.replace(f"127.0.0.1:{port}", _ADDRESS) for text in printed]
    assert [comparable(text) for text in printed] == [comparable(shown) for _, shown in blocks]
    assert (rest, run.returncode) == ("", 0)


def test_the_blocks_of_every_page_print_the_shown_output_on_one_new_system_and_again(port: int, folder: Path) -> None:
    for page in [*PAGES, *PAGES[1:]]:
        assert_as_shown(page, port, folder)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_executable_blocks_and_shows_their_output(page: str) -> None:
    assert sum(1 for _, shown in commands_with_output(page) if shown) >= 5
