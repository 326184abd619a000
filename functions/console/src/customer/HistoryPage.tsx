import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { CursorPaging } from "../ui/CursorPaging";
import { DataTable, Empty } from "../ui/DataTable";
import { Page } from "../ui/Page";
import { Filters, useFilter } from "../ui/filters";
import { ButtonLink } from "../ui/links";
import { CurrencySelect, Wallets, walletOf } from "./Wallets";
import { entryColumns } from "./entryColumns";
import { LIMIT, historyQuery, useOwnerId } from "./queries";

const route = getRouteApi("/customer/account/history");

/** The history of one wallet, newest first. */
export function HistoryPage() {
  const { currency } = route.useSearch();
  const { apply: chooseCurrency } = useFilter("currency");
  return (
    <Page
      title="History"
      lead="All transactions of a wallet, newest first."
      actions={
        <ButtonLink to="/account/statement" search={currency === undefined ? {} : { currency }} variant="default">
          Statement
        </ButtonLink>
      }
    >
      <Wallets>
        {(wallets) => {
          const wallet = walletOf(wallets, currency);
          return (
            <>
              <Filters>
                <CurrencySelect wallets={wallets} value={wallet.currency} onCurrency={chooseCurrency} />
              </Filters>
              <Transactions currency={wallet.currency} />
            </>
          );
        }}
      </Wallets>
    </Page>
  );
}

function Transactions({ currency }: { currency: string }) {
  const { cursor } = route.useSearch();
  const history = useQuery(historyQuery(useOwnerId(), { currency, limit: LIMIT, cursor }));
  return (
    <>
      <DataTable
        label={`Transactions in ${currency}`}
        columns={entryColumns(currency)}
        query={history}
        rowsOf={(answer) => answer.items}
        keyOf={(entry) => entry.id}
        empty={
          <Empty title="No transactions yet">Amounts paid in by your agent, sent to you or staked appear here.</Empty>
        }
      />
      <CursorPaging of="transactions" answer={history.data} cursor={cursor} />
    </>
  );
}
