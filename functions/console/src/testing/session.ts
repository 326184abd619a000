/** A session of a signed-in person, for tests. */
import { type Person, type Session, session } from "../session/session";

interface About extends Partial<Pick<Session, "token" | "renew" | "leave">> {
  person?: Partial<Person>;
}

export function aSession({ person: { sub = "agent-ada", ...person } = {}, ...about }: About = {}): Session {
  return {
    token: `token of ${sub}`,
    expiresAt: Date.now() + 3_600_000,
    person: { sub, name: sub, tenantId: "acme", roles: ["agent"], customerId: null, ...person },
    renew: () => Promise.resolve(session.get()),
    leave: () => Promise.resolve(),
    ...about,
  };
}
