/** Filters and paging live in the address. What is not valid there is left out rather than sent. */

type Reading<Value> = (written: string) => Value | undefined;

export function text(longest: number): Reading<string> {
  return (written) => (written !== "" && written.length <= longest ? written : undefined);
}

export function oneOf<const Value extends string>(...values: readonly Value[]): Reading<Value> {
  return (written) => values.find((value) => value === written);
}

export const day: Reading<string> = (written) => (/^\d{4}-\d{2}-\d{2}$/.test(written) ? written : undefined);

export const id: Reading<string> = (written) => (/^[0-9a-f-]{36}$/i.test(written) ? written : undefined);

/** A whole number, such as an offset; zero is left out. */
export const count: Reading<number> = (written) => (/^[1-9]\d{0,8}$/.test(written) ? Number(written) : undefined);

type Filters<Readings> = { [Name in keyof Readings]?: Readings[Name] extends Reading<infer Value> ? Value : never };

/** A route's `validateSearch`: each parameter by its own reading, the rest left out. */
export function filters<Readings extends Record<string, Reading<unknown>>>(readings: Readings) {
  return (search: Record<string, unknown>): Filters<Readings> => {
    const read = Object.entries(readings).map(([name, reading]) => {
      const written = search[name];
      return [name, typeof written === "string" || typeof written === "number" ? reading(String(written)) : undefined];
    });
    return Object.fromEntries(read.filter(([, value]) => value !== undefined)) as Filters<Readings>;
  };
}

/** The filters after a change, which begins again at the first page; what is undefined is left out. */
export function changed<Search extends object>(
  old: Search,
  change: { [Name in keyof Search]?: Search[Name] | undefined },
): Search {
  const merged = { ...old, ...("offset" in change ? {} : { offset: undefined }), ...change };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined)) as Search;
}

/** Plain `?search=alice&offset=50`, where the router's own form would write JSON. */
export function parseSearch(written: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(written));
}

export function stringifySearch(search: Record<string, unknown>): string {
  const set = Object.entries(search).filter(([, value]) => value !== undefined);
  const written = new URLSearchParams(set.map(([name, value]) => [name, String(value)])).toString();
  return written === "" ? "" : `?${written}`;
}
