import { Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { type Schemas, answerOf, api, keyed } from "../api/client";
import { DecisionButton, REASON, REFERENCE } from "../billing/DecisionButton";
import { InvoiceActions, InvoiceDocument } from "../billing/InvoiceDocument";
import { invoiceOf, useBillingChanged } from "../billing/queries";
import { nobodyCanPay } from "../billing/words";
import { formatAmount } from "../money";
import { useIsDecider, useIsOperator } from "../session/person";
import { Loaded } from "../ui/Loaded";
import { Page } from "../ui/Page";
import { toastDone } from "../ui/toast";
import { useUnlessWaiting } from "../write/waiting";
import { PaymentDecisions } from "./PaymentDecisions";

const route = getRouteApi("/operator/operator/invoices/$invoiceId");
type Invoice = Schemas["Invoice"];

/** One invoice, with the person's actions on it and on its payments. */
export function InvoicePage() {
  const { invoiceId } = route.useParams();
  const query = useQuery(invoiceOf(invoiceId));
  const isOperator = useIsOperator();
  const isDecider = useIsDecider();
  return (
    <Page
      title={query.data === undefined ? "Invoice" : `Invoice ${query.data.number}`}
      actions={
        query.data !== undefined && (
          <>
            {isDecider && <Decisions invoice={query.data} isOperator={isOperator} />}
            <InvoiceActions invoice={query.data} />
          </>
        )
      }
    >
      <Loaded what="the invoice" query={query}>
        {(invoice) => (
          <InvoiceDocument
            query={query}
            invoice={invoice}
            {...(isDecider && {
              paymentActions: {
                header: "Next",
                cell: (payment) => <PaymentDecisions payment={payment} mayReject={isOperator} />,
              },
            })}
          />
        )}
      </Loaded>
    </Page>
  );
}

function Decisions({ invoice, isOperator }: { invoice: Invoice; isOperator: boolean }) {
  // A submitted payment is approved or rejected first, below.
  const isWaiting = invoice.payments.some(({ status }) => status === "pending_approval");
  return (
    <Group gap="xs" data-screen>
      {isOperator && invoice.status === "draft" && <Issue invoice={invoice} />}
      {invoice.status === "issued" && !isWaiting && <Pay invoice={invoice} />}
      {isOperator && (invoice.status === "draft" || invoice.status === "issued") && <Void invoice={invoice} />}
    </Group>
  );
}

function Issue({ invoice: { invoice_id, number, amount, currency, tenant_id } }: { invoice: Invoice }) {
  const billingChanged = useBillingChanged();
  return (
    <DecisionButton
      id={invoice_id}
      what={`Issue ${number}`}
      verb="Issue"
      variant="filled"
      title="Issue the invoice?"
      send={(_, key) =>
        answerOf(
          api.POST("/api/v1/billing/invoices/{invoice_id}/issue", { params: { ...keyed(key), path: { invoice_id } } }),
        )
      }
      onDone={({ warning }) => {
        toastDone("Issued", warning === null ? `${number} is due in 14 days.` : nobodyCanPay(number));
        billingChanged();
      }}
      onRefused={billingChanged}
    >
      <Text size="sm">
        {tenant_id} is asked to pay {formatAmount(amount, currency)} within 14 days, also by e-mail.
      </Text>
    </DecisionButton>
  );
}

function Pay({ invoice: { invoice_id, number, amount, currency, purpose } }: { invoice: Invoice }) {
  const billingChanged = useBillingChanged();
  const unlessWaiting = useUnlessWaiting();
  return (
    <DecisionButton
      id={invoice_id}
      what={`Mark ${number} as paid: ${formatAmount(amount, currency)}`}
      verb="Mark as paid"
      variant="filled"
      title="Has it been paid?"
      ask={REFERENCE}
      send={(reference, key) =>
        answerOf(
          api.POST("/api/v1/billing/invoices/{invoice_id}/pay", {
            body: reference === null ? {} : { reference },
            params: { ...keyed(key), path: { invoice_id } },
          }),
        )
      }
      onDone={(answer) => {
        unlessWaiting(answer, () =>
          toastDone("Paid", purpose === "topup" ? `${formatAmount(amount, currency)} was credited.` : number),
        );
        billingChanged();
      }}
      onRefused={billingChanged}
    >
      <Text size="sm">
        {formatAmount(amount, currency)} of {number} is recorded as paid offline.
        {purpose === "topup" && " The tenant’s wallet is credited at once."}
      </Text>
    </DecisionButton>
  );
}

function Void({ invoice: { invoice_id, number, purpose } }: { invoice: Invoice }) {
  const billingChanged = useBillingChanged();
  return (
    <DecisionButton
      id={invoice_id}
      what={`Void ${number}`}
      verb="Void"
      isDangerous
      title="Void the invoice?"
      ask={REASON}
      send={(reason, key) =>
        answerOf(
          api.POST("/api/v1/billing/invoices/{invoice_id}/void", {
            body: { reason: reason ?? "" },
            params: { ...keyed(key), path: { invoice_id } },
          }),
        )
      }
      onDone={() => {
        toastDone("Void", `${number} can no longer be paid.`);
        billingChanged();
      }}
      onRefused={billingChanged}
    >
      <Text size="sm">
        {number} can no longer be paid.
        {purpose === "topup" && " The top-up request is cancelled too."}
      </Text>
    </DecisionButton>
  );
}
