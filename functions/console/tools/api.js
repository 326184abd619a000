// Writes the API's types from docs/openapi.json, and the number of decimals of each currency from the ledger.
// `node tools/api.js --check` compares the committed files instead.
import { readFile, writeFile } from "node:fs/promises";
import openapiTS, { astToString } from "openapi-typescript";
import { format } from "oxfmt";

const project = new URL("../../../", import.meta.url);
const written = new URL("../src/", import.meta.url);
const note = "// Written by `npm run api`; never edited by hand.\n";

const schema = await openapiTS(new URL("docs/openapi.json", project), { alphabetize: true });
const currencies = JSON.parse(await readFile(new URL("layers/ledger/ledger/core/currencies.json", project), "utf8"));
const exponents = Object.fromEntries(Object.entries(currencies).map(([code, [exponent]]) => [code, exponent]));

const files = {
  "api/schema.d.ts": astToString(schema),
  "exponents.ts": `/** How many decimals each currency has, as the ledger knows them. */
export const EXPONENTS: Readonly<Record<string, number>> = ${JSON.stringify(exponents)};`,
};

const { printWidth } = JSON.parse(await readFile(new URL("../.oxfmtrc.json", import.meta.url), "utf8"));
for (const [name, text] of Object.entries(files)) {
  const path = new URL(name, written);
  const { code: formatted } = await format(name, note + text, { printWidth });
  if (!process.argv.includes("--check")) await writeFile(path, formatted);
  else if (formatted !== (await readFile(path, "utf8").catch(() => ""))) {
    console.error(`src/${name} has drifted: npm run api`);
    process.exitCode = 1;
  }
}
