import { Button, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import type { Schemas } from "../api/client";
import { formatDay, instantsOf } from "../dates";
import { useIsAgent } from "../session/person";
import { AmountText } from "../ui/AmountText";
import { type Column, DataTable, Empty } from "../ui/DataTable";
import { DayFilter } from "../ui/DayFilter";
import { Page } from "../ui/Page";
import { OffsetPaging } from "../ui/Paging";
import { Tile, Tiles } from "../ui/Surface";
import { Filters } from "../ui/filters";
import { TextLink } from "../ui/links";
import { CustomerFilter } from "./CustomerFilter";
import { PastSettlements } from "./PastSettlements";
import { SettleDialog } from "./SettleDialog";
import classes from "./SettlementPage.module.css";
import { LIMIT, previewQuery } from "./queries";
import { groupsOf } from "./settlement";
import { OWED, OWED_TO_AGENT } from "./words";

type Figures = Schemas["SettlementFigures"];

const route = getRouteApi("/agent/settlement");

/** The figures of each customer since the last settlement, and past settlements. */
export function SettlementPage() {
  const { customer, since, offset = 0, cursor } = route.useSearch();
  const isAgent = useIsAgent();
  const [settling, setSettling] = useState<Figures | null>(null);
  const { date_from } = instantsOf({ from: since });
  const preview = useQuery(
    previewQuery({
      limit: LIMIT,
      offset,
      ...(customer === undefined ? {} : { customer_id: customer }),
      ...(date_from === undefined ? {} : { since: date_from }),
    }),
  );
  return (
    <Page
      title="Settlement"
      lead={`What ${isAgent ? "you" : "an agent"} and each customer owe each other. Amounts are from the customer's point of view.`}
    >
      <Filters>
        <CustomerFilter />
        <DayFilter name="since" label="Since" />
        <Text size="sm" c="dimmed" className={classes.hint}>
          {since === undefined
            ? "Since each customer's last settlement."
            : `Since ${formatDay(since)}. Closing still covers everything since the last settlement.`}
        </Text>
      </Filters>
      {preview.data !== undefined && preview.data.total_count > 0 && <Position preview={preview.data} />}
      <DataTable
        label="Customers to settle with"
        columns={isAgent ? [...columns, settleColumn(setSettling)] : columns}
        query={preview}
        rowsOf={({ customers }) => customers}
        keyOf={(one) => one.customer_id}
        empty={<Empty title="No customers">Customers appear here with their figures.</Empty>}
      />
      <OffsetPaging of="customers" answer={preview.data} limit={LIMIT} offset={offset} isBelow />
      <section aria-labelledby="past" className={classes.past}>
        <Title order={2} size="h4" id="past" mb="sm">
          Past settlements
        </Title>
        <PastSettlements customerId={customer} cursor={cursor} />
      </section>
      {settling !== null && <SettleDialog customer={settling} onClose={() => setSettling(null)} />}
    </Page>
  );
}

function Position({ preview }: { preview: Schemas["SettlementPreview"] }) {
  const isAgent = useIsAgent();
  return (
    <div className={classes.position}>
      <Tiles>
        <Tile label={isAgent ? "Customers who owe you" : "Customers who owe their agent"}>
          {preview.customers_owing}
        </Tile>
        <Tile label={isAgent ? "Customers you owe" : "Customers whom their agent owes"}>{preview.customers_owed}</Tile>
        <Tile label="Net position" note="the sum of the closing balances">
          {preview.net_position === null || preview.currency === null ? (
            "In several currencies"
          ) : (
            <AmountText
              amount={preview.net_position}
              currency={preview.currency}
              words={isAgent ? OWED : OWED_TO_AGENT}
              showWords
              isNeutral
            />
          )}
        </Tile>
      </Tiles>
    </div>
  );
}

function amountColumn(header: string, of: (one: Figures) => string, signed = true): Column<Figures> {
  return {
    header,
    align: "right",
    cell: (one) => <AmountText amount={of(one)} currency={one.currency} signed={signed} isNeutral />,
  };
}

const columns: readonly Column<Figures>[] = [
  {
    header: "Customer",
    isName: true,
    cell: ({ customer_id, username }) => (
      <TextLink to="/customers/$customerId" params={{ customerId: customer_id }} inherit fw={500}>
        {username}
      </TextLink>
    ),
  },
  amountColumn("Opening", (one) => one.opening_balance, false),
  amountColumn("Bets", (one) => groupsOf(one).bets),
  amountColumn("Cashier", (one) => groupsOf(one).cashier),
  amountColumn("Transfers", (one) => groupsOf(one).transfers),
  amountColumn("Other", (one) => groupsOf(one).other),
  {
    header: "Closing",
    isFigure: true,
    align: "right",
    cell: (one) => <Closing figures={one} />,
  },
];

function Closing({ figures: { closing_balance, currency } }: { figures: Figures }) {
  const words = useIsAgent() ? OWED : OWED_TO_AGENT;
  return <AmountText amount={closing_balance} currency={currency} words={words} isNeutral strong />;
}

function settleColumn(settle: (customer: Figures) => void): Column<Figures> {
  return {
    header: "Settle",
    isAction: true,
    align: "right",
    cell: (one) => (
      <Button
        size="compact-sm"
        variant="default"
        onClick={() => settle(one)}
        aria-label={`Settle with ${one.username}`}
      >
        Settle
      </Button>
    ),
  };
}
