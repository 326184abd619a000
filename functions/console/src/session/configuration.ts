/** How one signs in here, as the function that serves the page says. */
export interface Configuration {
  /** With the issuer, or (on a developer's machine only) as one of the personas. */
  sign_in: "oidc" | "personas";
  issuer: string;
  client_id: string;
}

let asked: Promise<Configuration> | null = null;

/** Asked for once; a failure is forgotten, so that a reload of the query may succeed. */
export function configuration(): Promise<Configuration> {
  asked ??= fetch("/console.json")
    .then((answer) => {
      if (!answer.ok) throw new Error("The console's configuration could not be read.");
      return answer.json() as Promise<Configuration>;
    })
    .catch((reason: unknown) => {
      asked = null;
      throw reason;
    });
  return asked;
}
