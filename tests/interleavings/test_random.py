"""Random schedules of two or three requests. Connections break, and sessions stop inside SQL functions.

SEED: the seed of the first schedule; each later schedule has the next seed. SCHEDULES: the number of schedules.
"""

import os

import pytest

from tests.interleavings.runs import Runner

SEED = int(os.environ.get("SEED", "1"))
SCHEDULES = int(os.environ.get("SCHEDULES", "100"))
CHUNKS = 6


@pytest.mark.parametrize("chunk", range(min(CHUNKS, SCHEDULES)))
def test_every_schedule_ends_as_some_serial_order_of_its_requests(
    runner: Runner, chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for seed in range(SEED + chunk, SEED + SCHEDULES, CHUNKS):
        monkeypatch.setenv("PIPELINE", "on" if seed % 2 else "off")
        runner.draw(seed)
