import { expect, test } from "vitest";
import { Problem } from "../api/problem";
import { MAX_ROWS, readCustomers, rowProblems } from "./importFile";

const HEADER = "username,account_type,credit_limit,currency,opening_balance,external_reference\r\n";

test("cells and amounts stay text, and an empty cell is an absent field", () => {
  const { rows, problem } = readCustomers(
    `${HEADER}emil,postup,,USD,90071992547409.91,old-1\r\n"E, ""5""",credit,0.10,,-0.10,\r\n`,
  );
  expect(problem).toBeNull();
  expect(rows).toEqual([
    {
      username: "emil",
      account_type: "postup",
      currency: "USD",
      opening_balance: "90071992547409.91",
      external_reference: "old-1",
    },
    { username: 'E, "5"', account_type: "credit", credit_limit: "0.10", opening_balance: "-0.10" },
  ]);
});

test("CSV of spreadsheets is read: semicolons, a byte order mark, capitals in the header, empty lines", () => {
  const { rows, problem } = readCustomers("\ufeffUsername;Account_Type\nann;postup\n\n;\nbob;credit\n");
  expect(problem).toBeNull();
  expect(rows.map((row) => row.username)).toEqual(["ann", "bob"]);
});

test.each([
  ["", "no rows"],
  [HEADER, "no rows"],
  [HEADER + "a,postup,,,,\r\n".repeat(MAX_ROWS + 1), "at most 1000"],
  [`${HEADER}a,postup\r\n`, "Row 1: Too few fields"],
])("a file that cannot be imported has a reason", (text, sentence) => {
  expect(readCustomers(text).problem).toContain(sentence);
});

test("problems of the API are assigned to their rows", () => {
  const refusal = new Problem(new Response(null, { status: 400 }), {
    code: "invalid_request",
    errors: [
      { pointer: "/rows/1/username", detail: "is taken" },
      { pointer: "/rows/1/currency", detail: "is unknown" },
      { pointer: "/rows/4", detail: "is duplicated" },
      { pointer: "", detail: "elsewhere" },
    ],
  });
  expect([...rowProblems(refusal)]).toEqual([
    [1, ["username: is taken", "currency: is unknown"]],
    [4, ["is duplicated"]],
  ]);
});
