/** The session. Tokens are kept in memory only, so a reload loses them. */
import { ROLES } from "../ledger";
import { store } from "../store";

export type Role = (typeof ROLES)[number];

/** The signed-in person, from the claims of the access token. */
export interface Person {
  sub: string;
  name: string;
  tenantId: string;
  roles: readonly Role[];
  customerId: string | null;
}

/** An access token and its renewal; `renew` resolves to null if the person must sign in again. */
export interface Session {
  token: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
  person: Person;
  renew: () => Promise<Session | null>;
  /** Signs out at the issuer, if there is one. Rejects if the issuer cannot be reached. */
  leave: () => Promise<void>;
}

/** A token is renewed this long before it expires. */
const RENEW_AHEAD_MS = 60_000;
/** The longest delay of setTimeout; a longer one fires at once. */
const MAX_DELAY_MS = 2 ** 31 - 1;

export const session = store<Session | null>(null);
/** Whether the person must sign in again. Their page stays, and what it asks of the API waits. */
export const isExpired = store(false);
/**
 * How the person signed out; null if they did not. `leaving`: the sign-out at the issuer is in progress.
 * `signed-out-here`: it failed.
 */
export type EndReason = "leaving" | "signed-out" | "signed-out-here";
export const endReason = store<EndReason | null>(null);

let renewing: Promise<Session | null> | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;

/** The access token; after the session has expired, the one after the person signs in again. Null without a session. */
export async function token(): Promise<string | null> {
  const current = session.get();
  return current !== null && isExpired.get() ? nextToken(current.person) : (current?.token ?? null);
}

export function begin(begun: Session): void {
  endReason.set(null);
  isExpired.set(false);
  session.set(begun);
  clearTimeout(timer);
  const wait = Math.max(begun.expiresAt - Date.now() - RENEW_AHEAD_MS, 1_000);
  timer = setTimeout(() => void freshToken(begun.person), Math.min(wait, MAX_DELAY_MS));
}

export function end(reason: EndReason): void {
  clearTimeout(timer);
  endReason.set(reason);
  isExpired.set(false);
  session.set(null);
}

/** Whether the person signed out. */
export function hasLeft(): boolean {
  return endReason.get() !== null;
}

export function isSamePerson(one: Person, other: Person): boolean {
  return one.sub === other.sub && one.tenantId === other.tenantId;
}

export async function signOut(): Promise<void> {
  const leaving = session.get();
  end("leaving");
  try {
    await leaving?.leave();
    endReason.set("signed-out");
  } catch {
    endReason.set("signed-out-here");
  }
}

/**
 * A new access token for the person. If it cannot be renewed, the session expires, and the token is the one after they
 * sign in again. Null after signing out, or if somebody else has signed in. Simultaneous calls share one renewal.
 */
export async function freshToken(person: Person): Promise<string | null> {
  const old = session.get();
  if (old === null || !isSamePerson(old.person, person)) return null;
  renewing ??= old
    .renew()
    .catch(() => null)
    .finally(() => (renewing = null));
  const renewed = await renewing;
  // A sign-out or sign-in may have happened meanwhile.
  const now = session.get();
  if (now !== old) return now !== null && isSamePerson(now.person, person) ? token() : null;
  if (renewed === null) {
    clearTimeout(timer);
    isExpired.set(true);
    return nextToken(person);
  }
  begin(renewed);
  return renewed.token;
}

/** The token of the next session, if it is the same person's. */
function nextToken(person: Person): Promise<string | null> {
  return new Promise((resolve) => {
    const stop = session.subscribe(() => {
      stop();
      const next = session.get();
      resolve(next !== null && isSamePerson(next.person, person) ? next.token : null);
    });
  });
}

/** Reads the claims of an access token. Only the API verifies them; the page just hides what it would refuse. */
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

/** Roles as a list, or as a text that is one role. */
function rolesOf(claim: unknown): Role[] {
  const named: unknown[] = Array.isArray(claim) ? claim : [claim];
  return ROLES.filter((role) => named.includes(role));
}
