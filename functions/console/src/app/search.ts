/** Filters and paging are in the address. Invalid values there are ignored. */

type Parser<Value> = (value: string) => Value | undefined;

export function text(longest: number): Parser<string> {
  return (value) => (value !== "" && value.length <= longest ? value : undefined);
}

export function oneOf<const Value extends string>(...values: readonly Value[]): Parser<Value> {
  return (value) => values.find((one) => one === value);
}

export const day: Parser<string> = (value) => (/^\d{4}-\d{2}-\d{2}$/.test(value) ? value : undefined);

export const id: Parser<string> = (value) => (/^[0-9a-f-]{36}$/i.test(value) ? value : undefined);

/** Where a page of a list begins, as the page before it has answered. */
export const cursor: Parser<string> = (value) => (/^[\w-]{1,4096}$/.test(value) ? value : undefined);

/** A whole number, such as an offset; zero is left out. */
export const count: Parser<number> = (value) => (/^[1-9]\d{0,8}$/.test(value) ? Number(value) : undefined);

type Filters<Parsers> = { [Name in keyof Parsers]?: Parsers[Name] extends Parser<infer Value> ? Value : never };

/**
 * A route's `validateSearch`: each parameter is parsed by its own function. An invalid one is set to undefined, because
 * the router keeps what is missing in the answer.
 */
export function filters<Parsers extends Record<string, Parser<unknown>>>(parsers: Parsers) {
  return (search: Record<string, unknown>): Filters<Parsers> => {
    const given = Object.entries(parsers).filter(([name]) => name in search);
    const read = given.map(([name, parser]) => {
      const value = search[name];
      return [name, typeof value === "string" || typeof value === "number" ? parser(String(value)) : undefined];
    });
    return Object.fromEntries(read) as Filters<Parsers>;
  };
}

/** The filters after a change, without undefined ones, on the first page again. */
export function changed<Search extends object>(
  old: Search,
  change: { [Name in keyof Search]?: Search[Name] | undefined },
): Search {
  const isPage = "offset" in change || "cursor" in change;
  const merged = { ...old, ...(isPage ? {} : { offset: undefined, cursor: undefined }), ...change };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined)) as Search;
}

/** Plain `?search=alice&offset=50` instead of the router's JSON form. */
export function parseSearch(value: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(value));
}

export function stringifySearch(search: Record<string, unknown>): string {
  const set = Object.entries(search).filter(([, value]) => value !== undefined);
  const value = new URLSearchParams(set.map(([name, value]) => [name, String(value)])).toString();
  return value === "" ? "" : `?${value}`;
}
