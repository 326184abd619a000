import { Button, Group, NativeSelect, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { changed } from "../app/search";
import { AmountText } from "../ui/AmountText";
import { CursorPaging } from "../ui/CursorPaging";
import { type Column, DataTable, Empty } from "../ui/DataTable";
import { Page } from "../ui/Page";
import { StatusBadge, wordsOf } from "../ui/StatusBadge";
import { TimeText } from "../ui/TimeText";
import { PlaceBet } from "./PlaceBet";
import { type Bet, LIMIT, betsQuery } from "./queries";

const route = getRouteApi("/customer/account/bets");

const STATUSES: readonly Bet["status"][] = ["pending", "won", "lost", "void", "cashed_out"];

/** The customer's bets, newest first, and the form for a new one. */
export function BetsPage() {
  const { status, cursor } = route.useSearch();
  const navigate = route.useNavigate();
  const bets = useQuery(betsQuery({ ...(status === undefined ? {} : { status }), limit: LIMIT, cursor }));
  const [isPlacing, placing] = useDisclosure(false);
  return (
    <Page title="Bets" actions={<Button onClick={placing.open}>Place a bet</Button>}>
      <Group mb="md">
        <NativeSelect
          label="Status"
          value={status ?? ""}
          onChange={(event) => {
            const chosen = (event.currentTarget.value || undefined) as typeof status;
            void navigate({ search: (old) => changed(old, { status: chosen }), replace: true });
          }}
          data={[
            { value: "", label: "All" },
            ...STATUSES.map((value) => ({ value, label: value === "pending" ? "Open" : wordsOf(value) })),
          ]}
        />
      </Group>
      <DataTable
        label="Bets"
        columns={COLUMNS}
        query={bets}
        rowsOf={(answer) => answer.items}
        keyOf={(bet) => bet.bet_id}
        empty={
          status === undefined ? (
            <Empty title="No bets yet" action={<Button onClick={placing.open}>Place a bet</Button>}>
              The stake of a bet is deducted from your balance until the bet ends.
            </Empty>
          ) : (
            <Empty title="No bet with this status">Choose another status.</Empty>
          )
        }
      />
      <CursorPaging of="bets" answer={bets.data} cursor={cursor} />
      <PlaceBet bets={bets.data?.items ?? []} opened={isPlacing} onClose={placing.close} />
    </Page>
  );
}

const COLUMNS: readonly Column<Bet>[] = [
  {
    header: "Bet",
    isName: true,
    cell: ({ description, odds }) => (
      <>
        {description}
        {odds !== null && (
          <Text component="span" display="block" size="xs" c="dimmed" fw={400}>
            at odds of {odds}
          </Text>
        )}
      </>
    ),
  },
  { header: "Placed", cell: ({ placed_at }) => <TimeText at={placed_at} /> },
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
