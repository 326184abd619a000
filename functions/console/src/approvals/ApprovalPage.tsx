import { Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { Schemas } from "../api/client";
import { AmountText } from "../ui/AmountText";
import { Facts } from "../ui/Facts";
import { Loaded } from "../ui/Loaded";
import { Page } from "../ui/Page";
import { StatusBadge } from "../ui/StatusBadge";
import { Surface, Tile, Tiles } from "../ui/Surface";
import { TimeText } from "../ui/TimeText";
import { ButtonLink } from "../ui/links";
import { ApprovalDecisions } from "./ApprovalDecisions";
import { Request, Transaction } from "./Request";
import { linesOf, textOf } from "./fields";
import { approvalOf } from "./queries";
import { approvalKindInWords } from "./words";

const route = getRouteApi("/approvals/operator/approvals/$approvalId");
type Details = Schemas["ApprovalDetails"];

const TITLES: Readonly<Record<Details["status"], string>> = {
  pending: "What will be done",
  approved: "What was done",
  rejected: "What was requested",
  expired: "What was requested",
};

/** One approval: what it executes, the decision on it, and the result. */
export function ApprovalPage() {
  const { approvalId } = route.useParams();
  const query = useQuery(approvalOf(approvalId));
  return (
    <Page
      title={query.data === undefined ? "Approval" : approvalKindInWords(query.data.kind)}
      actions={
        <ButtonLink to="/operator/approvals" variant="default" size="sm">
          All approvals
        </ButtonLink>
      }
    >
      <Loaded what="the approval" query={query}>
        {(approval) => (
          <Stack gap="lg">
            <Figures approval={approval} />
            <Surface title={TITLES[approval.status]}>
              <Request approval={approval} />
            </Surface>
            <Surface title="Decision">
              {approval.status === "pending" ? (
                <ApprovalDecisions approval={approval} />
              ) : (
                <Decision approval={approval} />
              )}
            </Surface>
            {approval.result !== null && <Result approval={approval} result={approval.result} />}
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

function Figures({ approval }: { approval: Details }) {
  const { amount, currency, tenant_id, requested_by, requested_at, expires_at, status } = approval;
  return (
    <Tiles>
      <Tile label="Amount" note={tenant_id}>
        {amount === null || currency === null ? "None" : <AmountText amount={amount} currency={currency} />}
      </Tile>
      <Tile
        label="Status"
        note={
          status === "pending" && (
            <>
              until <TimeText at={expires_at} />
            </>
          )
        }
      >
        <StatusBadge status={status} />
      </Tile>
      <Tile label="Requested by" note={<TimeText at={requested_at} />}>
        {requested_by}
      </Tile>
    </Tiles>
  );
}

function Decision({ approval: { status, decided_by, decided_at, decision_note, expires_at } }: { approval: Details }) {
  if (decided_at === null) {
    return (
      <Facts
        of={[
          ["Status", <StatusBadge key="status" status={status} />],
          ["Expired", <TimeText key="expired" at={expires_at} />],
          ["Next", "Nobody decided in time. Whoever needs it can request it again."],
        ]}
      />
    );
  }
  return (
    <Facts
      of={[
        ["Decision", <StatusBadge key="status" status={status} />],
        ["By", decided_by],
        ["When", <TimeText key="when" at={decided_at} />],
        [status === "approved" ? "Note" : "Reason", decision_note],
      ]}
    />
  );
}

/** The operation's answer. Its lists, such as the entries of a transaction, are on the page of the subject. */
function Result({ approval, result }: { approval: Details; result: NonNullable<Details["result"]> }) {
  const shown = Object.entries(result).filter(([name, value]) => name !== "transaction_id" && !Array.isArray(value));
  const transaction = textOf(result, "transaction_id");
  return (
    <Surface title="Result">
      <Stack gap="sm">
        {transaction !== "" && <Transaction id={transaction} tenant={approval.tenant_id} label="Transaction" />}
        <Facts of={linesOf(Object.fromEntries(shown))} />
      </Stack>
    </Surface>
  );
}
