/** The one way to the API: typed by the OpenAPI document, with the caller's token, and with errors told apart. */
import createClient from "openapi-fetch";
import { freshToken, token } from "../session/session";
import { Problem, Unanswered } from "./problem";
import type { components, paths } from "./schema";

export type Schemas = components["schemas"];

/** The gateway gives up after 30 s; nobody at a desk waits as long. */
const PATIENCE_MS = 20_000;

/**
 * Sends a request as whoever is signed in, within `patience`. A 401 renews the token once and asks again. Of somebody
 * who has just left nothing is sent; the answer is what the API would say.
 * Raises Unanswered where no answer came; an abort by the caller stays what it is.
 */
export async function fetchAsCaller(request: Request, patience = PATIENCE_MS): Promise<Response> {
  const bearer = token();
  if (bearer === null) return Response.json({ message: "Unauthorized" }, { status: 401 });
  const again = request.clone();
  const answer = await within(authorized(request, bearer), patience);
  if (answer.status !== 401) return answer;
  const renewed = await freshToken();
  return renewed === null ? answer : within(authorized(again, renewed), patience);
}

function authorized(request: Request, bearer: string): Request {
  request.headers.set("Authorization", `Bearer ${bearer}`);
  return request;
}

async function within(request: Request, patience: number): Promise<Response> {
  const deadline = AbortSignal.timeout(patience);
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

/** What openapi-fetch resolves to, as far as an answer or a refusal is read out of it. */
interface Outcome<Answer> {
  data?: Answer;
  error?: unknown;
  response: Response;
}

/** An answer in JSON; some routes have another in CSV, which nobody reads here. */
type Json<Answer> = Exclude<NonNullable<Answer>, string>;

/** The answer of a call. Raises Problem where it was refused, Unanswered where it broke off half-way. */
export async function answerOf<Answer>(call: Promise<Outcome<Answer>>): Promise<Json<Answer>> {
  const { data, error, response } = await call.catch((reason: unknown) => {
    // A body that ends early, or is no JSON: the status alone does not say what was done.
    throw reason instanceof TypeError || reason instanceof SyntaxError ? new Unanswered("connection") : reason;
  });
  if (!response.ok || data === undefined || data === null) throw new Problem(response, error);
  return data as Json<Answer>;
}

/** The header of a write: see `useWrite`, which makes the key. */
export function keyed(key: string): { header: { "Idempotency-Key": string } } {
  return { header: { "Idempotency-Key": key } };
}
