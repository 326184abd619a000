/** Sign-in on the local system as one of its personas. */
import { type Session, begin, personOf } from "./session";

/** A persona of the local system, with the claims of its token. */
export interface Persona {
  title: string;
  sub: string;
  tenant_id: string;
  roles: string[];
  customer_id?: string | null;
  name: string;
}

/** The persona that a reload signs in again. It is no secret, and is removed with the tab. */
const REMEMBERED = "purser.persona";

export async function personas(): Promise<Persona[]> {
  const answer = await fetch("/local/personas");
  if (!answer.ok) throw new Error("The local system did not list its personas. Is it running?");
  return ((await answer.json()) as { items: Persona[] }).items;
}

export async function signInAs(persona: Persona): Promise<void> {
  begin(await sessionOf(persona));
  sessionStorage.setItem(REMEMBERED, JSON.stringify(persona));
}

/** Signs in the persona from before a reload, if there is one. */
export async function resumePersona(): Promise<void> {
  const remembered = sessionStorage.getItem(REMEMBERED);
  if (remembered !== null) begin(await sessionOf(JSON.parse(remembered) as Persona));
}

async function sessionOf(persona: Persona): Promise<Session> {
  const { sub, tenant_id, roles, customer_id, name } = persona;
  const claims = { sub, tenant_id, roles, name, ...(customer_id == null ? {} : { customer_id }) };
  const answer = await fetch("/local/token", { method: "POST", body: JSON.stringify(claims) });
  if (!answer.ok) throw new Error("The local system did not issue a token.");
  const { access_token } = (await answer.json()) as { access_token: string };
  return {
    token: access_token,
    ...personOf(access_token),
    renew: () => sessionOf(persona),
    leave: () => {
      sessionStorage.removeItem(REMEMBERED);
      return Promise.resolve();
    },
  };
}
