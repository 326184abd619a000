import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { Schemas } from "../api/client";
import { PagedTable } from "../billing/PagedTable";
import { paymentColumns } from "../billing/paymentColumns";
import { payments } from "../billing/queries";
import { paymentChoices } from "../billing/words";
import { useIsDecider, useIsOperator, useIsRoot } from "../session/person";
import { type Column, Empty } from "../ui/DataTable";
import { Page } from "../ui/Page";
import { ChoiceFilter, Filters } from "../ui/filters";
import { TextLink } from "../ui/links";
import { PaymentDecisions } from "./PaymentDecisions";
import { TenantFilter } from "./TenantFilter";

const route = getRouteApi("/operator/operator/payments");

const tenantColumn: Column<Schemas["Payment"]> = { header: "Tenant", cell: ({ tenant_id }) => tenant_id };

const columns: readonly Column<Schemas["Payment"]>[] = [
  ...paymentColumns,
  {
    header: "Invoice",
    cell: ({ invoice_id, invoice_number }) => (
      <TextLink to="/operator/invoices/$invoiceId" params={{ invoiceId: invoice_id }} size="sm">
        {invoice_number}
      </TextLink>
    ),
  },
];

interface Reader {
  isDecider: boolean;
  isOperator: boolean;
  isRoot: boolean;
}

/** The columns of a payment for operators, owners and auditors. */
export function operatorPaymentColumns({ isDecider, isOperator, isRoot }: Reader) {
  const next: Column<Schemas["Payment"]> = {
    header: "Next",
    isAction: true,
    cell: (payment) => <PaymentDecisions payment={payment} mayReject={isOperator} />,
  };
  const [name, ...others] = columns;
  return [
    ...(name === undefined ? [] : [name]),
    ...(isRoot ? [tenantColumn] : []),
    ...others,
    ...(isDecider ? [next] : []),
  ];
}

/** The payments that tenants submitted, filtered by those that wait for approval at first. */
export function PaymentsPage() {
  const { status = "pending_approval", tenant, offset = 0 } = route.useSearch();
  const isRoot = useIsRoot();
  const given = { isDecider: useIsDecider(), isOperator: useIsOperator(), isRoot };
  const query = useQuery(payments({ status: status === "all" ? undefined : status, tenant_id: tenant }, offset));
  return (
    <Page
      title="Payments"
      lead="Approve a payment once its money has arrived. Whoever submitted it, or requested its top-up, cannot approve it."
    >
      <Filters>
        <ChoiceFilter name="status" label="Status" choices={paymentChoices} initial="pending_approval" />
        {isRoot && <TenantFilter />}
      </Filters>
      <PagedTable
        label="Payments"
        of="payments"
        columns={operatorPaymentColumns(given)}
        query={query}
        keyOf={(payment) => payment.payment_id}
        offset={offset}
        empty={
          status === "pending_approval" ? (
            <Empty title="No payment waits for approval">Payments that tenants submit appear here.</Empty>
          ) : (
            <Empty title="No payment matches">Choose another status{isRoot && ", or another tenant"}.</Empty>
          )
        }
      />
    </Page>
  );
}
