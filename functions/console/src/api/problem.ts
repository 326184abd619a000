/** The errors of a call: an answer that refuses it, and no answer at all. */

/** One error in a request. `pointer`: a JSON pointer into the body, or a query parameter's name. */
export interface FieldProblem {
  pointer: string;
  detail: string;
}

/** The API refused: an `application/problem+json`, or the gateway's own `{"message"}` (401, 413, 429). */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  /** The id for support; null if the answer has none. */
  readonly requestId: string | null;
  readonly fields: readonly FieldProblem[];
  /** The header Retry-After, in seconds. */
  readonly retryAfter: number | null;
  private readonly members: Readonly<Record<string, unknown>>;

  constructor(response: Response, body: unknown) {
    const members = isRecord(body) ? body : {};
    const fallback = FALLBACKS[response.status];
    const detail = text(members.detail) ?? fallback?.detail ?? "The server sent an unexpected answer.";
    super(detail);
    this.name = "Problem";
    this.status = response.status;
    this.code = text(members.code) ?? fallback?.code ?? "unexpected";
    this.title = text(members.title) ?? fallback?.title ?? "Something went wrong";
    this.detail = detail;
    this.requestId =
      text(members.instance) ?? response.headers.get("X-Request-Id") ?? response.headers.get("apigw-requestid");
    this.fields = Array.isArray(members.errors) ? members.errors.filter(isFieldProblem) : [];
    const seconds = Number(response.headers.get("Retry-After") ?? NaN);
    this.retryAfter = Number.isFinite(seconds) ? seconds : null;
    this.members = members;
  }

  /** A member of the problem, such as `available`, if it is a string. */
  member(name: string): string | null {
    return text(this.members[name]);
  }

  /** Whether the same request may succeed later: it was too slow, or one of too many, or a service is unavailable. */
  get isTransient(): boolean {
    return [408, 429, 502, 503, 504].includes(this.status);
  }
}

/** No answer arrived: the connection was lost, or the timeout passed. The outcome is unknown. */
export class Unanswered extends Error {
  readonly reason: "timeout" | "connection";

  constructor(reason: "timeout" | "connection") {
    super(reason === "timeout" ? "No answer arrived in time." : "The connection was lost.");
    this.name = "Unanswered";
    this.reason = reason;
  }
}

/** Whether the same request is worth repeating. */
export function isTransient(error: unknown): boolean {
  return error instanceof Unanswered || (error instanceof Problem && error.isTransient);
}

/** Whether the API refused with one of the statuses. */
export function isProblem(error: unknown, ...statuses: number[]): boolean {
  return error instanceof Problem && statuses.includes(error.status);
}

const FALLBACKS: Partial<Record<number, { code: string; title: string; detail: string }>> = {
  401: { code: "unauthorized", title: "Not signed in", detail: "You are no longer signed in. Sign in again." },
  403: { code: "forbidden", title: "Not allowed", detail: "You may not do this." },
  404: { code: "not_found", title: "Not found", detail: "This does not exist." },
  413: { code: "payload_too_large", title: "Too large", detail: "That is more than can be sent at once." },
  429: { code: "too_many_requests", title: "Too many requests", detail: "Too many requests at once. Try again soon." },
  503: { code: "unavailable", title: "Not available", detail: "Purser cannot answer at the moment. Try again soon." },
};

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isFieldProblem(value: unknown): value is FieldProblem {
  return isRecord(value) && typeof value.pointer === "string" && typeof value.detail === "string";
}
