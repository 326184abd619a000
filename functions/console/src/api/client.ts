/** The client of the API: typed by the OpenAPI document, with the caller's token, and one error class for each kind of failure. */
import createClient from "openapi-fetch";
import { freshToken, session, token } from "../session/session";
import { Problem, Unanswered } from "./problem";
import type { components, paths } from "./schema";

export type Schemas = components["schemas"];

/** A write waits this long for the person to sign in again. With `MAX_AGE_MS` of a write it is less than a day. */
const MAX_WAIT_MS = 3 * 3_600_000;
/** Less than the gateway's 30 s, which is too long for a person to wait. */
const TIMEOUT_MS = 20_000;

/**
 * Sends a request with the token of the signed-in person. A 401 renews the token once and repeats the request, if need
 * be after the person has signed in again. After signing out nothing is sent, and the answer is a 401.
 * Raises Unanswered if no answer arrived within `timeoutMs`, and the abort error if the caller aborted.
 */
export async function fetchAsCaller(request: Request, timeoutMs = TIMEOUT_MS): Promise<Response> {
  const person = session.get()?.person;
  const deadline = request.headers.has("Idempotency-Key") ? Date.now() + MAX_WAIT_MS : Infinity;
  const bearer = await token();
  if (person === undefined || bearer === null || Date.now() > deadline) {
    return Response.json({ message: "Unauthorized" }, { status: 401 });
  }
  const again = request.clone();
  const answer = await fetchWithin(authorized(request, bearer), timeoutMs);
  if (answer.status !== 401) return answer;
  const renewed = await freshToken(person);
  return renewed === null || Date.now() > deadline ? answer : fetchWithin(authorized(again, renewed), timeoutMs);
}

function authorized(request: Request, bearer: string): Request {
  request.headers.set("Authorization", `Bearer ${bearer}`);
  return request;
}

async function fetchWithin(request: Request, timeoutMs: number): Promise<Response> {
  const deadline = AbortSignal.timeout(timeoutMs);
  try {
    return await fetch(request, { signal: AbortSignal.any([request.signal, deadline]) });
  } catch (error) {
    if (request.signal.aborted) throw error;
    throw new Unanswered(deadline.aborted ? "timeout" : "connection");
  }
}

export const api = createClient<paths>({
  baseUrl: globalThis.location.origin,
  fetch: (request) => fetchAsCaller(request),
});

/** The parts of openapi-fetch's result that are used. */
interface Outcome<Answer> {
  data?: Answer;
  error?: unknown;
  response: Response;
}

/** The JSON form of an answer. The CSV form of some routes is not used here. */
type Json<Answer> = Exclude<NonNullable<Answer>, string>;

/** The answer of a call. Raises Problem if it was refused, and Unanswered if it was truncated. */
export async function answerOf<Answer>(call: Promise<Outcome<Answer>>): Promise<Json<Answer>> {
  const { data, error, response } = await call.catch((reason: unknown) => {
    // A truncated body, invalid JSON, or a body that did not end in time: the outcome is unknown.
    if (reason instanceof TypeError || reason instanceof SyntaxError) throw new Unanswered("connection");
    throw reason instanceof DOMException && reason.name === "TimeoutError" ? new Unanswered("timeout") : reason;
  });
  if (!response.ok || data === undefined || data === null) throw new Problem(response, error);
  return data as Json<Answer>;
}

/** The header of a write. `useWrite` creates the key. */
export function keyed(key: string): { header: { "Idempotency-Key": string } } {
  return { header: { "Idempotency-Key": key } };
}
