import { Group } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { changed } from "../app/search";
import { DataTable, Empty } from "../ui/DataTable";
import { Page } from "../ui/Page";
import { Paging } from "../ui/Paging";
import { ButtonLink } from "../ui/links";
import { CurrencySelect, Wallets, walletOf } from "./Wallets";
import { movementColumns } from "./movements";
import { LIMIT, historyQuery, useOwnerId } from "./queries";

const route = getRouteApi("/customer/account/history");

/** Everything that moved in one wallet, the newest first. */
export function HistoryPage() {
  const { currency } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Page
      title="History"
      lead="Everything that moved in a wallet, the newest first."
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
              <Group mb="md">
                <CurrencySelect
                  wallets={wallets}
                  value={wallet.currency}
                  onCurrency={(other) =>
                    void navigate({ search: (old) => changed(old, { currency: other }), replace: true })
                  }
                />
              </Group>
              <Movements currency={wallet.currency} />
            </>
          );
        }}
      </Wallets>
    </Page>
  );
}

function Movements({ currency }: { currency: string }) {
  const { offset = 0 } = route.useSearch();
  const navigate = route.useNavigate();
  const history = useQuery(historyQuery(useOwnerId(), { currency, limit: LIMIT, offset }));
  return (
    <>
      <DataTable
        label={`Movements in ${currency}`}
        columns={movementColumns(currency)}
        query={history}
        rowsOf={(answer) => answer.items}
        keyOf={(movement) => movement.id}
        empty={
          offset > 0 ? (
            <Empty title="There is no such page">Go back to the page before.</Empty>
          ) : (
            <Empty title="Nothing has moved yet">
              What is paid in at your agent’s desk, sent to you or staked will stand here.
            </Empty>
          )
        }
      />
      {history.data !== undefined && (
        <Paging
          of="movements"
          total={history.data.total_count}
          limit={LIMIT}
          offset={offset}
          onOffset={(to) => void navigate({ search: (old) => changed(old, { offset: to || undefined }) })}
        />
      )}
    </>
  );
}
