/** A file of customers: read, and what the API says about its rows. */
import Papa from "papaparse";
import type { Schemas } from "../api/client";
import type { Problem } from "../api/problem";

export type ImportRow = Schemas["ImportRow"];

/** As many as the API takes at once. */
export const MOST_ROWS = 1_000;

export interface ReadFile {
  rows: ImportRow[];
  /** Why the file as a whole cannot be imported; null where it can be tried. */
  problem: string | null;
}

/**
 * Reads CSV with a header. Cells stay the text that they are, amounts too; an empty cell is an absent field. Whether a
 * row is right is for the API to say, which names every one that is not.
 */
export function readCustomers(text: string): ReadFile {
  const { data, errors } = Papa.parse<Record<string, string>>(text, {
    header: true,
    skipEmptyLines: "greedy",
    transformHeader: (header) => header.trim().toLowerCase(),
  });
  const rows = data.map(
    (cells) => Object.fromEntries(Object.entries(cells).filter(([, cell]) => cell !== "")) as unknown as ImportRow,
  );
  return { rows, problem: problemOf(rows, errors) };
}

function problemOf(rows: readonly ImportRow[], errors: readonly Papa.ParseError[]): string | null {
  if (rows.length === 0) return "The file has no rows below its header.";
  if (rows.length > MOST_ROWS) return `The file has ${rows.length} rows; at most ${MOST_ROWS} are imported at once.`;
  // A file of one column has no delimiter to find, and that is no fault.
  const first = errors.find(({ code }) => code !== "UndetectableDelimiter");
  if (first === undefined) return null;
  return first.row === undefined ? first.message : `Row ${first.row + 1}: ${first.message}`;
}

/** What is wrong with each row, by its place in the file, the first being 0. */
export function rowProblems(refusal: Problem): Map<number, string[]> {
  const problems = new Map<number, string[]>();
  for (const { pointer, detail } of refusal.fields) {
    const [, row, field] = /^\/rows\/(\d+)(?:\/(.+))?$/.exec(pointer) ?? [];
    if (row === undefined) continue;
    const said = problems.get(Number(row)) ?? [];
    problems.set(Number(row), [...said, field === undefined ? detail : `${field}: ${detail}`]);
  }
  return problems;
}
