import { useStore } from "../store";
import { session } from "./session";

/** Who is signed in, as far as a page asks whether something is theirs. Null for the moment of signing out. */
export function useSub(): string | null {
  return useStore(session)?.person.sub ?? null;
}

export function useIsRoot(): boolean {
  return useStore(session)?.person.roles.includes("root") === true;
}
