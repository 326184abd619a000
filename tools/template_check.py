"""The second half of `make check-template`: AWS's validator, for the template as it is and after SAM's transform.

python -P tools/template_check.py <template> <transformed template>, with the validator's own environment. It uses the
schemas and rules that came with it, without network access. Findings from warnings up fail the check, except for
EXEMPTIONS; an exemption without a finding fails it too.
"""

import sys
from dataclasses import dataclass
from typing import Final

from cloudformation_validate import CompositeEngine, Severity, ValidateConfig

SOURCE, TRANSFORMED = "template.yaml", "transformed"


@dataclass(frozen=True)
class Exemption:
    """rule: of the validator. where: SOURCE or TRANSFORMED. of: the resource, parameter or output; None for any."""

    rule: str
    where: str
    of: str | None
    reason: str


EXEMPTIONS: Final = (
    Exemption(
        "W1100", SOURCE, None, "YAML's merge keys: sam build resolves them before CloudFormation reads the template"
    ),
    Exemption("F1020", SOURCE, None, "Function.Alias: SAM's own reference, which its transform resolves"),
    Exemption("E3005", SOURCE, "ApiAtDomain", "the stage that it depends on is created by SAM's transform"),
    Exemption("E3005", SOURCE, "Migration", "SAM's transform creates its function's EventInvokeConfig"),
    Exemption("W2001", TRANSFORMED, "GradualDeployment", "SAM's transform has evaluated it and left no reference"),
    Exemption("W3011", TRANSFORMED, "LedgerLayer", "SAM creates a new layer for each content and keeps the old ones"),
    *(
        Exemption("W1001", where, "Issuer", "the reference is in Fn::If with the pool's own condition")
        for where in (SOURCE, TRANSFORMED)
    ),
    *(
        Exemption("W8003", where, "CapacityVaries", "a parameter of type Number is a text where it is referred to")
        for where in (SOURCE, TRANSFORMED)
    ),
    *(
        Exemption("F3014", where, "ServicesGroup", "each rule in Fn::If has exactly one destination")
        for where in (SOURCE, TRANSFORMED)
    ),
    *(
        Exemption(
            "W3688", where, "Database", "both are in Fn::If with one condition, so there is only ever one of them"
        )
        for where in (SOURCE, TRANSFORMED)
    ),
)


def main(template: str, transformed: str) -> int:
    """The number of findings."""
    used: set[Exemption] = set()
    findings = 0
    for where, file in ((SOURCE, template), (TRANSFORMED, transformed)):
        report = CompositeEngine().validate_template(file, ValidateConfig(severity_level=Severity.WARN))
        for found in report.diagnostics:
            name = found.entity.logical_id if found.entity else ""
            exempt = [
                one
                for one in EXEMPTIONS
                if (one.rule, one.where) == (found.rule_id, where) and (one.of is None or name.startswith(one.of))
            ]
            used |= set(exempt)
            if not exempt:
                findings += 1
                print(f"{where}: {found.rule_id} {name} {found.property_path or ''}: {found.message}")
    for one in EXEMPTIONS:
        if one not in used:
            findings += 1
            print(f"{one.where}: the exemption {one.rule} {one.of or ''} has no finding")
    print(f"cloudformation-validate: {findings} findings, {len(EXEMPTIONS)} exemptions")
    return findings


if __name__ == "__main__":
    sys.exit(bool(main(*sys.argv[1:])))
