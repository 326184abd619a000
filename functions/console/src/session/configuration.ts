/** The sign-in configuration, from the function that serves the page. */
export interface Configuration {
  /** With the issuer, or as a persona (on the local system only). */
  sign_in: "oidc" | "personas";
  issuer: string;
  client_id: string;
}

let fetched: Promise<Configuration> | null = null;

/** Fetched once. A failure is not cached, so that the query can be retried. */
export function configuration(): Promise<Configuration> {
  fetched ??= fetch("/console.json")
    .then((answer) => {
      if (!answer.ok) throw new Error("The console's configuration could not be read.");
      return answer.json() as Promise<Configuration>;
    })
    .catch((reason: unknown) => {
      fetched = null;
      throw reason;
    });
  return fetched;
}
