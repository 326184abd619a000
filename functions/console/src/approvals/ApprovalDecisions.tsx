import { Alert, Group, Text } from "@mantine/core";
import { type Schemas, answerOf, api, keyed } from "../api/client";
import { DecisionButton, NOTE, REASON } from "../billing/DecisionButton";
import { useBillingChanged } from "../billing/queries";
import { APPROVERS } from "../ledger";
import { usePerson } from "../session/person";
import { toastDone } from "../ui/toast";
import { useActsAlone } from "./OwnPart";
import { useApprovalsChanged } from "./queries";
import { approvalKindInWords, mayDecide } from "./words";

type Approval = Schemas["Approval"];

/** The decisions on a pending approval that the person may make, or the reason why there are none. */
export function ApprovalDecisions({ approval }: { approval: Approval }) {
  const person = usePerson();
  const actsAlone = useActsAlone(approval.kind);
  if (person?.sub === approval.requested_by && !actsAlone) {
    return (
      <Alert color="yellow" title="You requested this">
        <Text size="sm" mb="sm">
          Nobody approves what they requested: somebody else has to do it. You can withdraw it.
        </Text>
        <Reject approval={approval} verb="Withdraw" />
      </Alert>
    );
  }
  if (!mayDecide(person, approval.kind)) {
    return (
      <Text size="sm" c="dimmed">
        It waits for a person with the role {APPROVERS[approval.kind].join(" or ")}.
      </Text>
    );
  }
  return (
    <Group gap="xs">
      <Approve approval={approval} />
      <Reject approval={approval} verb="Reject" />
    </Group>
  );
}

function Approve({ approval: { approval_id, kind, subject } }: { approval: Approval }) {
  const approvalsChanged = useApprovalsChanged();
  const billingChanged = useBillingChanged();
  return (
    <DecisionButton
      id={approval_id}
      what={`Approve: ${approvalKindInWords(kind)}, ${subject}`}
      verb="Approve"
      variant="filled"
      size="sm"
      title="Approve the operation?"
      ask={NOTE}
      send={(note, key) =>
        answerOf(
          api.POST("/api/v1/approvals/{approval_id}/approve", {
            body: { note },
            params: { ...keyed(key), path: { approval_id } },
          }),
        )
      }
      onDone={() => {
        toastDone("Approved and executed", approvalKindInWords(kind));
        approvalsChanged();
        billingChanged();
      }}
      onRefused={approvalsChanged}
    >
      <Text size="sm">
        {approvalKindInWords(kind)}: it is executed at once. If that is refused, nothing changes and the request stays
        pending.
      </Text>
    </DecisionButton>
  );
}

/** Rejects an operation; its requester withdraws it in the same way. */
function Reject({
  approval: { approval_id, kind, subject },
  verb,
}: {
  approval: Approval;
  verb: "Reject" | "Withdraw";
}) {
  const approvalsChanged = useApprovalsChanged();
  return (
    <DecisionButton
      id={approval_id}
      what={`${verb}: ${approvalKindInWords(kind)}, ${subject}`}
      verb={verb}
      isDangerous
      size="sm"
      title={`${verb} the request?`}
      ask={REASON}
      send={(reason, key) =>
        answerOf(
          api.POST("/api/v1/approvals/{approval_id}/reject", {
            body: { reason: reason ?? "" },
            params: { ...keyed(key), path: { approval_id } },
          }),
        )
      }
      onDone={() => {
        toastDone(verb === "Reject" ? "Rejected" : "Withdrawn", "Nothing has changed.");
        approvalsChanged();
      }}
      onRefused={approvalsChanged}
    >
      <Text size="sm">{approvalKindInWords(kind)}: it is never executed. Whoever needs it can request it again.</Text>
    </DecisionButton>
  );
}
