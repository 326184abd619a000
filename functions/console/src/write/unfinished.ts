/**
 * Writes whose outcome is not known yet. They are kept in sessionStorage, so that they survive leaving the form, a reload
 * and an expired session, until they are sent again with their key or the person signs out.
 */
import { answerOf, api, fetchAsCaller } from "../api/client";
import { Problem, Unanswered, isTransient } from "../api/problem";
import { hasLeft, session } from "../session/session";
import { store, useStore } from "../store";

/** A write that was sent, or that is about to be. */
export interface UnfinishedWrite {
  /** The id of its form. A form has one unfinished write at most. */
  form: string;
  /** "9.00 USD to desky" */
  what: string;
  /** Its Idempotency-Key. */
  key: string;
  /** Who sent it: tenant and `sub`, as JSON. */
  owner: string;
  /** The payload of `useWrite`, as JSON. */
  payload: unknown;
  /** The values of the form's fields, as JSON. */
  draft: unknown;
  /** The address of the page on which its effect can be seen. */
  page: string;
  /** When it was sent first, in milliseconds since 1970. */
  sentAt: number;
  isSending: boolean;
  /** When its last request was lost that may have taken effect, or may yet, in milliseconds since 1970; null: none was. */
  lostAt: number | null;
  /** The request, from which it can be sent without its form; null until it is sent. */
  request: { method: string; address: string; body: string } | null;
}

const STORED = "purser.unfinished";
/** A key is kept for a day at least, if `KeyDays` is 1: later, the same request would be a new one. */
const MAX_AGE_MS = 20 * 3_600_000;
/**
 * How long after its loss a request may take effect: the 30 s of an operation, the 60 s in which the database still
 * accepts a call that its function lost, and 30 s in the network. The same as in the Python client.
 */
const LATEST_ARRIVAL_MS = 120_000;
/**
 * The codes of refusals that come before the key is looked up, and that the same request may get at one time and not at
 * another. So they say nothing about earlier requests. `unexpected` is an answer without a code, such as a proxy's.
 */
const BEFORE_THE_KEY: readonly string[] = ["not_found", "unexpected"];

const writes = store<readonly UnfinishedWrite[]>(read());

/** Whether its key may be forgotten by now, so that it must not be sent again. */
export function isTooOld({ sentAt }: Pick<UnfinishedWrite, "sentAt">, now = Date.now()): boolean {
  return now - sentAt > MAX_AGE_MS;
}

export function unfinished(): readonly UnfinishedWrite[] {
  return writes.get();
}

export function useUnfinished(): readonly UnfinishedWrite[] {
  return useStore(writes);
}

/** The form's unfinished write. */
export function unfinishedOf(form: string): UnfinishedWrite | undefined {
  return writes.get().find((one) => one.form === form);
}

/** Keeps a write before it is sent. If it is sent again, it is the same one as before. */
export function keep(write: Pick<UnfinishedWrite, "form" | "what" | "key" | "payload" | "draft" | "page">): void {
  if (unfinishedOf(write.form)?.key === write.key) {
    change(write.form, { isSending: true });
    return;
  }
  const first = { owner: owner() ?? "", sentAt: Date.now(), isSending: true, lostAt: null, request: null };
  set([...writes.get().filter(({ form }) => form !== write.form), { ...write, ...first }]);
}

/** Ends the sending of the form's write. It stays unfinished if its outcome is not known. */
export function settle(form: string, error?: unknown): void {
  const write = unfinishedOf(form);
  if (write === undefined) return;
  if (knownFrom(write, error) <= Date.now()) drop(form);
  else change(form, { isSending: false });
}

/** Records the end of a request that was lost: it had no answer, or one that does not show whether it took effect. */
export function recordLoss(form: string, error: unknown): void {
  if (error instanceof Unanswered || (error instanceof Problem && isVague(error))) change(form, { lostAt: Date.now() });
}

export function drop(form: string): void {
  set(writes.get().filter((one) => one.form !== form));
}

/** Sends a write again without its form. Resolves to the answer, and whether the write waits for a second person. */
export async function sendAgain({
  form,
  key,
  request,
}: UnfinishedWrite): Promise<{ answer: object; isWaiting: boolean }> {
  const kept = unfinishedOf(form);
  if (request === null || kept?.key !== key || kept.isSending || isTooOld(kept)) {
    throw new Error("It cannot be sent again.");
  }
  const { method, address, body } = request;
  const headers = { "Content-Type": "application/json", "Idempotency-Key": key };
  change(form, { isSending: true });
  try {
    const again = new Request(new URL(address, location.origin), { method, headers, body: body === "" ? null : body });
    const call = outcomeOf(fetchAsCaller(again));
    const answer = await answerOf(call);
    settle(form);
    return { answer, isWaiting: (await call).response.status === 202 };
  } catch (error) {
    recordLoss(form, error);
    settle(form, error);
    throw error;
  }
}

/** As `answerOf` expects it. */
async function outcomeOf(call: Promise<Response>): Promise<{ data?: object; error?: unknown; response: Response }> {
  const response = await call;
  if (response.ok) return { data: (await response.json()) as object, response };
  return { error: await response.json().catch(() => null), response };
}

/**
 * From when on an answer shows whether the write took effect, in milliseconds since 1970: 0 is at once, Infinity never.
 * A refusal after a loss says nothing about the lost request until that one can no longer arrive.
 */
export function knownFrom({ lostAt, request }: UnfinishedWrite, error: unknown): number {
  if (error === undefined) return 0;
  if (!(error instanceof Problem)) return request === null ? 0 : Infinity;
  if (isTransient(error) || isVague(error)) return Infinity;
  if (lostAt === null) return 0;
  return [401, 403].includes(error.status) || BEFORE_THE_KEY.includes(error.code)
    ? Infinity
    : lostAt + LATEST_ARRIVAL_MS;
}

/** Whether a request with this answer may have taken effect: an error of a server, or a success that cannot be read. */
function isVague({ status }: Problem): boolean {
  return status >= 500 || status < 400 || status === 408;
}

function change(form: string, fields: Partial<UnfinishedWrite>): void {
  set(writes.get().map((one) => (one.form === form ? { ...one, ...fields } : one)));
}

function set(changed: readonly UnfinishedWrite[]): void {
  writes.set(changed);
  try {
    if (changed.length === 0) sessionStorage.removeItem(STORED);
    else sessionStorage.setItem(STORED, JSON.stringify(changed));
  } catch {
    // Without room it is kept until a reload.
  }
}

/** Those from before a reload. Whether their requests arrived is not known. */
function read(): readonly UnfinishedWrite[] {
  try {
    const stored = JSON.parse(sessionStorage.getItem(STORED) ?? "[]") as readonly UnfinishedWrite[];
    return stored
      .filter(({ request }) => request !== null)
      .map((one) => ({ ...one, isSending: false, lostAt: Date.now() }));
  } catch {
    return [];
  }
}

/** Whose writes they are. */
function owner(): string | null {
  const person = session.get()?.person;
  return person === undefined ? null : JSON.stringify([person.tenantId, person.sub]);
}

/** They are cleared at sign-out, and when somebody else signs in. */
session.subscribe(() => {
  const person = owner();
  if (person !== null || hasLeft()) set(writes.get().filter((one) => one.owner === person));
});

api.use({
  onRequest: async ({ request }) => {
    const key = request.headers.get("Idempotency-Key");
    const write = writes.get().find((one) => one.key === key);
    if (write === undefined) return;
    const { pathname, search } = new URL(request.url);
    const body = await request.clone().text();
    change(write.form, { request: { method: request.method, address: pathname + search, body } });
  },
});
