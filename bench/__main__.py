"""`python -m bench`: run benchmarks, print a table, write JSON. SMOKE=1: only check that they run."""

import argparse
import os
from dataclasses import replace
from pathlib import Path

from bench import awards, billing, cashier, history, live, overload, posting, reconciliation, report
from bench.database import open_bench

SUBJECTS = {
    module.__name__.removeprefix("bench."): module
    for module in (posting, cashier, history, live, awards, reconciliation, billing, overload)
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("subjects", nargs="*", metavar="SUBJECT", help=f"any of {', '.join(SUBJECTS)}; default: all")
    parser.add_argument(
        "--json", type=Path, default=Path(__file__).parent / "results.json", help="the JSON file to write"
    )
    parser.add_argument(
        "--postgres", type=int, default=int(os.environ.get("PG", "18")), help="major version of Postgres"
    )
    options = parser.parse_args()
    if unknown := set(options.subjects) - set(SUBJECTS):
        parser.error(f"unknown subject {', '.join(sorted(unknown))}")

    # The handlers write log lines and metrics to standard output, as in Lambda; only the table is to be seen here.
    output = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)

    figures: list[report.Figure] = []
    with open_bench(options.postgres, smoke=os.environ.get("SMOKE") == "1") as bench:
        os.environ["DATABASE_URL"] = bench.ledger.url
        conditions = report.machine(bench.ledger.value("select version()"))
        conditions["smoke"] = bench.smoke
        for name in options.subjects or SUBJECTS:
            measured = SUBJECTS[name].measure(bench)
            figures.extend(replace(figure, met=None) if bench.smoke else figure for figure in measured)
            bench.assert_consistent()
    report.show(output, conditions, figures)
    output.close()
    report.save(options.json, conditions, figures)


if __name__ == "__main__":
    main()
