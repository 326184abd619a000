import { Alert } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { Schemas } from "../api/client";
import { InvoiceActions, InvoiceDocument } from "../billing/InvoiceDocument";
import { invoiceOf } from "../billing/queries";
import { Loaded } from "../ui/Loaded";
import { Page } from "../ui/Page";
import { Surface } from "../ui/Surface";
import { TextLink } from "../ui/links";
import { PayForm } from "./PayForm";

const route = getRouteApi("/tenant/billing/invoices/$invoiceId");

/** One invoice, and the form to submit its payment. */
export function InvoicePage() {
  const { invoiceId } = route.useParams();
  const query = useQuery(invoiceOf(invoiceId));
  return (
    <Page
      title={query.data === undefined ? "Invoice" : `Invoice ${query.data.number}`}
      actions={query.data !== undefined && <InvoiceActions invoice={query.data} />}
    >
      <Loaded what="the invoice" query={query}>
        {(invoice) => <InvoiceDocument query={query} invoice={invoice} next={<Paying invoice={invoice} />} />}
      </Loaded>
    </Page>
  );
}

/** The next step for an issued invoice: submit a payment, or wait for its approval. */
function Paying({ invoice }: { invoice: Schemas["Invoice"] }) {
  if (invoice.status !== "issued") return null;
  if (invoice.payments.some(({ status }) => status === "pending_approval")) {
    return (
      <Alert color="yellow" title="A payment is waiting for approval" data-screen>
        An operator checks whether the money has arrived.{" "}
        <TextLink to="/billing/payments" search={{ status: "pending_approval" }} size="sm">
          Your payments
        </TextLink>
      </Alert>
    );
  }
  return (
    <div data-screen>
      <Surface title="Submit your payment">
        <PayForm invoice={invoice} />
      </Surface>
    </div>
  );
}
