import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { dayOf, formatDay, instantsOf, zone } from "../dates";
import { session } from "../session/session";
import { useStore } from "../store";
import { DataTable, Empty } from "../ui/DataTable";
import { DayFilter } from "../ui/DayFilter";
import { Facts } from "../ui/Facts";
import { Page } from "../ui/Page";
import { Filters, useFilter } from "../ui/filters";
import classes from "./StatementPage.module.css";
import { StatementFigures } from "./StatementFigures";
import { CurrencySelect, Wallets, walletOf } from "./Wallets";
import { entryColumns } from "./entryColumns";
import { statementQuery, useOwnerId } from "./queries";
import "../ui/print.css";

const route = getRouteApi("/customer/account/statement");

/** The first and last day of a statement, both inclusive. */
interface Period {
  from: string;
  to: string;
}

/** The statement of a wallet: its entries between two balances; can be printed. */
export function StatementPage() {
  const search = route.useSearch();
  const [opened] = useState(() => new Date());
  const period = periodOf(search, opened);
  const isBackward = period.from > period.to;
  const { apply: chooseCurrency } = useFilter("currency");
  return (
    <Page
      title="Statement"
      actions={
        <Button variant="default" onClick={() => window.print()} data-screen>
          Print
        </Button>
      }
    >
      <Wallets>
        {(wallets) => {
          const { currency } = walletOf(wallets, search.currency);
          return (
            <>
              <Filters data-screen>
                <CurrencySelect wallets={wallets} value={currency} onCurrency={chooseCurrency} />
                <DayFilter
                  name="from"
                  label="From"
                  initial={period.from}
                  error={isBackward && "The first day is after the last."}
                />
                <DayFilter name="to" label="To" initial={period.to} />
              </Filters>
              {!isBackward && <Statement currency={currency} period={period} />}
            </>
          );
        }}
      </Wallets>
    </Page>
  );
}

/** The period of the address, or this month until today in the reader's time zone. */
export function periodOf({ from, to }: { from?: string; to?: string }, now: Date): Period {
  const until = to ?? dayOf(now);
  return { from: from ?? `${until.slice(0, 8)}01`, to: until };
}

function Statement({ currency, period }: { currency: string; period: Period }) {
  const ownerId = useOwnerId();
  const name = useStore(session)?.person.name ?? null;
  const statement = useQuery(statementQuery(ownerId, { currency, ...instantsOf(period) }));
  return (
    <div className={classes.statement}>
      <Facts
        of={[
          ["Holder", name],
          ["Account", ownerId],
          ["Wallet", currency],
          ["Days", `${formatDay(period.from)} to ${formatDay(period.to)} (${zone})`],
        ]}
      />
      {statement.data !== undefined && <StatementFigures statement={statement.data} />}
      <DataTable
        label="Transactions of the statement"
        columns={entryColumns(currency)}
        query={statement}
        rowsOf={(answer) => answer.movements}
        keyOf={(entry) => entry.id}
        empty={<Empty title="No transactions in this period">Choose other days, or another wallet.</Empty>}
      />
    </div>
  );
}
