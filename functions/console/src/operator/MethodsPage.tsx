import { Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { Schemas } from "../api/client";
import { PagedTable } from "../billing/PagedTable";
import { configuredMethods } from "../billing/queries";
import { useIsDecider, useIsRoot } from "../session/person";
import { type Column, Empty } from "../ui/DataTable";
import { Page } from "../ui/Page";
import { StatusBadge, wordsOf } from "../ui/StatusBadge";
import { Filters } from "../ui/filters";
import { EditMethod } from "./EditMethod";
import { TenantFilter } from "./TenantFilter";

const route = getRouteApi("/operator/operator/methods");
type Configured = Schemas["ConfiguredPaymentMethodListing"]["items"][number];

const columns: readonly Column<Configured>[] = [
  {
    header: "Method",
    isName: true,
    cell: ({ id, display_name }) => (
      <>
        {display_name}
        <Text size="xs" c="dimmed" fw={400}>
          {id}
        </Text>
      </>
    ),
  },
  { header: "Type", cell: ({ type }) => wordsOf(type) },
  { header: "Tenant", cell: ({ tenant_id }) => tenant_id ?? "Every tenant without its own" },
  { header: "Country", cell: ({ country }) => country ?? "Every country" },
  {
    header: "Status",
    cell: ({ is_enabled, is_default }) => (
      <Group gap={4}>
        <StatusBadge status={is_enabled ? "enabled" : "disabled"} tone={is_enabled ? "good" : "neutral"} />
        {is_default && <StatusBadge status="default" label="Default" tone="accent" />}
      </Group>
    ),
  },
];

const next: Column<Configured> = {
  header: "Next",
  isAction: true,
  cell: (method) => <EditMethod method={method} />,
};

/** The configured payment methods, including disabled ones. */
export function MethodsPage() {
  const { tenant, offset = 0 } = route.useSearch();
  const isRoot = useIsRoot();
  const isDecider = useIsDecider();
  const query = useQuery(configuredMethods(tenant, offset));
  return (
    <Page
      title="Payment methods"
      lead="A tenant is offered its own methods, then those of its country, then those for every country."
      actions={isDecider && <EditMethod tenant={tenant} />}
    >
      {isRoot && (
        <Filters>
          <TenantFilter />
        </Filters>
      )}
      <PagedTable
        label="Payment methods"
        of="methods"
        columns={isDecider ? [...columns, next] : columns}
        query={query}
        keyOf={({ tenant_id, id, country }) => `${tenant_id ?? ""} ${id} ${country ?? ""}`}
        offset={offset}
        empty={
          <Empty title="No methods configured">
            Until then, tenants are offered the default methods.
            {isDecider && " Add a method to tell them where to pay."}
          </Empty>
        }
      />
    </Page>
  );
}
