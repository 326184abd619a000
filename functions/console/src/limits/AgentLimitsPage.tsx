import { NativeSelect, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { Schemas } from "../api/client";
import { CURRENCIES, formatAmount } from "../money";
import { TenantFilter } from "../operator/TenantFilter";
import { useIsOwner, useIsRoot } from "../session/person";
import { AmountText } from "../ui/AmountText";
import { Loaded } from "../ui/Loaded";
import { Page } from "../ui/Page";
import { Surface, Tile, Tiles } from "../ui/Surface";
import { TimeText } from "../ui/TimeText";
import { Filters, TextFilter, useFilter } from "../ui/filters";
import { LimitsForm } from "./LimitsForm";
import { leftOf, limitsOf } from "./queries";

const route = getRouteApi("/platform/operator/agent-limits");
type Limits = Schemas["AgentLimits"];

/** The limits of an agent or a tenant's default, which the tenant's owner and the platform's operator set. */
export function AgentLimitsPage() {
  const { tenant, agent, currency = "USD" } = route.useSearch();
  const isRoot = useIsRoot();
  const { apply } = useFilter("currency");
  return (
    <Page
      title="Agent limits"
      lead="Credits, credit lines and overdrafts at the cashier create value, for which the agent owes the cash. Limits bound how much, in a UTC day and in total. With limits in one currency, nothing may be created in currencies without."
    >
      <Filters>
        {isRoot && <TenantFilter placeholder="acme" />}
        <TextFilter name="agent" label="Agent" isWhole placeholder="The tenant’s default" maxLength={128} />
        <NativeSelect
          label="Currency"
          value={currency}
          data={CURRENCIES}
          onChange={(event) => apply(event.currentTarget.value)}
        />
      </Filters>
      {isRoot && tenant === undefined ? (
        <Surface>
          <Text size="sm">Enter a tenant to see the limits of its agents.</Text>
        </Surface>
      ) : (
        <Shown tenant={tenant} agent={agent} currency={currency} />
      )}
    </Page>
  );
}

interface ShownProps {
  tenant: string | undefined;
  agent: string | undefined;
  currency: string;
}

function Shown({ tenant, agent, currency }: ShownProps) {
  const isOwner = useIsOwner();
  const query = useQuery(limitsOf({ tenant_id: tenant, agent_id: agent, currency }));
  return (
    <Loaded what="the limits" query={query}>
      {(limits) => (
        <Stack gap="lg">
          <Figures limits={limits} />
          {isOwner && (
            <Surface title={agent === undefined ? "Change the default" : `Change the limits of ${agent}`}>
              <LimitsForm
                key={`${tenant} ${agent} ${currency} ${limits.changed_at}`}
                tenant={tenant}
                agent={agent}
                limits={limits}
              />
            </Surface>
          )}
          <Text size="sm" c="dimmed">
            {limits.changed_at === null ? (
              "Nobody has set limits here."
            ) : (
              <>
                Set <TimeText at={limits.changed_at} /> by {limits.changed_by}.
              </>
            )}
          </Text>
        </Stack>
      )}
    </Loaded>
  );
}

function Figures({ limits }: { limits: Limits }) {
  const { agent_id, currency, daily, total, applied_daily, applied_total, created_today, created_total } = limits;
  return (
    <Tiles>
      <Tile label="Daily limit" note={originOf(agent_id, daily, applied_daily)}>
        <Limit amount={applied_daily} currency={currency} />
      </Tile>
      <Tile label="Total limit" note={originOf(agent_id, total, applied_total)}>
        <Limit amount={applied_total} currency={currency} />
      </Tile>
      {created_today !== null && (
        <Tile label="Created today" note={noteOf(leftOf(applied_daily, created_today, currency), currency)}>
          <AmountText amount={created_today} currency={currency} />
        </Tile>
      )}
      {created_total !== null && (
        <Tile label="Created in total" note={noteOf(leftOf(applied_total, created_total, currency), currency)}>
          <AmountText amount={created_total} currency={currency} />
        </Tile>
      )}
    </Tiles>
  );
}

function Limit({ amount, currency }: { amount: string | null; currency: string }) {
  return amount === null ? "None" : <AmountText amount={amount} currency={currency} />;
}

function originOf(agentId: string | null, set: string | null, applied: string | null): string | false {
  if (applied === null || agentId === null) return false;
  return set === null ? "the tenant’s default" : "of this agent";
}

function noteOf(left: string | null, currency: string): string | false {
  return left !== null && `${formatAmount(left, currency)} left`;
}
