/** Who is signed in. Tokens are kept in memory only: a reload forgets them. */
import { ROLES } from "../ledger";
import { store } from "../store";

export type Role = (typeof ROLES)[number];

/** Somebody who is signed in, as the access token's claims say. */
export interface Person {
  sub: string;
  name: string;
  tenantId: string;
  roles: readonly Role[];
  customerId: string | null;
}

/** An access token and how the next one is got; `renew` resolves to null where one has to sign in again. */
export interface Session {
  token: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
  person: Person;
  renew: () => Promise<Session | null>;
  /** Tells the issuer, where there is one, that this person leaves. Rejects where the issuer cannot be told. */
  leave: () => Promise<void>;
}

/** A token is renewed so long before it expires, in milliseconds. */
const AHEAD = 60_000;
/** setTimeout's longest wait; beyond, it would fire at once. */
const LONGEST = 2 ** 31 - 1;

export const session = store<Session | null>(null);
/**
 * Why nobody is signed in any more; null where nobody was. `leaving`: the issuer is being told. `signed-out-here`: the
 * issuer could not be told.
 */
export type Farewell = "leaving" | "signed-out" | "signed-out-here" | "expired";
export const farewell = store<Farewell | null>(null);

let renewing: Promise<Session | null> | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;

export function token(): string | null {
  return session.get()?.token ?? null;
}

export function begin(begun: Session): void {
  session.set(begun);
  farewell.set(null);
  clearTimeout(timer);
  const wait = Math.max(begun.expiresAt - Date.now() - AHEAD, 1_000);
  timer = setTimeout(() => void freshToken(), Math.min(wait, LONGEST));
}

export function end(reason: Farewell): void {
  clearTimeout(timer);
  farewell.set(reason);
  session.set(null);
}

/** Whether whoever was here went on purpose. */
export function hasLeft(): boolean {
  const reason = farewell.get();
  return reason !== null && reason !== "expired";
}

export async function signOut(): Promise<void> {
  const leaving = session.get();
  end("leaving");
  try {
    await leaving?.leave();
    farewell.set("signed-out");
  } catch {
    farewell.set("signed-out-here");
  }
}

/** A new access token, or null where the person has to sign in again. Calls at the same time share one renewal. */
export async function freshToken(): Promise<string | null> {
  const old = session.get();
  if (old === null) return null;
  renewing ??= old
    .renew()
    .catch(() => null)
    .finally(() => (renewing = null));
  const renewed = await renewing;
  // Somebody may have signed out, or in, meanwhile.
  if (session.get() !== old) return token();
  if (renewed === null) end("expired");
  else begin(renewed);
  return renewed?.token ?? null;
}

/** Reads an access token's claims. It is the API that verifies them; the page only shows what it offers. */
export function personOf(accessToken: string): { person: Person; expiresAt: number } {
  const claims = claimsOf(accessToken);
  const sub = String(claims.sub);
  const expires = claims.exp;
  return {
    person: {
      sub,
      name: textOf(claims.name) ?? textOf(claims.username) ?? sub,
      tenantId: textOf(claims.tenant_id) ?? "",
      roles: rolesOf(claims.roles),
      customerId: textOf(claims.customer_id),
    },
    expiresAt: typeof expires === "number" ? expires * 1_000 : Date.now(),
  };
}

function claimsOf(accessToken: string): Record<string, unknown> {
  const payload = (accessToken.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
  const bytes = Uint8Array.from(atob(payload), (character) => character.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
}

function textOf(claim: unknown): string | null {
  return typeof claim === "string" && claim !== "" ? claim : null;
}

/** A list, or what some issuers make of one: `agent billing.view`, also within brackets. */
function rolesOf(claim: unknown): Role[] {
  const named = Array.isArray(claim) ? claim : typeof claim === "string" ? claim.match(/[^\s,[\]]+/g) : null;
  return ROLES.filter((role) => named?.includes(role) === true);
}
