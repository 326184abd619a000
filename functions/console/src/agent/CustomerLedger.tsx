import { Tabs } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import type { Schemas } from "../api/client";
import { CashierHistory } from "./CashierHistory";
import { CustomerBets } from "./CustomerBets";
import { CustomerTransactions } from "./CustomerTransactions";
import { LimitHistory } from "./LimitHistory";
import { PastSettlements } from "./PastSettlements";
import { TABS } from "./tabs";

const route = getRouteApi("/agent/customers/$customerId");

/** What happened to a customer's account, each part in a tab that is in the address. */
export function CustomerLedger({ customer }: { customer: Schemas["Customer"] }) {
  const { customer_id, currency } = customer;
  const { tab, cursor } = route.useSearch();
  const navigate = route.useNavigate();
  // Each tab begins without the filters of the last one.
  const open = (name: string | null) => {
    const wanted = TABS.find((one) => one === name);
    void navigate({ search: wanted === undefined ? {} : { tab: wanted }, replace: true, resetScroll: false });
  };
  return (
    <Tabs value={tab ?? "transactions"} onChange={open} keepMounted={false}>
      <Tabs.List mb="md">
        <Tabs.Tab value="transactions">Transactions</Tabs.Tab>
        <Tabs.Tab value="cashier">Cashier</Tabs.Tab>
        <Tabs.Tab value="bets">Bets</Tabs.Tab>
        <Tabs.Tab value="settlements">Settlements</Tabs.Tab>
        <Tabs.Tab value="changes">Changes</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="transactions">
        <CustomerTransactions customer={customer} />
      </Tabs.Panel>
      <Tabs.Panel value="cashier">
        <CashierHistory customerId={customer_id} />
      </Tabs.Panel>
      <Tabs.Panel value="bets">
        <CustomerBets customerId={customer_id} />
      </Tabs.Panel>
      <Tabs.Panel value="settlements">
        <PastSettlements customerId={customer_id} cursor={cursor} isOfOne />
      </Tabs.Panel>
      <Tabs.Panel value="changes">
        <LimitHistory customerId={customer_id} currency={currency} />
      </Tabs.Panel>
    </Tabs>
  );
}
