import { useQuery } from "@tanstack/react-query";
import { FourEyes } from "../billing/DecisionButton";
import { useHasRole, useSub } from "../session/person";
import { policyOf } from "./queries";
import { type ApprovalKind, policyKindOf } from "./words";

/** Whether the person does both parts of such an operation: the tenant's owner where TwoPeople is off, unless the
 * tenant's policy asks for two people for this kind. */
export function useActsAlone(kind: ApprovalKind): boolean {
  const isOwner = useHasRole("owner");
  const { data: policy } = useQuery({ ...policyOf(undefined), enabled: isOwner });
  if (!isOwner || policy?.two_people !== "off") return false;
  return (policy.from as Readonly<Record<string, string | null>>)[policyKindOf(kind)] == null;
}

/** Warns the person who did the first part of a top-up that somebody else does the second one. */
export function OwnPart({ by }: { by: string }) {
  const isOwn = useSub() === by;
  const actsAlone = useActsAlone("invoice_payment");
  return isOwn && !actsAlone && <FourEyes />;
}
