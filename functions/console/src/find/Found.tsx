/** What the search has found: a table with one row, whose name leads to its page, and the decisions about it. */
import { Title } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Schemas } from "../api/client";
import { invoiceColumns } from "../billing/invoiceColumns";
import { kindInWords } from "../kinds";
import { operatorPaymentColumns } from "../operator/PaymentsPage";
import { operatorRequestColumns } from "../operator/RequestsPage";
import { useHasRole, useIsDecider, useIsOperator, useIsRoot } from "../session/person";
import { ownPaymentColumns } from "../tenant/PaymentsPage";
import { ownRequestColumns } from "../tenant/RequestsPage";
import { type Column, DataTable } from "../ui/DataTable";
import { TimeText } from "../ui/TimeText";
import { TextLink } from "../ui/links";

/** Whether the person works for the operator, owns the tenant, or audits. A tenant's own people see the pages of their tenant. */
function useIsOfOperator(): boolean {
  return useHasRole("billing.manage", "owner", "auditor", "root");
}

export function FoundTransaction({
  query,
  tenant,
}: {
  query: UseQueryResult<Schemas["AuditedTransaction"]>;
  tenant: string | undefined;
}) {
  const linkTo = ({ transaction_id, kind }: Schemas["AuditedTransaction"]) => (
    <TextLink
      to="/operator/transactions/$transactionId"
      params={{ transactionId: transaction_id }}
      search={tenant === undefined ? {} : { tenant }}
      size="sm"
    >
      {kindInWords(kind)}
    </TextLink>
  );
  return (
    <One
      what="Transaction"
      query={query}
      keyOf={({ transaction_id }) => transaction_id}
      columns={[
        { header: "Kind", isName: true, cell: linkTo },
        { header: "Posted", cell: ({ created_at }) => <TimeText at={created_at} /> },
        { header: "Posted by", cell: ({ posted_by }) => posted_by },
        { header: "Description", cell: ({ description }) => description ?? "–" },
      ]}
    />
  );
}

export function FoundInvoice({ query }: { query: UseQueryResult<Schemas["Invoice"]> }) {
  const to = useIsOfOperator() ? "/operator/invoices/$invoiceId" : "/billing/invoices/$invoiceId";
  const linkTo = ({ invoice_id, number }: Schemas["Invoice"]): ReactNode => (
    <TextLink to={to} params={{ invoiceId: invoice_id }} size="sm">
      {number}
    </TextLink>
  );
  return (
    <One
      what="Invoice"
      query={query}
      keyOf={({ invoice_id }) => invoice_id}
      columns={invoiceColumns({ linkTo, withTenant: useIsRoot() })}
    />
  );
}

export function FoundRequest({ query }: { query: UseQueryResult<Schemas["TopupRequest"]> }) {
  const given = { isOperator: useIsOperator(), isRoot: useIsRoot() };
  return (
    <One
      what="Top-up request"
      query={query}
      keyOf={({ request_id }) => request_id}
      columns={useIsOfOperator() ? operatorRequestColumns(given) : ownRequestColumns}
    />
  );
}

export function FoundPayment({ query }: { query: UseQueryResult<Schemas["Payment"]> }) {
  const given = { isDecider: useIsDecider(), isOperator: useIsOperator(), isRoot: useIsRoot() };
  return (
    <One
      what="Payment"
      query={query}
      keyOf={({ payment_id }) => payment_id}
      columns={useIsOfOperator() ? operatorPaymentColumns(given) : ownPaymentColumns}
    />
  );
}

interface OneProps<Row> {
  what: string;
  query: UseQueryResult<Row>;
  keyOf: (row: Row) => string;
  columns: readonly Column<Row>[];
}

function One<Row>({ what, ...table }: OneProps<Row>) {
  return (
    <section aria-label={what}>
      <Title order={2} size="h4" mb="sm">
        {what}
      </Title>
      <DataTable {...table} label={what} rowsOf={(row) => [row]} empty={null} />
    </section>
  );
}
