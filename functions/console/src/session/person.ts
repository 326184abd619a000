import { useStore } from "../store";
import { session } from "./session";

/** The `sub` of the signed-in person; null while signing out. */
export function useSub(): string | null {
  return useStore(session)?.person.sub ?? null;
}

export function useIsRoot(): boolean {
  return useStore(session)?.person.roles.includes("root") === true;
}
