import { Text } from "@mantine/core";
import type { Schemas } from "../api/client";
import { AmountText } from "../ui/AmountText";
import type { Column } from "../ui/DataTable";
import { StatusBadge } from "../ui/StatusBadge";
import { TimeText } from "../ui/TimeText";

/** The columns of a top-up request. */
export const requestColumns: readonly Column<Schemas["TopupRequest"]>[] = [
  {
    header: "Request",
    isName: true,
    cell: ({ amount, currency, note }) => (
      <>
        <AmountText amount={amount} currency={currency} strong />
        {note !== null && (
          <Text size="xs" c="dimmed" fw={400} maw={280}>
            {note}
          </Text>
        )}
      </>
    ),
  },
  { header: "Status", isFigure: true, cell: ({ status }) => <StatusBadge status={status} /> },
  {
    header: "Requested",
    cell: ({ requested_at, requested_by }) => (
      <>
        <TimeText at={requested_at} />
        <Text size="xs" c="dimmed">
          by {requested_by}
        </Text>
      </>
    ),
  },
  {
    header: "Decided",
    cell: ({ decisions }) =>
      decisions.map(({ at, by, decision, note }) => (
        <div key={at}>
          <TimeText at={at} />
          <Text size="xs" c="dimmed" maw={200}>
            {`${decision} by ${by}${note === null ? "" : `: ${note}`}`}
          </Text>
        </div>
      )),
  },
];
