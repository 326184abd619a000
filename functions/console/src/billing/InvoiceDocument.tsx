import { Button, Group, Stack } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Schemas } from "../api/client";
import { formatDay } from "../dates";
import { AmountText } from "../ui/AmountText";
import { type Column, DataTable, Empty } from "../ui/DataTable";
import { Facts } from "../ui/Facts";
import { Surface, Tile, Tiles } from "../ui/Surface";
import { TimeText } from "../ui/TimeText";
import { InvoiceBadge } from "./InvoiceBadge";
import { paymentColumns } from "./paymentColumns";
import { PdfButton } from "./pdf";
import { purposeInWords } from "./words";
import "../ui/print.css";

type Invoice = Schemas["Invoice"];

/** Buttons to print the page and to open the PDF. */
export function InvoiceActions({ invoice }: { invoice: Invoice }) {
  return (
    <Group gap="xs" data-screen>
      <Button variant="default" size="xs" onClick={() => window.print()}>
        Print
      </Button>
      <PdfButton invoiceId={invoice.invoice_id} number={invoice.number} />
    </Group>
  );
}

const MAILED: Readonly<Record<NonNullable<Invoice["mail_status"]>, string>> = {
  pending: "The e-mail is being sent",
  sent: "Sent",
  no_address: "There is no address to send it to",
  failed: "The e-mail could not be sent",
};

/** A line with its index, which distinguishes equal lines in the table. */
interface PlacedLine {
  place: number;
  line: Schemas["InvoiceLine"];
}

interface InvoiceDocumentProps {
  query: UseQueryResult<Invoice>;
  invoice: Invoice;
  /** The next step of the reader. */
  next?: ReactNode;
  /** A column with the actions on a payment. */
  paymentActions?: Column<Schemas["Payment"]>;
}

/** An invoice with its lines and payments. */
export function InvoiceDocument({ query, invoice, next, paymentActions }: InvoiceDocumentProps) {
  const { amount, currency } = invoice;
  return (
    <Stack gap="lg">
      <Tiles>
        <Tile label="Amount" note={purposeInWords(invoice.purpose)}>
          <AmountText amount={amount} currency={currency} />
        </Tile>
        <Tile label="Status" note={noteOf(invoice)}>
          <InvoiceBadge invoice={invoice} />
        </Tile>
        <Tile label="Due">{invoice.due_at === null ? "Once issued" : <TimeText at={invoice.due_at} />}</Tile>
      </Tiles>
      {next}
      <Surface title="Invoice">
        <Facts
          of={[
            ["Number", invoice.number],
            ["For", invoice.tenant_id],
            ["Period", periodOf(invoice)],
            ["Issued", invoice.issued_at === null ? null : <TimeText key="issued" at={invoice.issued_at} />],
            ["Paid", invoice.paid_at === null ? null : <TimeText key="paid" at={invoice.paid_at} />],
            ["Void", invoice.void_reason],
            ["E-mail", invoice.mail_status === null ? null : MAILED[invoice.mail_status]],
          ]}
        />
      </Surface>
      <DataTable
        label="Lines"
        columns={[
          { header: "Line", cell: ({ line }: PlacedLine) => line.description, isName: true, footer: "Total" },
          {
            header: "Amount",
            isFigure: true,
            align: "right",
            cell: ({ line }: PlacedLine) => <AmountText amount={line.amount} currency={currency} />,
            footer: <AmountText amount={amount} currency={currency} strong />,
          },
        ]}
        query={query}
        rowsOf={({ lines }) => lines.map((line, place) => ({ place, line }))}
        keyOf={({ place }) => String(place)}
        empty={<Empty title="No lines" />}
      />
      <section
        aria-label="Payments of this invoice"
        // An empty list of payments is not printed.
        data-screen={invoice.payments.length === 0 || undefined}
      >
        <DataTable
          label="Payments"
          columns={[...paymentColumns, ...(paymentActions === undefined ? [] : [paymentActions])]}
          query={query}
          rowsOf={(one) => one.payments}
          keyOf={(payment) => payment.payment_id}
          empty={<Empty title="No payments yet">Submitted payments appear here.</Empty>}
        />
      </section>
    </Stack>
  );
}

function noteOf({ status, is_overdue }: Invoice): ReactNode {
  if (is_overdue) return "Past its due date";
  return {
    draft: "Not issued yet",
    issued: "Waiting for payment",
    paid: "Nothing left to pay",
    void: "Must not be paid",
  }[status];
}

function periodOf({ period_start, period_end }: Invoice): string | null {
  return period_start === null || period_end === null ? null : `${formatDay(period_start)} to ${formatDay(period_end)}`;
}
