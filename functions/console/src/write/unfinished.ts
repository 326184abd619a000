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
  /** Whether a request had no answer, so that it may have taken effect. */
  isUncertain: boolean;
  /** The request, from which it can be sent without its form; null until it is sent. */
  request: { method: string; address: string; body: string } | null;
}

const STORED = "purser.unfinished";
/** A key is kept for a day at least, if `KeyDays` is 1: later, the same request would be a new one. */
const MAX_AGE_MS = 20 * 3_600_000;

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
  const first = { owner: owner() ?? "", sentAt: Date.now(), isSending: true, isUncertain: false, request: null };
  set([...writes.get().filter(({ form }) => form !== write.form), { ...write, ...first }]);
}

/** Ends the sending of the form's write. It stays unfinished if its outcome is not known. */
export function settle(form: string, error?: unknown): void {
  const write = unfinishedOf(form);
  if (write === undefined) return;
  if (isKnown(write, error)) drop(form);
  else change(form, { isSending: false });
}

/** Records that a request had no answer. */
export function unanswered(form: string): void {
  change(form, { isUncertain: true });
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
    if (error instanceof Unanswered) unanswered(form);
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

/** Whether the last answer shows if the write took effect, and not only that this request was not looked at. */
function isKnown({ isUncertain, request }: UnfinishedWrite, error: unknown): boolean {
  if (error === undefined) return true;
  if (!(error instanceof Problem)) return request === null;
  // After a 500, or a success that could not be read, it may have taken effect.
  if (isTransient(error) || error.status >= 500 || error.status < 400) return false;
  return !(isUncertain && [401, 403].includes(error.status));
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
      .map((one) => ({ ...one, isSending: false, isUncertain: true }));
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
