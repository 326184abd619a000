import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";

test("the types equal the OpenAPI document, and the currencies those of the ledger", () => {
  expect(execFileSync(process.execPath, ["tools/api.js", "--check"], { encoding: "utf8" })).toBe("");
}, 60_000);
