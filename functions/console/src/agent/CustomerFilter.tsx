import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useFilter } from "../ui/filters";
import { customerQuery, customersQuery } from "./queries";

/** A filter by one of the agent's customers, with a search by name. */
export function CustomerFilter() {
  const { value, apply } = useFilter("customer");
  const [typed, setTyped] = useState("");
  const [search] = useDebouncedValue(typed.trim().slice(0, 64), 250);
  const found = useQuery(customersQuery({ ...(search === "" ? {} : { search }), limit: 20, offset: 0 }));
  const chosen = useQuery({ ...customerQuery(value ?? ""), enabled: value !== undefined });
  const customers = new Map((found.data?.items ?? []).map((one) => [one.customer_id, one.username]));
  if (value !== undefined) customers.set(value, chosen.data?.username ?? "…");
  return (
    <Select
      label="Customer"
      placeholder="All customers"
      searchable
      clearable
      clearButtonProps={{ "aria-label": "All customers" }}
      data={[...customers].map(([customerId, username]) => ({ value: customerId, label: username }))}
      value={value ?? null}
      onChange={(customerId) => apply(customerId ?? undefined)}
      onSearchChange={setTyped}
      filter={({ options }) => options}
      nothingFoundMessage={found.isFetching ? "Looking…" : "No customer’s name contains this"}
    />
  );
}
