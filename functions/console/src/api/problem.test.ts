import { describe, expect, test } from "vitest";
import { refusedFields } from "../write/fields";
import { Problem, Unanswered, isTransient } from "./problem";

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
  test("has its sentence, its code, its request id and members for programs", () => {
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

  test("has a sentence for answers of the gateway itself", () => {
    expect(problem(401, { message: "Unauthorized" })).toMatchObject({ code: "unauthorized" });
    expect(problem(429, { message: "Too Many Requests" }, { "Retry-After": "3" })).toMatchObject({
      code: "too_many_requests",
      retryAfter: 3,
    });
    expect(problem(500, "<html>")).toMatchObject({ code: "unexpected" });
    expect(problem(500, undefined, { "X-Request-Id": "r-9" }).requestId).toBe("r-9");
  });

  test("about the amount is shown next to the amount", () => {
    expect(refusedFields(shortOfFunds, ["amount", "description"])).toEqual({
      amount: "Insufficient funds. Available: $70.00",
    });
    expect(refusedFields(shortOfFunds, ["description"])).toEqual({});
  });

  test("with a code of one field is shown next to that field", () => {
    const taken = problem(409, { code: "username_taken", detail: "There is an alice already." });
    expect(refusedFields(taken, ["username"], { username_taken: "username" })).toEqual({
      username: "There is an alice already.",
    });
  });

  test("is retried only if it is transient", () => {
    expect(isTransient(shortOfFunds)).toBe(false);
    expect(isTransient(problem(503, {}))).toBe(true);
    expect(isTransient(new Unanswered("timeout"))).toBe(true);
    expect(isTransient(new Error("a bug"))).toBe(false);
  });
});
