"""The command of `make chaos`. Exits with 1 if the checker finds an anomaly or the nemesis fails."""

import argparse
import os
import secrets
import signal
import sys
from pathlib import Path

from tests.chaos import nemesis, report
from tests.chaos.activities import WORKLOADS
from tests.chaos.runner import CLIENTS, Settings, chaos


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--seconds", type=float, default=120.0, help="how long the clients act")
    parser.add_argument("--seed", default="", help="of all choices; by default a new one")
    parser.add_argument("--workload", choices=WORKLOADS, default="everything")
    parser.add_argument("--fault", choices=nemesis.KINDS, action="append", help="only these kinds, in their order")
    parser.add_argument("--clients", type=int, default=CLIENTS)
    parser.add_argument("--folder", type=Path, default=Path(".chaos"), help="for the result and all logs")
    parser.add_argument("--report", action="store_true", help=f"write the table into {report.PAGE}")
    options = parser.parse_args()
    seed = options.seed or secrets.token_hex(4)
    print(f"seed {seed}", flush=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # raises KeyboardInterrupt, so that Postgres is stopped
    settings = Settings(
        seed=seed,
        seconds=options.seconds,
        workload=options.workload,
        kinds=options.fault or tuple(nemesis.KINDS),
        clients=options.clients,
        pipelined=os.environ.get("PIPELINE", "on") != "off",
        major=int(os.environ.get("PG") or "18"),
        folder=options.folder,
    )
    result = chaos(settings)
    for line in report.show(result):
        print(line)
    report.write(result, options.folder / "result.json")
    if options.report:
        report.write_page(result)
    return 1 if result.anomalies or result.failures else 0


if __name__ == "__main__":
    sys.exit(main())
