"""`python -m tests.mutants [name …]`: run the tests of all mutants, or of the named areas and mutants.

The same tests first run without any mistake, and must pass. The exit code is 1 if one of them fails, or if fewer than
95 % of the mutants are found. REPORT=1 stores the outcomes and writes docs/reliability.md. It keeps the earlier
outcomes of mutants that were not run.
"""

import os
import sys
from collections.abc import Sequence

from tests.mutants import report, runner
from tests.mutants.catalogue import AREAS


def main(names: Sequence[str]) -> int:
    known = AREAS.keys() | {mutant.name for mutants in AREAS.values() for mutant in mutants}
    if unknown := sorted(set(names) - known):
        print("No such area or mutant:", *unknown, file=sys.stderr)
        return 2
    wanted = [
        mutant
        for area, mutants in AREAS.items()
        for mutant in mutants
        if not mutant.equivalent and (not names or area in names or mutant.name in names)
    ]
    results = []
    try:
        for result in runner.run(wanted):
            results.append(result)
            print(f"{result.outcome:9}{result.mutant.name:45}{result.detail}", flush=True)
    except runner.BaselineFailed as failure:
        print(failure, "A test fails on the unchanged code.", sep="\n", file=sys.stderr)
        return 1
    print(f"{sum(result.outcome == 'found' for result in results)} of {len(results)} found")
    if os.environ.get("REPORT") == "1":
        report.write(AREAS, results)
    return int(report.score(results) < report.MIN_SCORE)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
