/** A payment method's details as they are typed: a line each, `iban: DE02 1203 …`. */
const NAME = /^[a-z][a-z0-9_]{0,39}$/;
const LONGEST = 200;
const MOST = 20;

/** What was typed, by names; or the sentence that belongs beside the field. */
export function typedDetails(text: string): Record<string, string> | string {
  const details: Record<string, string> = {};
  for (const line of text.split("\n").filter((one) => one.trim() !== "")) {
    const colon = line.indexOf(":");
    if (colon < 0) return `Each line is a name, a colon and what it is: “${line.trim()}” has no colon.`;
    const name = line.slice(0, colon).trim().toLowerCase().replaceAll(" ", "_");
    const value = line.slice(colon + 1).trim();
    if (!NAME.test(name)) return `“${line.slice(0, colon).trim()}” is no name: letters, digits and spaces.`;
    if (value === "") return `“${name}” has nothing after its colon.`;
    if (value.length > LONGEST) return `“${name}” is longer than ${LONGEST} characters.`;
    if (name in details) return `“${name}” stands there twice.`;
    details[name] = value;
  }
  const count = Object.keys(details).length;
  if (count === 0) return "At least one line, such as “iban: DE02 1203 0000 0000 2020 51”.";
  return count > MOST ? `At most ${MOST} lines.` : details;
}

export function writtenDetails(details: Readonly<Record<string, string>>): string {
  return Object.entries(details)
    .map(([name, value]) => `${name}: ${value}`)
    .join("\n");
}
