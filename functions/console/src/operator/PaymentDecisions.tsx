import { Group, Text } from "@mantine/core";
import { type Schemas, answerOf, api, keyed } from "../api/client";
import { OwnPart } from "../approvals/OwnPart";
import { DecisionButton, NOTE, REASON } from "../billing/DecisionButton";
import { useBillingChanged } from "../billing/queries";
import { formatAmount } from "../money";
import { Facts } from "../ui/Facts";
import { wordsOf } from "../ui/StatusBadge";
import { toastDone } from "../ui/toast";
import { useUnlessWaiting } from "../write/waiting";

type Payment = Schemas["Payment"];

/** The actions on a payment, if its status allows any. */
export function PaymentDecisions({ payment, mayReject }: { payment: Payment; mayReject: boolean }) {
  if (payment.status === "pending_approval") {
    return (
      <Group gap="xs" wrap="nowrap">
        <Approve payment={payment} />
        {mayReject && <Reject payment={payment} />}
      </Group>
    );
  }
  return payment.status === "succeeded" ? <Refund payment={payment} /> : null;
}

function Approve({ payment }: { payment: Payment }) {
  const billingChanged = useBillingChanged();
  const unlessWaiting = useUnlessWaiting();
  const { payment_id, invoice_number, created_by } = payment;
  return (
    <DecisionButton
      id={payment_id}
      what={`Approve ${wordsFor(payment)}`}
      verb="Approve"
      variant="filled"
      title="Approve the payment?"
      ask={NOTE}
      send={(note, key) =>
        answerOf(
          api.POST("/api/v1/billing/payments/{payment_id}/approve", {
            body: { note },
            params: { ...keyed(key), path: { payment_id } },
          }),
        )
      }
      onDone={(answer) =>
        unlessWaiting(answer, () => {
          toastDone("Approved", `Invoice ${invoice_number} is paid.`);
          billingChanged();
        })
      }
      onRefused={billingChanged}
    >
      <What payment={payment} />
      <Text size="sm">
        Approve it once the money has arrived: the invoice becomes paid, and for a top-up the wallet is credited.
      </Text>
      <OwnPart by={created_by} />
    </DecisionButton>
  );
}

function Reject({ payment }: { payment: Payment }) {
  const billingChanged = useBillingChanged();
  const { payment_id, invoice_number } = payment;
  return (
    <DecisionButton
      id={payment_id}
      what={`Reject ${wordsFor(payment)}`}
      verb="Reject"
      isDangerous
      title="Reject the payment?"
      ask={{ ...REASON, description: "Shown to the tenant." }}
      send={(reason, key) =>
        answerOf(
          api.POST("/api/v1/billing/payments/{payment_id}/reject", {
            body: { reason: reason ?? "" },
            params: { ...keyed(key), path: { payment_id } },
          }),
        )
      }
      onDone={() => {
        toastDone("Rejected", `Invoice ${invoice_number} can be paid again.`);
        billingChanged();
      }}
      onRefused={billingChanged}
    >
      <What payment={payment} />
      <Text size="sm">The payment fails, and the invoice can be paid again.</Text>
    </DecisionButton>
  );
}

function Refund({ payment }: { payment: Payment }) {
  const billingChanged = useBillingChanged();
  const unlessWaiting = useUnlessWaiting();
  const { payment_id, amount, currency } = payment;
  return (
    <DecisionButton
      id={payment_id}
      what={`Refund ${wordsFor(payment)}`}
      verb="Refund"
      isDangerous
      title="Refund the payment?"
      ask={REASON}
      send={(reason, key) =>
        answerOf(
          api.POST("/api/v1/billing/payments/{payment_id}/refund", {
            body: { reason: reason ?? "" },
            params: { ...keyed(key), path: { payment_id } },
          }),
        )
      }
      onDone={(answer) => {
        unlessWaiting(answer, () => toastDone("Refunded", `${formatAmount(amount, currency)} was refunded.`));
        billingChanged();
      }}
      onRefused={billingChanged}
    >
      <What payment={payment} />
      <Text size="sm">
        For a top-up, the amount is debited from the wallet. This is refused if it has been spent. The invoice stays
        paid and cannot be paid again.
      </Text>
    </DecisionButton>
  );
}

function wordsFor({ amount, currency, invoice_number }: Payment): string {
  return `the payment of ${formatAmount(amount, currency)} for ${invoice_number}`;
}

function What({ payment }: { payment: Payment }) {
  return (
    <Facts
      of={[
        ["Amount", <strong key="amount">{formatAmount(payment.amount, payment.currency)}</strong>],
        ["Tenant", payment.tenant_id],
        ["Invoice", payment.invoice_number],
        ["Paid by", wordsOf(payment.payment_method)],
        ["Reference", payment.transaction_reference],
        ["Submitted by", payment.created_by],
        ["Notes", payment.notes],
      ]}
    />
  );
}
