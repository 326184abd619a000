/** Signing in on a developer's machine: as one of the personas that the local system offers. */
import { type Session, begin, personOf } from "./session";

/** Somebody whom the local system lets one be, and the claims of their token. */
export interface Persona {
  title: string;
  sub: string;
  tenant_id: string;
  roles: string[];
  customer_id?: string | null;
  name: string;
}

/** Which persona a reload signs in again; no secret, and gone with the tab. */
const REMEMBERED = "purser.persona";

export async function personas(): Promise<Persona[]> {
  const answer = await fetch("/local/personas");
  if (!answer.ok) throw new Error("The local system offers no personas. Is it running?");
  return ((await answer.json()) as { items: Persona[] }).items;
}

export async function signInAs(persona: Persona): Promise<void> {
  begin(await sessionOf(persona));
  sessionStorage.setItem(REMEMBERED, JSON.stringify(persona));
}

/** Signs in who was signed in before a reload, if anybody was. */
export async function resumePersona(): Promise<void> {
  const remembered = sessionStorage.getItem(REMEMBERED);
  if (remembered !== null) begin(await sessionOf(JSON.parse(remembered) as Persona));
}

async function sessionOf(persona: Persona): Promise<Session> {
  const { sub, tenant_id, roles, customer_id, name } = persona;
  const claims = { sub, tenant_id, roles, name, ...(customer_id == null ? {} : { customer_id }) };
  const answer = await fetch("/local/token", { method: "POST", body: JSON.stringify(claims) });
  if (!answer.ok) throw new Error("The local system gave no token.");
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
