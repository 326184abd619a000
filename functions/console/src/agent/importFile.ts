/** Reads a file of customers, and assigns the API's problems to its rows. */
import Papa from "papaparse";
import type { Schemas } from "../api/client";
import type { Problem } from "../api/problem";

export type ImportRow = Schemas["CustomerImportRow"];

/** The maximum of the API. */
export const MAX_ROWS = 1_000;

export interface ReadFile {
  rows: ImportRow[];
  /** The reason why the file cannot be imported; null if it can be sent. */
  problem: string | null;
}

/**
 * Reads CSV with a header. Cells stay text, amounts too; an empty cell is an absent field. The API validates the rows
 * and names every invalid one.
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
  if (rows.length > MAX_ROWS) return `The file has ${rows.length} rows; at most ${MAX_ROWS} are imported at once.`;
  // A file with one column has no delimiter, which is no error.
  const first = errors.find(({ code }) => code !== "UndetectableDelimiter");
  if (first === undefined) return null;
  return first.row === undefined ? first.message : `Row ${first.row + 1}: ${first.message}`;
}

/** The problems of each row, by its index in the file, from 0. */
export function rowProblems(refusal: Problem): Map<number, string[]> {
  const problems = new Map<number, string[]>();
  for (const { pointer, detail } of refusal.fields) {
    const [, row, field] = /^\/rows\/(\d+)(?:\/(.+))?$/.exec(pointer) ?? [];
    if (row === undefined) continue;
    const text = problems.get(Number(row)) ?? [];
    problems.set(Number(row), [...text, field === undefined ? detail : `${field}: ${detail}`]);
  }
  return problems;
}
