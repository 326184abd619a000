// Writes the API's types from docs/openapi.json, and the number of decimals of each currency from the ledger.
// `node tools/api.js --check` compares the committed files instead.
import { readFile, writeFile } from "node:fs/promises";
import openapiTS, { astToString } from "openapi-typescript";
import prettier from "prettier";

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

const options = await prettier.resolveConfig(import.meta.filename);
for (const [name, text] of Object.entries(files)) {
  const path = new URL(name, written);
  const formatted = await prettier.format(note + text, { ...options, parser: "typescript" });
  if (!process.argv.includes("--check")) await writeFile(path, formatted);
  else if (formatted !== (await readFile(path, "utf8").catch(() => ""))) {
    console.error(`src/${name} has drifted: npm run api`);
    process.exitCode = 1;
  }
}
