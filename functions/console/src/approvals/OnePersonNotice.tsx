import { Alert } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { policyOf } from "./queries";
import { isOnePersonEnough } from "./words";

/** Shows that a tenant works with one person, which weakens its protection. Nothing otherwise. */
export function OnePersonNotice({ tenant }: { tenant: string | undefined }) {
  const { data: policy } = useQuery(policyOf(tenant));
  if (policy === undefined || !isOnePersonEnough(policy)) return null;
  return (
    <Alert color="yellow" role="status" mb="md" title={`${policy.tenant_id} works with one person`}>
      No operation waits for a second one.{" "}
      {policy.changed_at === null
        ? "The system was deployed for vendors with one person (TwoPeople is off)."
        : "Its policy says so."}
    </Alert>
  );
}
