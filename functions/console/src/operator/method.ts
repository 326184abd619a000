/** The details of a payment method as typed text: one line each, `iban: DE02 1203 …`. */
const NAME = /^[a-z][a-z0-9_]{0,39}$/;
const MAX_LENGTH = 200;
const MAX_LINES = 20;

/** The typed details by name, or the problem as a sentence for the field. */
export function parseDetails(text: string): Record<string, string> | string {
  const details: Record<string, string> = {};
  for (const line of text.split("\n").filter((one) => one.trim() !== "")) {
    const colon = line.indexOf(":");
    if (colon < 0) return `Each line is a name, a colon and a value: “${line.trim()}” has no colon.`;
    const name = line.slice(0, colon).trim().toLowerCase().replaceAll(" ", "_");
    const value = line.slice(colon + 1).trim();
    if (!NAME.test(name)) return `“${line.slice(0, colon).trim()}” is not a name of letters, digits and spaces.`;
    if (value === "") return `“${name}” has no value.`;
    if (value.length > MAX_LENGTH) return `“${name}” is longer than ${MAX_LENGTH} characters.`;
    if (name in details) return `“${name}” appears twice.`;
    details[name] = value;
  }
  const count = Object.keys(details).length;
  if (count === 0) return "At least one line, such as “iban: DE02 1203 0000 0000 2020 51”.";
  return count > MAX_LINES ? `At most ${MAX_LINES} lines.` : details;
}

export function formatDetails(details: Readonly<Record<string, string>>): string {
  return Object.entries(details)
    .map(([name, value]) => `${name}: ${value}`)
    .join("\n");
}
