import { describe, expect, test } from "vitest";
import { refusedFields } from "../write/fields";
import { Problem, Unanswered, isPassing } from "./problem";

function problem(status: number, body: unknown, headers: Record<string, string> = {}): Problem {
  return new Problem(new Response(null, { status, headers }), body);
}

const shortOfFunds = problem(400, {
  type: "/problems/insufficient_funds",
  title: "Insufficient funds",
  status: 400,
  detail: "Insufficient funds. Available: $70.00",
  instance: "req-1",
  code: "insufficient_funds",
  available: "70.00",
  currency: "USD",
});

describe("a problem", () => {
  test("says its sentence, its code, its request id and what a program needs", () => {
    expect(shortOfFunds).toMatchObject({
      status: 400,
      code: "insufficient_funds",
      detail: "Insufficient funds. Available: $70.00",
      message: "Insufficient funds. Available: $70.00",
      requestId: "req-1",
      fields: [],
    });
    expect(shortOfFunds.member("available")).toBe("70.00");
    expect(shortOfFunds.member("balance")).toBeNull();
  });

  test("lists every field that is wrong", () => {
    const invalid = problem(400, {
      code: "invalid_request",
      detail: "Two fields are wrong.",
      errors: [{ pointer: "/amount", detail: "above zero" }, { pointer: "/description", detail: "required" }, "odd"],
    });
    expect(invalid.fields).toHaveLength(2);
    expect(refusedFields(invalid, ["amount", "description"])).toEqual({
      amount: "above zero",
      description: "required",
    });
  });

  test("the gateway's own answers have a sentence too", () => {
    expect(problem(401, { message: "Unauthorized" })).toMatchObject({ code: "unauthorized" });
    expect(problem(429, { message: "Too Many Requests" }, { "Retry-After": "3" })).toMatchObject({
      code: "too_many_requests",
      retryAfter: 3,
    });
    expect(problem(500, "<html>")).toMatchObject({ code: "unexpected" });
    expect(problem(500, undefined, { "X-Request-Id": "r-9" }).requestId).toBe("r-9");
  });

  test("about the amount stands beside the amount", () => {
    expect(refusedFields(shortOfFunds, ["amount", "description"])).toEqual({
      amount: "Insufficient funds. Available: $70.00",
    });
    expect(refusedFields(shortOfFunds, ["description"])).toEqual({});
  });

  test("a code stands beside the field that it is about", () => {
    const taken = problem(409, { code: "username_taken", detail: "There is an alice already." });
    expect(refusedFields(taken, ["username"], { username_taken: "username" })).toEqual({
      username: "There is an alice already.",
    });
  });

  test("only what may pass is asked for again", () => {
    expect(isPassing(shortOfFunds)).toBe(false);
    expect(isPassing(problem(503, {}))).toBe(true);
    expect(isPassing(new Unanswered("timeout"))).toBe(true);
    expect(isPassing(new Error("a fault of ours"))).toBe(false);
  });
});
