import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { CursorPaging } from "../ui/CursorPaging";
import { DataTable, Empty } from "../ui/DataTable";
import { Page } from "../ui/Page";
import { Filters } from "../ui/filters";
import { PlaceBet } from "./PlaceBet";
import { BET_COLUMNS, BetStatusFilter } from "./bets";
import { LIMIT, betsQuery } from "./queries";

const route = getRouteApi("/customer/account/bets");

/** The customer's bets, newest first, and the form for a new one. */
export function BetsPage() {
  const { status, cursor } = route.useSearch();
  const bets = useQuery(betsQuery({ ...(status === undefined ? {} : { status }), limit: LIMIT, cursor }));
  const [isPlacing, placing] = useDisclosure(false);
  return (
    <Page title="Bets" actions={<Button onClick={placing.open}>Place a bet</Button>}>
      <Filters>
        <BetStatusFilter />
      </Filters>
      <DataTable
        label="Bets"
        columns={BET_COLUMNS}
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
