import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { type Schemas, answerOf, api, keyed } from "../api/client";
import { DecisionButton } from "../billing/DecisionButton";
import { PagedTable } from "../billing/PagedTable";
import { paymentColumns } from "../billing/paymentColumns";
import { payments, useBillingChanged } from "../billing/queries";
import { paymentChoices } from "../billing/words";
import { useSub } from "../session/person";
import { type Column, Empty } from "../ui/DataTable";
import { Page } from "../ui/Page";
import { ChoiceFilter, Filters } from "../ui/filters";
import { TextLink } from "../ui/links";
import { toastDone } from "../ui/toast";

const route = getRouteApi("/tenant/billing/payments");
type Payment = Schemas["Payment"];

/** The columns of a payment for the tenant's own people. */
export const ownPaymentColumns: readonly Column<Payment>[] = [
  ...paymentColumns,
  {
    header: "Invoice",
    cell: ({ invoice_id, invoice_number }) => (
      <TextLink to="/billing/invoices/$invoiceId" params={{ invoiceId: invoice_id }} size="sm">
        {invoice_number}
      </TextLink>
    ),
  },
  { header: "Actions", isAction: true, cell: (payment) => <Cancel payment={payment} /> },
];

/** The payments that the tenant submitted. */
export function PaymentsPage() {
  const { status, offset = 0 } = route.useSearch();
  const query = useQuery(payments({ status }, offset));
  return (
    <Page
      title="Payments"
      lead="Submit a payment on the page of its invoice. An operator confirms it once the money has arrived."
    >
      <Filters>
        <ChoiceFilter name="status" label="Status" choices={paymentChoices} />
      </Filters>
      <PagedTable
        label="Payments"
        of="payments"
        columns={ownPaymentColumns}
        query={query}
        keyOf={(payment) => payment.payment_id}
        offset={offset}
        empty={
          status === undefined ? (
            <Empty
              title="No payments yet"
              action={
                <TextLink to="/billing/invoices" search={{ status: "issued" }} size="sm">
                  Invoices to pay
                </TextLink>
              }
            >
              Open the invoice that you paid, and submit the payment there.
            </Empty>
          ) : (
            <Empty title="No payments with this status">Choose another status, or all.</Empty>
          )
        }
      />
    </Page>
  );
}

/** The submitter can cancel a payment until it is decided. */
function Cancel({ payment }: { payment: Payment }) {
  const sub = useSub();
  const billingChanged = useBillingChanged();
  const { payment_id, status, created_by, invoice_number } = payment;
  if (status !== "pending_approval") return null;
  if (created_by !== sub) {
    return (
      <Text span size="xs" c="dimmed">
        Submitted by a colleague
      </Text>
    );
  }
  return (
    <DecisionButton
      id={payment_id}
      what={`Cancel the payment for ${invoice_number}`}
      verb="Cancel the payment"
      label="Cancel"
      title="Cancel the payment?"
      isDangerous
      send={(_, key) =>
        answerOf(
          api.POST("/api/v1/billing/payments/{payment_id}/cancel", { params: { ...keyed(key), path: { payment_id } } }),
        )
      }
      onDone={() => {
        toastDone("Cancelled", `Invoice ${invoice_number} can be paid again.`);
        billingChanged();
      }}
      onRefused={billingChanged}
    >
      <Text size="sm">
        The operator no longer looks for the payment of {invoice_number}. No money is sent back: if you have paid, do
        not cancel it.
      </Text>
    </DecisionButton>
  );
}
