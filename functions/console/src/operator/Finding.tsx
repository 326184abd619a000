import { Code, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type Schemas, answerOf, api, keyed } from "../api/client";
import { DecisionButton, NOTE } from "../billing/DecisionButton";
import { useIsRoot } from "../session/person";
import { AmountText } from "../ui/AmountText";
import { Facts } from "../ui/Facts";
import { StatusBadge } from "../ui/StatusBadge";
import { TimeText } from "../ui/TimeText";
import { TextLink } from "../ui/links";
import { toastDone } from "../ui/toast";
import { FINDING_TEXTS, RUNS } from "./reconciliation";

type Finding = Schemas["Finding"];

/** The subject of a finding, with a link to its transaction. */
export function FindingSubject({ finding }: { finding: Finding }) {
  const { tenant_id, wallet_id, transaction_id, subject_id, version } = finding;
  const isRoot = useIsRoot();
  return (
    <Stack gap={2}>
      <span>{tenant_id}</span>
      {wallet_id !== null && <Named what="Wallet" id={wallet_id} />}
      {transaction_id !== null && (
        <Text size="xs" c="dimmed">
          Transaction{" "}
          <TextLink
            to="/operator/transactions/$transactionId"
            params={{ transactionId: transaction_id }}
            search={isRoot ? { tenant: tenant_id } : {}}
            size="xs"
          >
            {transaction_id}
          </TextLink>
        </Text>
      )}
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

/** A value of a finding: an amount if the finding has a currency, or else a number. */
export function FindingValue({ of, in: currency }: { of: string | null; in: string | null }) {
  if (of === null) return "–";
  return currency === null ? of : <AmountText amount={of} currency={currency} />;
}

/** The status of a finding: corrected, acknowledged, or to be acknowledged. */
export function FindingStatus({ finding }: { finding: Finding }) {
  const { acknowledged_at, acknowledged_by, note, corrected } = finding;
  const isRoot = useIsRoot();
  return (
    <Stack gap={4} align="flex-start">
      {corrected && <StatusBadge status="corrected" tone="good" />}
      {acknowledged_at === null ? (
        !corrected && (isRoot ? <Acknowledge finding={finding} /> : <StatusBadge status="open" tone="waiting" />)
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
      id={finding_id}
      what={`Acknowledge the finding in ${tenant_id}`}
      verb="Acknowledge"
      title="Acknowledge the finding?"
      ask={{ ...NOTE, isRequired: true, description: "What the finding is, and what will be done about it." }}
      send={(note, key) =>
        answerOf(
          api.POST("/api/v1/reconciliation/findings/{finding_id}/acknowledge", {
            body: { note: note ?? "" },
            params: { ...keyed(key), path: { finding_id } },
          }),
        )
      }
      onDone={() => {
        toastDone("Acknowledged", "It stays listed and is no longer counted.");
        void queries.invalidateQueries({ queryKey: [RUNS] });
      }}
    >
      <Facts
        of={[
          ["Finding", FINDING_TEXTS[kind]],
          ["Tenant", tenant_id],
        ]}
      />
      <Text size="sm">
        This does not change the ledger. If a later run finds the same, it is not counted there either.
      </Text>
    </DecisionButton>
  );
}
