import { Group } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { BET_COLUMNS, BetStatusFilter } from "../customer/bets";
import { CursorPaging } from "../ui/CursorPaging";
import { DataTable, Empty } from "../ui/DataTable";
import { TextLink } from "../ui/links";
import { LIMIT, betsQuery } from "./queries";

const route = getRouteApi("/agent/customers/$customerId");

/** The customer's bets, newest first. */
export function CustomerBets({ customerId }: { customerId: string }) {
  const { status, cursor } = route.useSearch();
  const bets = useQuery(
    betsQuery({ customer_id: customerId, ...(status === undefined ? {} : { status }), limit: LIMIT, cursor }),
  );
  return (
    <>
      <Group justify="space-between" align="flex-end" mb="md" gap="sm">
        <BetStatusFilter />
        <TextLink to="/cash-outs" search={{ customer: customerId }} size="sm">
          Cash-outs
        </TextLink>
      </Group>
      <DataTable
        label="Bets"
        columns={BET_COLUMNS}
        query={bets}
        rowsOf={(answer) => answer.items}
        keyOf={(bet) => bet.bet_id}
        empty={
          status === undefined ? (
            <Empty title="No bets yet">The customer&rsquo;s bets appear here.</Empty>
          ) : (
            <Empty title="No bet with this status">Choose another status.</Empty>
          )
        }
      />
      <CursorPaging of="bets" answer={bets.data} cursor={cursor} isBelow />
    </>
  );
}
