import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { type Schemas, answerOf, api, keyed } from "../api/client";
import { DecisionButton } from "../billing/DecisionButton";
import { PagedTable } from "../billing/PagedTable";
import { requestColumns } from "../billing/requestColumns";
import { ownRequests, useBillingChanged } from "../billing/queries";
import { requestChoices } from "../billing/words";
import { formatAmount } from "../money";
import { useSub } from "../session/person";
import { type Column, Empty } from "../ui/DataTable";
import { Page } from "../ui/Page";
import { StatusBadge } from "../ui/StatusBadge";
import { ChoiceFilter, Filters } from "../ui/filters";
import { ButtonLink, TextLink } from "../ui/links";
import { toastDone } from "../ui/toast";

const route = getRouteApi("/tenant/billing/requests");
type Request = Schemas["TopupRequest"];

/** The columns of a request for the tenant's own people. */
export const ownRequestColumns: readonly Column<Request>[] = [
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

/** The tenant's top-up requests. */
export function RequestsPage() {
  const { status, offset = 0 } = route.useSearch();
  const requests = useQuery(ownRequests({ status }, offset));
  return (
    <Page
      title="Top-up requests"
      lead="An operator approves or rejects each request. An approved one has an invoice; once it is paid, the wallet is credited."
      actions={<ButtonLink to="/billing">Request a top-up</ButtonLink>}
    >
      <Filters>
        <ChoiceFilter name="status" label="Status" choices={requestChoices} />
      </Filters>
      <PagedTable
        label="Top-up requests"
        of="requests"
        columns={ownRequestColumns}
        query={requests}
        keyOf={(request) => request.request_id}
        offset={offset}
        empty={
          status === undefined ? (
            <Empty title="No requests yet" action={<TextLink to="/billing">Request a top-up</TextLink>}>
              Request an amount on the wallet&rsquo;s page. An operator approves or rejects it.
            </Empty>
          ) : (
            <Empty title="No requests with this status">Choose another status, or all.</Empty>
          )
        }
      />
    </Page>
  );
}

/** The requester can cancel a request until it is decided. */
function Cancel({ request }: { request: Request }) {
  const sub = useSub();
  const billingChanged = useBillingChanged();
  const { request_id, status, requested_by, amount, currency } = request;
  if (status !== "pending") return null;
  if (requested_by !== sub) {
    return (
      <Text span size="xs" c="dimmed">
        Requested by a colleague
      </Text>
    );
  }
  return (
    <DecisionButton
      id={request_id}
      what={`Cancel the request for ${formatAmount(amount, currency)}`}
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
        toastDone("Cancelled", `The request for ${formatAmount(amount, currency)} was cancelled.`);
        billingChanged();
      }}
      onRefused={billingChanged}
    >
      <Text size="sm">
        The request for {formatAmount(amount, currency)} is cancelled. You can make a new one at any time.
      </Text>
    </DecisionButton>
  );
}
