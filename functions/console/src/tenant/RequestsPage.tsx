import { Group, NativeSelect, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { type Schemas, answerOf, api, keyed } from "../api/client";
import { changed } from "../app/search";
import { DecisionButton } from "../billing/DecisionButton";
import { PagedTable } from "../billing/PagedTable";
import { requestColumns } from "../billing/requestColumns";
import { ownRequests, useBillingChanged } from "../billing/queries";
import { REQUEST_STATUSES } from "../billing/statuses";
import { requestChoices } from "../billing/words";
import { formatAmount } from "../money";
import { useSub } from "../session/person";
import { type Column, Empty } from "../ui/DataTable";
import { Page } from "../ui/Page";
import { StatusBadge } from "../ui/StatusBadge";
import { ButtonLink, TextLink } from "../ui/links";
import { toastDone } from "../ui/toast";

const route = getRouteApi("/tenant/billing/requests");
type Request = Schemas["TopupRequest"];

const columns: readonly Column<Request>[] = [
  ...requestColumns,
  {
    header: "Invoice",
    cell: ({ invoice }) =>
      invoice === null ? (
        <Text span size="sm" c="dimmed">
          None
        </Text>
      ) : (
        <>
          <TextLink to="/billing/invoices/$invoiceId" params={{ invoiceId: invoice.invoice_id }} size="sm">
            {invoice.number}
          </TextLink>{" "}
          <StatusBadge status={invoice.status} />
        </>
      ),
  },
  { header: "Actions", isAction: true, cell: (request) => <Cancel request={request} /> },
];

/** What the tenant asked for, and what became of it. */
export function RequestsPage() {
  const { status, offset = 0 } = route.useSearch();
  const navigate = route.useNavigate();
  const requests = useQuery(ownRequests({ status }, offset));
  return (
    <Page
      title="Top-up requests"
      lead="An operator approves or rejects each. What is approved has an invoice; once that is paid, the wallet is filled."
      actions={<ButtonLink to="/billing">Ask for a top-up</ButtonLink>}
    >
      <Group mb="md">
        <NativeSelect
          label="Status"
          value={status ?? ""}
          data={requestChoices}
          onChange={(event) => {
            const chosen = REQUEST_STATUSES.find((one) => one === event.currentTarget.value);
            void navigate({ search: (old) => changed(old, { status: chosen }), replace: true });
          }}
        />
      </Group>
      <PagedTable
        label="Top-up requests"
        of="requests"
        columns={columns}
        query={requests}
        keyOf={(request) => request.request_id}
        offset={offset}
        onOffset={(to) => void navigate({ search: (old) => changed(old, { offset: to }) })}
        empty={
          status === undefined ? (
            <Empty title="Nothing has been asked for yet" action={<TextLink to="/billing">Ask for a top-up</TextLink>}>
              Ask for an amount on the wallet&rsquo;s page; an operator decides upon it.
            </Empty>
          ) : (
            <Empty title="No request with this status">Pick another status, or all of them.</Empty>
          )
        }
      />
    </Page>
  );
}

/** Whoever asked takes it back, as long as nobody has decided. */
function Cancel({ request }: { request: Request }) {
  const sub = useSub();
  const billingChanged = useBillingChanged();
  const { request_id, status, requested_by, amount, currency } = request;
  if (status !== "pending") return null;
  if (requested_by !== sub) {
    return (
      <Text span size="xs" c="dimmed">
        Asked by a colleague
      </Text>
    );
  }
  return (
    <DecisionButton
      verb="Cancel the request"
      label="Cancel"
      title="Cancel the request?"
      isDangerous
      send={(_, key) =>
        answerOf(
          api.POST("/api/v1/billing/wallet/topup-requests/{request_id}/cancel", {
            params: { ...keyed(key), path: { request_id } },
          }),
        )
      }
      onDone={() => {
        toastDone("Cancelled", `The request for ${formatAmount(amount, currency)} is taken back.`);
        billingChanged();
      }}
      onRefused={billingChanged}
    >
      <Text size="sm">
        The request for {formatAmount(amount, currency)} is taken back. You can ask again at any time.
      </Text>
    </DecisionButton>
  );
}
