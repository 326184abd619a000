import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { Schemas } from "../api/client";
import { PagedTable } from "../billing/PagedTable";
import { TenantFilter } from "../operator/TenantFilter";
import { useHasRole, useIsRoot, useSub } from "../session/person";
import { AmountText } from "../ui/AmountText";
import { type Column, Empty } from "../ui/DataTable";
import { Page } from "../ui/Page";
import { StatusBadge, wordsOf } from "../ui/StatusBadge";
import { TimeText } from "../ui/TimeText";
import { ChoiceFilter, Filters, choicesOf } from "../ui/filters";
import { ButtonLink, TextLink } from "../ui/links";
import { OnePersonNotice } from "./OnePersonNotice";
import { approvals } from "./queries";
import { APPROVAL_KINDS, APPROVAL_STATUSES } from "./statuses";
import { approvalKindInWords } from "./words";

const route = getRouteApi("/approvals/operator/approvals");
type Approval = Schemas["Approval"];

const STATUS_CHOICES = choicesOf(APPROVAL_STATUSES, wordsOf);
const KIND_CHOICES = choicesOf(APPROVAL_KINDS, approvalKindInWords);

/** Operations that wait for a second person, oldest first, and those that were decided. */
export function ApprovalsPage() {
  const { status = "pending", kind, tenant, offset = 0 } = route.useSearch();
  const isRoot = useIsRoot();
  const seesPolicy = useHasRole("billing.manage", "root", "owner", "auditor");
  const sub = useSub();
  const query = useQuery(approvals({ status: status === "all" ? undefined : status, kind, tenant_id: tenant }, offset));
  const isPending = status === "pending";
  return (
    <Page
      title="Approvals"
      lead="Operations that need two people. A request that nobody decides on expires after seven days."
      actions={
        seesPolicy && (
          <ButtonLink
            to="/operator/approvals/policy"
            search={tenant === undefined ? {} : { tenant }}
            variant="default"
            size="sm"
          >
            Policy
          </ButtonLink>
        )
      }
    >
      {seesPolicy && <OnePersonNotice tenant={tenant} />}
      <Filters>
        <ChoiceFilter name="status" label="Status" choices={STATUS_CHOICES} initial="pending" />
        <ChoiceFilter name="kind" label="Kind" choices={KIND_CHOICES} />
        {isRoot && <TenantFilter />}
      </Filters>
      <PagedTable
        label="Approvals"
        of="approvals"
        columns={columnsWith({ sub, isPending, hasTenants: isRoot })}
        query={query}
        keyOf={(one) => one.approval_id}
        offset={offset}
        empty={
          isPending && kind === undefined && tenant === undefined ? (
            <Empty title="Nothing waits for a second person">New requests appear here.</Empty>
          ) : (
            <Empty title="No approval matches">Choose another status or kind{isRoot && ", or another tenant"}.</Empty>
          )
        }
      />
    </Page>
  );
}

interface Shown {
  sub: string | null;
  isPending: boolean;
  hasTenants: boolean;
}

function columnsWith({ sub, isPending, hasTenants }: Shown): Column<Approval>[] {
  return [
    {
      header: "Operation",
      isName: true,
      cell: ({ approval_id, kind, subject }) => (
        <>
          <TextLink to="/operator/approvals/$approvalId" params={{ approvalId: approval_id }} inherit fw={500}>
            {approvalKindInWords(kind)}
          </TextLink>
          <Text size="xs" c="dimmed" fw={400}>
            {subject}
          </Text>
        </>
      ),
    },
    ...(hasTenants ? [{ header: "Tenant", cell: ({ tenant_id }: Approval) => tenant_id }] : []),
    {
      header: "Amount",
      isFigure: true,
      align: "right",
      cell: ({ amount, currency }) =>
        amount === null || currency === null ? "–" : <AmountText amount={amount} currency={currency} />,
    },
    {
      header: "Requested",
      cell: ({ requested_at, requested_by }) => (
        <>
          <TimeText at={requested_at} />
          <Text size="xs" c="dimmed">
            by {requested_by === sub ? "you" : requested_by}
          </Text>
        </>
      ),
    },
    isPending
      ? { header: "Expires", cell: ({ expires_at }) => <TimeText at={expires_at} /> }
      : { header: "Status", cell: (approval) => <Outcome approval={approval} /> },
  ];
}

function Outcome({ approval: { status, decided_by, decided_at, decision_note } }: { approval: Approval }) {
  return (
    <>
      <StatusBadge status={status} />
      {decided_at !== null && (
        <Text size="xs" c="dimmed" maw={240} mt={2}>
          <TimeText at={decided_at} /> by {decided_by}
          {decision_note !== null && `: ${decision_note}`}
        </Text>
      )}
    </>
  );
}
