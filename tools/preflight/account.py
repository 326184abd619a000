"""The checks of the account: Lambda's concurrency, the key of erasures, and e-mail."""

from typing import Final

from tools.preflight.plan import Finding, Plan

MIN_UNRESERVED: Final = 100
"""Concurrent executions that an account must leave unreserved. Lambda Developer Guide, "Reserved concurrency"."""
CONCURRENCY_QUOTA: Final = "L-B99A9384"
"""The code in Service Quotas of Lambda's concurrent executions."""


def check_concurrency(plan: Plan) -> Finding:
    """The stream's reserved concurrency leaves the 100 unreserved executions that Lambda requires."""
    limit = plan.client("lambda").get_account_settings()["AccountLimit"]
    reserved = int(plan.values["StreamConcurrency"])
    left = limit["UnreservedConcurrentExecutions"] + int(plan.present("StreamConcurrency") or 0) - reserved
    if left < MIN_UNRESERVED:
        total = limit["ConcurrentExecutions"]
        return Finding(
            "refused",
            f"StreamConcurrency={reserved} would leave {left} of the account's {total} concurrent executions "
            f"unreserved, but Lambda requires {MIN_UNRESERVED}; request more: "
            "aws service-quotas request-service-quota-increase --service-code lambda "
            f"--quota-code {CONCURRENCY_QUOTA} --desired-value 1000",
        )
    return Finding("ok", f"StreamConcurrency={reserved} leaves {left} concurrent executions unreserved")


def check_sender(plan: Plan) -> Finding:
    """SES may send from MailFrom, or the stack can create the identity.

    An identity that another stack or a person has created is used and not created again, which would fail.
    """
    address = plan.values["MailFrom"]
    verified = _identities(plan, address, address.rpartition("@")[2])
    own = plan.present("CreateMailIdentity") == "true" and plan.present("MailFrom") == address
    creates = plan.values["CreateMailIdentity"] == "true"
    chosen = {"CreateMailIdentity": "false"} if creates and address in verified and not own else {}
    if any(verified.values()):
        return Finding("ok", f"SES may send from {address}", chosen)
    if creates or address in verified:
        wrote = "has written" if address in verified else "will write"
        text = f"SES {wrote} to {address}; it sends nothing until somebody follows the link there"
        return Finding("warning", text, chosen)
    reason = f"SES may not send from {address} yet; verify it, or its domain: aws sesv2 create-email-identity"
    return Finding("warning", f"{reason} --email-identity {address}")


def _identities(plan: Plan, *names: str) -> dict[str, bool]:
    """The names that are identities of SES, and whether SES may send from each."""
    ses = plan.client("sesv2")
    found = {}
    for name in names:
        try:
            found[name] = bool(ses.get_email_identity(EmailIdentity=name).get("VerifiedForSendingStatus"))
        except ses.exceptions.NotFoundException:
            continue
    return found


def check_key(plan: Plan) -> Finding:
    """The function that erases can read the secret: it is in the stack's region, under AWS's own key."""
    if not (arn := plan.values["ErasureKeyArn"]):
        return Finding("ok", "nobody can be erased, since there is no ErasureKeyArn")
    if arn.split(":")[3] != plan.region:
        return Finding("refused", f"the secret of ErasureKeyArn is in {arn.split(':')[3]}, not in {plan.region}")
    secrets = plan.client("secretsmanager")
    try:
        secret = secrets.describe_secret(SecretId=arn)
    except secrets.exceptions.ResourceNotFoundException:
        return Finding("refused", f"there is no secret {arn}")
    if "DeletedDate" in secret:
        return Finding("refused", f"the secret {arn} is scheduled for deletion")
    if "KmsKeyId" in secret:  # left out for AWS's own key
        text = f"the secret of ErasureKeyArn is encrypted with {secret['KmsKeyId']}; let ErasureRole use that key"
        return Finding("warning", text)
    return Finding("ok", "there is the secret of ErasureKeyArn")


def check_sandbox(plan: Plan) -> Finding:
    """SES delivers to any address, not only to verified ones."""
    if plan.client("sesv2").get_account()["ProductionAccessEnabled"]:
        return Finding("ok", "SES delivers to any address")
    return Finding(
        "warning", "SES delivers to verified addresses only; docs/operations.md describes how to leave its sandbox"
    )
