import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { Schemas } from "../api/client";
import { useIsAgent, useOversees } from "../session/person";
import { AmountText } from "../ui/AmountText";
import { type Column, DataTable, Empty } from "../ui/DataTable";
import { Page } from "../ui/Page";
import { OffsetPaging } from "../ui/Paging";
import { StatusBadge, wordsOf } from "../ui/StatusBadge";
import { ChoiceFilter, Filters, TextFilter, choicesOf } from "../ui/filters";
import { ButtonLink, TextLink } from "../ui/links";
import { LIMIT, customersQuery } from "./queries";
import { TotalsOf } from "./TotalsOf";
import { accountTypeOf } from "./words";

type Customer = Schemas["Customer"];

const route = getRouteApi("/agent/customers");

const STATUS_CHOICES = choicesOf(["active", "frozen"], wordsOf);

/** The agent's customers by name, with balances and available amounts. */
export function CustomersPage() {
  const { offset = 0, ...filters } = route.useSearch();
  const isAgent = useIsAgent();
  const oversees = useOversees();
  const customers = useQuery(customersQuery({ ...filters, limit: LIMIT, offset }));
  return (
    <Page
      title="Customers"
      actions={
        isAgent && (
          <>
            <ButtonLink to="/customers/import" variant="default">
              Import
            </ButtonLink>
            <ButtonLink to="/customers/new">New customer</ButtonLink>
          </>
        )
      }
    >
      <Filters>
        <TextFilter name="search" label="Search" />
        <ChoiceFilter name="status" label="Status" choices={STATUS_CHOICES} />
      </Filters>
      <DataTable
        label="Customers"
        columns={columnsWith(customers.data, oversees)}
        query={customers}
        rowsOf={(answer) => answer.items}
        keyOf={(customer) => customer.customer_id}
        empty={
          Object.keys(filters).length > 0 ? (
            <Empty title="No customer matches">Clear the search, or pick another status.</Empty>
          ) : oversees ? (
            <Empty title="No customers yet">Customers of every agent of your tenant appear here.</Empty>
          ) : (
            <Empty title="No customers yet" action={<ButtonLink to="/customers/new">New customer</ButtonLink>}>
              Add your first customer, or import a file from another system.
            </Empty>
          )
        }
      />
      <OffsetPaging of="customers" answer={customers.data} limit={LIMIT} offset={offset} />
    </Page>
  );
}

function columnsWith(answer: Schemas["CustomerListing"] | undefined, hasAgents: boolean): Column<Customer>[] {
  const totals = answer?.totals_by_currency ?? [];
  return [
    {
      header: "Customer",
      isName: true,
      cell: ({ customer_id, username }) => (
        <TextLink to="/customers/$customerId" params={{ customerId: customer_id }} inherit fw={500}>
          {username}
        </TextLink>
      ),
      footer: "Total",
    },
    ...(hasAgents ? [{ header: "Agent", cell: ({ agent_id }: Customer) => agent_id }] : []),
    { header: "Account", cell: ({ account_type }) => accountTypeOf(account_type) },
    {
      header: "Balance",
      isFigure: true,
      align: "right",
      cell: (one) => <AmountText amount={one.account_balance} currency={one.currency} words={["", "owed", ""]} />,
      footer: <TotalsOf totals={totals} amountOf={(total) => total.total_balance} />,
    },
    {
      header: "Credit limit",
      align: "right",
      cell: (one) =>
        one.account_type === "credit" ? <AmountText amount={one.credit_limit} currency={one.currency} /> : "–",
    },
    {
      header: "Held",
      align: "right",
      cell: (one) => <AmountText amount={one.held} currency={one.currency} />,
      footer: <TotalsOf totals={totals} amountOf={(total) => total.total_held} />,
    },
    {
      header: "Available",
      align: "right",
      cell: (one) => <AmountText amount={one.available} currency={one.currency} />,
      footer: <TotalsOf totals={totals} amountOf={(total) => total.total_available} />,
    },
    {
      header: "Pending bets",
      align: "right",
      cell: (one) => <AmountText amount={one.pending_bets} currency={one.currency} />,
    },
    { header: "Status", cell: ({ status }) => <StatusBadge status={status} /> },
  ];
}
