import { Text } from "@mantine/core";
import type { Schemas } from "../api/client";
import { AmountText } from "../ui/AmountText";
import type { Column } from "../ui/DataTable";
import { StatusBadge, wordsOf } from "../ui/StatusBadge";
import { TimeText } from "../ui/TimeText";

/** The columns of a payment. Lists of all payments add a column with the invoice. */
export const paymentColumns: readonly Column<Schemas["Payment"]>[] = [
  {
    header: "Paid by",
    isName: true,
    cell: ({ payment_method, transaction_reference, notes }) => (
      <>
        {wordsOf(payment_method)}
        {transaction_reference !== null && (
          <Text size="xs" c="dimmed" fw={400}>
            Reference {transaction_reference}
          </Text>
        )}
        {notes !== null && (
          <Text size="xs" c="dimmed" fw={400}>
            {notes}
          </Text>
        )}
      </>
    ),
  },
  {
    header: "Amount",
    isFigure: true,
    align: "right",
    cell: ({ amount, currency }) => <AmountText amount={amount} currency={currency} />,
  },
  {
    header: "Status",
    cell: ({ status, decided_by, failure_reason, decision_note, refunded_by, refund_reason }) => (
      <>
        <StatusBadge status={status} />
        <Decided by={decided_by} why={failure_reason ?? decision_note} />
        <Decided by={refunded_by} why={refund_reason} />
      </>
    ),
  },
  {
    header: "Submitted",
    cell: ({ created_at, created_by }) => (
      <>
        <TimeText at={created_at} />
        <Text size="xs" c="dimmed">
          by {created_by}
        </Text>
      </>
    ),
  },
];

/** Who decided on a payment, and why. */
function Decided({ by, why }: { by: string | null; why: string | null }) {
  const words = [by === null ? null : `by ${by}`, why].filter((part) => part !== null);
  return words.length === 0 ? null : (
    <Text size="xs" c="dimmed" mt={2} maw={200}>
      {words.join(": ")}
    </Text>
  );
}
