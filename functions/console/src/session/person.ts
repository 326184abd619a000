import { useStore } from "../store";
import { type Person, type Role, session } from "./session";

/** The `sub` of the signed-in person; null while signing out. */
export function useSub(): string | null {
  return useStore(session)?.person.sub ?? null;
}

/** Whether the signed-in person has one of the roles. */
export function useHasRole(...roles: readonly Role[]): boolean {
  return useStore(session)?.person.roles.some((role) => roles.includes(role)) === true;
}

/** Whether the person works at a cashier. Otherwise they see an agent's pages without the actions. */
export function useIsAgent(): boolean {
  return useHasRole("agent");
}

/** Whether the person sees the customers of every agent. */
export function useOversees(): boolean {
  return useHasRole("owner", "auditor");
}

/** Whether the person issues invoices. Otherwise they see an operator's pages without the actions. */
export function useIsOperator(): boolean {
  return useHasRole("billing.manage", "root");
}

/** Whether the person decides on money and on where it is paid, as an operator or as the tenant's owner. */
export function useIsDecider(): boolean {
  return useHasRole("billing.manage", "owner", "root");
}

/** Whether the person does what an operator may not, such as to reverse a transaction. */
export function useIsOwner(): boolean {
  return useHasRole("owner", "root");
}

export function useIsRoot(): boolean {
  return useHasRole("root");
}

export function usePerson(): Person | undefined {
  return useStore(session)?.person;
}
