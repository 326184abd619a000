import { Group, NativeSelect } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { type Schemas, answerOf, api } from "../api/client";
import { changed } from "../app/search";
import { AmountText } from "../ui/AmountText";
import { type Column, DataTable, Empty } from "../ui/DataTable";
import { Page } from "../ui/Page";
import { Paging } from "../ui/Paging";
import { StatusBadge } from "../ui/StatusBadge";
import { SearchInput } from "../ui/fields";

const route = getRouteApi("/agent/customers");
const LIMIT = 50;

const columns: Column<Schemas["Customer"]>[] = [
  { header: "Customer", cell: (customer) => customer.username, isName: true },
  { header: "Account", cell: ({ account_type }) => (account_type === "credit" ? "Credit" : "PostUp") },
  { header: "Balance", align: "right", cell: (c) => <AmountText amount={c.account_balance} currency={c.currency} /> },
  { header: "Available", align: "right", cell: (c) => <AmountText amount={c.available} currency={c.currency} /> },
  { header: "Pending bets", align: "right", cell: (c) => <AmountText amount={c.pending_bets} currency={c.currency} /> },
  { header: "Status", cell: ({ status }) => <StatusBadge status={status} /> },
];

/** The agent's customers, by name. */
export function CustomersPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { offset = 0, ...filters } = search;
  const customers = useQuery({
    queryKey: ["customers", filters, offset],
    queryFn: ({ signal }) =>
      answerOf(api.GET("/api/v1/agent/clients", { params: { query: { ...filters, limit: LIMIT, offset } }, signal })),
    placeholderData: keepPreviousData,
  });
  const filter = (change: Partial<typeof search>) =>
    void navigate({ search: (old) => changed(old, change), replace: true });
  return (
    <Page title="Customers">
      <Group align="flex-end" mb="md" gap="sm">
        <SearchInput label="Search" value={search.search} onSearch={(text) => filter({ search: text })} />
        <NativeSelect
          label="Status"
          value={search.status ?? ""}
          onChange={(event) => filter({ status: (event.currentTarget.value || undefined) as typeof search.status })}
          data={[
            { value: "", label: "All" },
            { value: "active", label: "Active" },
            { value: "frozen", label: "Frozen" },
          ]}
        />
      </Group>
      <DataTable
        label="Customers"
        columns={columns}
        query={customers}
        rowsOf={(answer) => answer.items}
        keyOf={(customer) => customer.customer_id}
        empty={<Empty title="No customer matches">Clear the search, or pick another status.</Empty>}
      />
      {customers.data !== undefined && (
        <Paging
          of="customers"
          total={customers.data.total_count}
          limit={LIMIT}
          offset={offset}
          onOffset={(to) => void navigate({ search: (old) => changed(old, { offset: to || undefined }) })}
        />
      )}
    </Page>
  );
}
