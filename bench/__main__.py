"""`python -m bench`: measure, print the table, write the JSON. SMOKE=1: that it runs and conserves, no more."""

import argparse
import os
from dataclasses import replace
from pathlib import Path

from bench import awards, billing, desk, history, live, posting, reconciliation, report
from bench.database import opened

SUBJECTS = {
    module.__name__.removeprefix("bench."): module
    for module in (posting, desk, history, live, awards, reconciliation, billing)
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("subjects", nargs="*", metavar="SUBJECT", help=f"of {', '.join(SUBJECTS)}; all without one")
    parser.add_argument("--json", type=Path, default=Path(__file__).parent / "results.json", help="where the JSON goes")
    parser.add_argument("--postgres", type=int, default=int(os.environ.get("PG", "18")), help="the major version")
    options = parser.parse_args()
    if unknown := set(options.subjects) - set(SUBJECTS):
        parser.error(f"there is no subject {', '.join(sorted(unknown))}")

    # The handlers' log lines and metrics go to standard output, as in Lambda; the table is all that is wanted here.
    told = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)

    figures: list[report.Figure] = []
    with opened(options.postgres, smoke=os.environ.get("SMOKE") == "1") as bench:
        conditions = report.machine(bench.ledger.value("select version()"))
        conditions["smoke"] = bench.smoke
        for name in options.subjects or SUBJECTS:
            measured = SUBJECTS[name].measure(bench)
            figures.extend(replace(figure, met=None) if bench.smoke else figure for figure in measured)
            bench.assert_consistent()
    report.show(told, conditions, figures)
    told.close()
    report.save(options.json, conditions, figures)


if __name__ == "__main__":
    main()
