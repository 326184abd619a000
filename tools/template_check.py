"""`make check-template`'s second opinion: AWS's own validator, over the template as it is and as SAM transforms it.

python -P tools/template_check.py <template> <transformed template>, by the environment that has the validator. It reads
the schemas and rules that came with it, and asks nobody. What it finds from a warning up is an error here, but for
EXCEPTIONS; an exception that it finds nothing for is one, too.
"""

import sys
from dataclasses import dataclass
from typing import Final

from cloudformation_validate import CompositeEngine, Severity, ValidateConfig

SOURCE, TRANSFORMED = "template.yaml", "transformed"


@dataclass(frozen=True)
class Exemption:
    """rule: of the validator. where: of which of the two. of: the resource, parameter or output; none: of any."""

    rule: str
    where: str
    of: str | None
    reason: str


EXCEPTIONS: Final = (
    Exemption("W1100", SOURCE, None, "YAML's merge keys: sam build resolves them before CloudFormation sees anything"),
    Exemption("F1020", SOURCE, None, "Function.Alias: a reference of SAM's own, which its transform resolves"),
    Exemption("E3005", SOURCE, "ApiAtDomain", "the stage that it depends on is made by SAM's transform"),
    Exemption("W2001", TRANSFORMED, "GradualDeployment", "SAM's transform has read it by then, and left no reference"),
    Exemption("W3011", TRANSFORMED, "LedgerLayer", "SAM makes a layer anew for each content and keeps the old ones"),
    *(
        Exemption("W1001", where, "Issuer", "the reference stands in Fn::If under the pool's own condition")
        for where in (SOURCE, TRANSFORMED)
    ),
    *(
        Exemption("W3688", where, "Database", "both stand in Fn::If under one condition, so there is never both")
        for where in (SOURCE, TRANSFORMED)
    ),
)


def main(template: str, transformed: str) -> int:
    """How many findings there are."""
    used: set[Exemption] = set()
    findings = 0
    for where, file in ((SOURCE, template), (TRANSFORMED, transformed)):
        report = CompositeEngine().validate_template(file, ValidateConfig(severity_level=Severity.WARN))
        for found in report.diagnostics:
            name = found.entity.logical_id if found.entity else ""
            exempt = [
                one
                for one in EXCEPTIONS
                if (one.rule, one.where) == (found.rule_id, where) and (one.of is None or name.startswith(one.of))
            ]
            used |= set(exempt)
            if not exempt:
                findings += 1
                print(f"{where}: {found.rule_id} {name} {found.property_path or ''}: {found.message}")
    for one in EXCEPTIONS:
        if one not in used:
            findings += 1
            print(f"{one.where}: nothing is found for the exception {one.rule} {one.of or ''}")
    print(f"cloudformation-validate: {findings} findings, {len(EXCEPTIONS)} exceptions")
    return findings


if __name__ == "__main__":
    sys.exit(bool(main(*sys.argv[1:])))
