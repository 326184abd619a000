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

export function useIsRoot(): boolean {
  return useHasRole("root");
}

export function usePerson(): Person | undefined {
  return useStore(session)?.person;
}
