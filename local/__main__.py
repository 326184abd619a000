"""python -m local run | demo: behind `make run` and `make demo`. Settings are environment variables."""

import gc
import os
import signal
import sys
from contextlib import suppress
from multiprocessing import resource_tracker
from pathlib import Path

from local import STOP, CannotStart


def main(arguments: list[str]) -> int:
    if arguments not in (["run"], ["demo"]):
        print("usage: python -m local run|demo", file=sys.stderr)
        return 2
    try:
        port = _port(os.environ.get("PORT") or "8080")
        return _run(port) if arguments == ["run"] else _demo(port)
    except CannotStart as error:
        print(error, file=sys.stderr)
        return 1


def _run(port: int) -> int:
    resource_tracker.ensure_running()  # before the signals are blocked, since it unblocks them
    signal.pthread_sigmask(signal.SIG_BLOCK, STOP)
    # Nearly all objects created at the start live until the end; garbage collection would take a sixth of the start.
    gc.disable()
    folder = os.environ.get("DATA")
    major = os.environ.get("PG") or "18"
    if not major.isdecimal():
        raise CannotStart(f"PG must be a major version of Postgres, not {major!r}.")
    in_containers = os.environ.get("CONTAINERS") == "1"
    builds_pages = os.environ.get("BUILD_PAGES") == "1" and not in_containers  # the containers' build includes them
    # Imported only now: the import takes a moment, during which signals must be blocked already.
    from local import processes  # noqa: PLC0415

    with processes.start(port, Path(folder).expanduser() if folder else None, int(major), in_containers) as running:
        from local import system  # noqa: PLC0415  (takes a second, while the processes start)

        with suppress(system.Interrupted):
            system.run(running, builds_pages=builds_pages)
    print("Purser has ended", file=sys.__stdout__, flush=True)  # sys.stdout is the functions' log by now
    return 0


def _demo(port: int) -> int:
    from local import demo  # noqa: PLC0415

    for stop_signal in STOP:  # even if the parent ignores them, as a shell does for background jobs
        signal.signal(stop_signal, signal.default_int_handler)
    return demo.run(f"http://127.0.0.1:{port}", os.environ.get("LIVE") == "1")


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 0 < int(text) < 65536):
        raise CannotStart(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
