import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { TenantFilter } from "../operator/TenantFilter";
import { useIsDecider, useIsRoot } from "../session/person";
import { Facts } from "../ui/Facts";
import { Loaded } from "../ui/Loaded";
import { Page } from "../ui/Page";
import { Surface } from "../ui/Surface";
import { TimeText } from "../ui/TimeText";
import { Filters } from "../ui/filters";
import { ButtonLink } from "../ui/links";
import { OnePersonNotice } from "./OnePersonNotice";
import { PolicyForm } from "./PolicyForm";
import { policyOf } from "./queries";
import { fromInWords, policyKindInWords } from "./words";

const route = getRouteApi("/operator/operator/approvals/policy");

/** From which amount each kind of operation needs two people in a tenant. */
export function PolicyPage() {
  const { tenant } = route.useSearch();
  const isRoot = useIsRoot();
  const mayChange = useIsDecider();
  const query = useQuery(policyOf(tenant));
  return (
    <Page
      title="Approval policy"
      lead="Which operations need two people. Amounts are compared in whatever currency an operation is in."
      actions={
        <ButtonLink
          to="/operator/approvals"
          search={tenant === undefined ? {} : { tenant }}
          variant="default"
          size="sm"
        >
          Approvals
        </ButtonLink>
      }
    >
      {isRoot && (
        <Filters>
          <TenantFilter placeholder="Your own" />
        </Filters>
      )}
      <OnePersonNotice tenant={tenant} />
      <Loaded what="the policy" query={query}>
        {(policy) => (
          <Surface title={`Policy of ${policy.tenant_id}`}>
            {mayChange ? (
              <PolicyForm key={`${policy.tenant_id} ${policy.changed_at}`} policy={policy} tenant={tenant} />
            ) : (
              <Facts
                of={Object.entries(policy.from).map(([kind, from]) => [
                  policyKindInWords(kind),
                  fromInWords(kind, from),
                ])}
              />
            )}
            <Text size="sm" c="dimmed" mt="md">
              {policy.changed_at === null ? (
                "Nobody has changed it: it is the default of the system."
              ) : (
                <>
                  Changed <TimeText at={policy.changed_at} /> by {policy.changed_by}.
                </>
              )}
            </Text>
          </Surface>
        )}
      </Loaded>
    </Page>
  );
}
