import { Text } from "@mantine/core";
import { BET_STATUSES } from "../ledger";
import { AmountText } from "../ui/AmountText";
import type { Column } from "../ui/DataTable";
import { StatusBadge, wordsOf } from "../ui/StatusBadge";
import { TimeText } from "../ui/TimeText";
import { ChoiceFilter, choicesOf } from "../ui/filters";
import type { Bet } from "./queries";

const STATUS_CHOICES = choicesOf(BET_STATUSES, (status) => (status === "pending" ? "Open" : wordsOf(status)));

/** The filter of bets by status. */
export function BetStatusFilter() {
  return <ChoiceFilter name="status" label="Status" choices={STATUS_CHOICES} />;
}

export const BET_COLUMNS: readonly Column<Bet>[] = [
  {
    header: "Bet",
    isName: true,
    cell: ({ description, odds, placed_at }) => (
      <>
        {description}
        <Text component="span" display="block" size="xs" c="dimmed" fw={400}>
          <TimeText at={placed_at} />
          {odds !== null && ` · at odds of ${odds}`}
        </Text>
      </>
    ),
  },
  { header: "Status", cell: (bet) => <BetStatus bet={bet} /> },
  {
    header: "Stake",
    isFigure: true,
    align: "right",
    cell: ({ stake, currency }) => <AmountText amount={stake} currency={currency} />,
  },
  {
    header: "Paid out",
    align: "right",
    cell: ({ payout, cash_out_amount, currency }) => {
      const paid = cash_out_amount ?? payout;
      return paid === null ? "–" : <AmountText amount={paid} currency={currency} />;
    },
  },
  {
    header: "Gain or loss",
    align: "right",
    cell: ({ profit_loss, currency }) =>
      profit_loss === null ? (
        "–"
      ) : (
        <AmountText amount={profit_loss} currency={currency} signed words={["gained", "lost", "even"]} />
      ),
  },
];

/** The status of a bet, with the time of its end and the reason of an automatic cash-out. */
function BetStatus({ bet }: { bet: Bet }) {
  const { status, is_auto_cash_out, cash_out_trigger_reason, settled_at } = bet;
  return (
    <>
      {status === "pending" ? <StatusBadge status={status} label="Open" /> : <StatusBadge status={status} />}
      {is_auto_cash_out && (
        <>
          {" "}
          <StatusBadge status="automatic" />
        </>
      )}
      {settled_at !== null && (
        <Text component="span" display="block" size="xs" c="dimmed" mt={2}>
          <TimeText at={settled_at} />
          {cash_out_trigger_reason !== null && ` · ${wordsOf(cash_out_trigger_reason)}`}
        </Text>
      )}
    </>
  );
}
