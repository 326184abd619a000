/** Sign-in with the issuer: code flow with PKCE. Loaded only if it is used. */
import { InMemoryWebStorage, type User, UserManager, WebStorageStateStore } from "oidc-client-ts";
import type { Configuration } from "./configuration";
import { type Session, begin, personOf } from "./session";

/** Marks a tab that was signed in, so that a reload signs in again. No token is ever stored. */
const REMEMBERED = "purser.signed-in";

const SCOPE = "openid profile";

let manager: UserManager | null = null;

function managerOf({ issuer, client_id }: Configuration): UserManager {
  manager ??= new UserManager({
    authority: issuer,
    client_id,
    redirect_uri: `${location.origin}/signed-in`,
    post_logout_redirect_uri: `${location.origin}/`,
    response_type: "code",
    scope: SCOPE,
    userStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
    // Only the verifier and the state, during the redirect.
    stateStore: new WebStorageStateStore({ store: sessionStorage }),
    automaticSilentRenew: false,
    monitorSession: false,
  });
  return manager;
}

/** Redirects to the issuer; `next` is the page after it. */
export async function startSignIn(configured: Configuration, next: string): Promise<void> {
  const users = managerOf(configured);
  // Some issuers give a refresh token only for this scope, which they list as supported. Cognito gives one without it.
  const { scopes_supported: known } = await users.metadataService.getMetadata();
  const scope = known?.includes("offline_access") === true ? `${SCOPE} offline_access` : SCOPE;
  await users.signinRedirect({ state: next, scope });
}

/** Exchanges the code in the address and begins the session. Resolves to the next page. */
export async function finishSignIn(configured: Configuration): Promise<string> {
  const user = await managerOf(configured).signinRedirectCallback();
  begin(sessionOf(managerOf(configured), user));
  sessionStorage.setItem(REMEMBERED, "yes");
  return typeof user.state === "string" && /^\/(?!\/)/.test(user.state) ? user.state : "/";
}

export function wasSignedIn(): boolean {
  return sessionStorage.getItem(REMEMBERED) !== null;
}

export function forget(): void {
  sessionStorage.removeItem(REMEMBERED);
}

function sessionOf(users: UserManager, user: User): Session {
  const { person, expiresAt } = personOf(user.access_token);
  const { name, email } = user.profile;
  return {
    token: user.access_token,
    expiresAt,
    person: { ...person, name: name ?? email ?? person.name },
    renew: async () => {
      if (user.refresh_token === undefined) return null;
      const renewed = await users.signinSilent();
      return renewed === null ? null : sessionOf(users, renewed);
    },
    leave: async () => {
      forget();
      await users.revokeTokens(["refresh_token"]).catch(() => undefined);
      const end = await users.metadataService.getEndSessionEndpoint();
      if (end === undefined) return users.removeUser();
      // Cognito's sign-out needs parameters of its own in addition to OpenID Connect's.
      const { client_id, post_logout_redirect_uri: logout_uri } = users.settings;
      await users.signoutRedirect({ extraQueryParams: { client_id, ...(logout_uri ? { logout_uri } : {}) } });
    },
  };
}
