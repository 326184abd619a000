import { Code, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type Schemas, answerOf, api, keyed } from "../api/client";
import { DecisionButton, NOTE } from "../billing/DecisionButton";
import { session } from "../session/session";
import { useStore } from "../store";
import { AmountText } from "../ui/AmountText";
import { Facts } from "../ui/Facts";
import { StatusBadge } from "../ui/StatusBadge";
import { TimeText } from "../ui/TimeText";
import { TextLink } from "../ui/links";
import { toastDone } from "../ui/toast";
import { FOUND, RUNS } from "./reconciliation";

type Finding = Schemas["Finding"];

/** What a finding is about. A transaction is linked where it is of the reader's own tenant: no other is shown. */
export function FindingSubject({ finding }: { finding: Finding }) {
  const { tenant_id, wallet_id, transaction_id, subject_id, version } = finding;
  const isOwn = useStore(session)?.person.tenantId === tenant_id;
  return (
    <Stack gap={2}>
      <span>{tenant_id}</span>
      {wallet_id !== null && <Named what="Wallet" id={wallet_id} />}
      {transaction_id !== null &&
        (isOwn ? (
          <Text size="xs" c="dimmed">
            Transaction{" "}
            <TextLink to="/operator/transactions/$transactionId" params={{ transactionId: transaction_id }} size="xs">
              {transaction_id}
            </TextLink>
          </Text>
        ) : (
          <Named what="Transaction" id={transaction_id} />
        ))}
      {subject_id !== null && <Named what="Subject" id={subject_id} />}
      {version !== null && (
        <Text size="xs" c="dimmed">
          Version {version}
        </Text>
      )}
    </Stack>
  );
}

function Named({ what, id }: { what: string; id: string }) {
  return (
    <Text size="xs" c="dimmed">
      {what} <Code>{id}</Code>
    </Text>
  );
}

/** An amount where the finding has a currency; else the number of a version. */
export function FindingValue({ of, in: currency }: { of: string | null; in: string | null }) {
  if (of === null) return "–";
  return currency === null ? of : <AmountText amount={of} currency={currency} />;
}

/** What came of it: corrected by the run, acknowledged by somebody, or still to be judged. */
export function Judged({ finding }: { finding: Finding }) {
  const { acknowledged_at, acknowledged_by, note, corrected } = finding;
  return (
    <Stack gap={4} align="flex-start">
      {corrected && <StatusBadge status="corrected" tone="good" />}
      {acknowledged_at === null ? (
        !corrected && <Acknowledge finding={finding} />
      ) : (
        <>
          <StatusBadge status="acknowledged" />
          <Text size="xs" c="dimmed" maw={240}>
            by {acknowledged_by}, <TimeText at={acknowledged_at} />: {note}
          </Text>
        </>
      )}
    </Stack>
  );
}

function Acknowledge({ finding }: { finding: Finding }) {
  const queries = useQueryClient();
  const { finding_id, kind, tenant_id } = finding;
  return (
    <DecisionButton
      verb="Acknowledge"
      title="Acknowledge the finding?"
      ask={{ ...NOTE, isRequired: true, description: "What it is, and what is done about it." }}
      send={(note, key) =>
        answerOf(
          api.POST("/api/v1/reconciliation/findings/{finding_id}/acknowledge", {
            body: { note: note ?? "" },
            params: { ...keyed(key), path: { finding_id } },
          }),
        )
      }
      onDone={() => {
        toastDone("Acknowledged", "It is listed still, and counts no more.");
        void queries.invalidateQueries({ queryKey: [RUNS] });
      }}
    >
      <Facts
        of={[
          ["Finding", FOUND[kind]],
          ["Tenant", tenant_id],
        ]}
      />
      <Text size="sm">
        Nothing in the ledger changes by it. Where a later run finds the same again, it does not count there either.
      </Text>
    </DecisionButton>
  );
}
