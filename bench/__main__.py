"""`python -m bench`: run benchmarks, print a table, write JSON. SMOKE=1: only check that they run, write nothing.

The exit code is 1 if a figure misses its target. The last lines name such figures.
"""

import argparse
import os
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

from bench import (
    awards,
    batch,
    billing,
    cashier,
    clients,
    growth,
    history,
    imports,
    lifetimes,
    live,
    load,
    overload,
    peers,
    posting,
    reconciliation,
    report,
    search,
    tenants,
    write,
)
from bench.database import open_bench
from tests.support.kit import DEFAULT_ROLE, PLATFORM

SUBJECTS = {
    module.__name__.removeprefix("bench."): module.measure
    for module in (
        *(write, posting, batch, clients, imports, cashier, history, search, live, load, awards),
        *(reconciliation, billing, lifetimes, overload, tenants, growth),
    )
}
ON_REQUEST = {"growth"}  # takes half an hour


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "subjects",
        nargs="*",
        metavar="SUBJECT",
        help=f"any of {', '.join(SUBJECTS)}; default: all but {', '.join(ON_REQUEST)}",
    )
    parser.add_argument(
        "--pgledger", type=Path, metavar="FOLDER", help="a checkout of pgledger, for the subject peers, which needs it"
    )
    parser.add_argument(
        "--json", type=Path, default=Path(__file__).parent / "results.json", help="the JSON file to write"
    )
    parser.add_argument(
        "--postgres", type=int, default=int(os.environ.get("PG", "18")), help="major version of Postgres"
    )
    options = parser.parse_args()
    subjects = dict(SUBJECTS)
    if options.pgledger is not None:
        if not (options.pgledger / "pgledger.sql").is_file():
            parser.error(f"{options.pgledger} contains no pgledger.sql")
        subjects["peers"] = partial(peers.measure, checkout=options.pgledger)
    elif "peers" in options.subjects:
        parser.error("the subject peers needs --pgledger")
    if unknown := set(options.subjects) - set(subjects):
        parser.error(f"unknown subject {', '.join(sorted(unknown))}")

    # The handlers write log lines and metrics to standard output, as in Lambda; only the table is to be seen here.
    output = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)

    results: dict[str, report.Results] = {}
    with open_bench(options.postgres, smoke=os.environ.get("SMOKE") == "1") as bench:
        os.environ |= {"DATABASE_URL": bench.ledger.url, "DATABASE_ROLE": DEFAULT_ROLE, "PLATFORM_TENANT": PLATFORM}
        for name in options.subjects or [name for name in SUBJECTS if bench.smoke or name not in ON_REQUEST]:
            conditions = report.machine(bench.ledger.value("select version()"))
            figures = list(subjects[name](bench))
            results[name] = report.Results(conditions, figures)
            bench.assert_consistent()
    if bench.smoke:  # the figures of so short a run mean nothing
        results = {
            name: replace(result, figures=[replace(figure, met=None) for figure in result.figures])
            for name, result in results.items()
        }
    else:
        report.save(options.json, results)
    report.show(output, results)
    missed = [figure for result in results.values() for figure in result.figures if figure.met is False]
    for figure in missed:
        output.write(f"FAILED {figure.name} - {figure.figure}, not {figure.target}\n")
    output.close()
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
