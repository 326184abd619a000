/** Sign-in with the issuer: code flow with PKCE. Loaded only if it is used. */
import { type INavigator, InMemoryWebStorage, type User, UserManager, WebStorageStateStore } from "oidc-client-ts";
import type { Configuration } from "./configuration";
import { type Session, begin, isExpired, personOf } from "./session";

/** Marks a tab that was signed in, so that a reload signs in again. No token is ever stored. */
const REMEMBERED = "purser.signed-in";

const SCOPE = "openid profile";

/** The part of `state` in the address by which the page after the issuer's knows that it is in a window of its own. */
const IN_WINDOW = "window";
/** On which that page passes its address on. The console's windows cannot refer to those with the issuer's pages. */
const CHANNEL = "purser.signed-in";

let manager: UserManager | null = null;

function managerOf({ issuer, client_id }: Configuration): UserManager {
  const settings = {
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
  };
  manager ??= new UserManager(settings, undefined, inWindow);
  return manager;
}

/** Redirects to the issuer; `next` is the page after it. */
export async function startSignIn(configured: Configuration, next: string): Promise<void> {
  const users = managerOf(configured);
  await users.signinRedirect({ state: next, scope: await scopeOf(users) });
}

/** Signs in again in a window of its own, so that the page stays. Rejects if the browser does not open the window. */
export async function signInAgain(configured: Configuration): Promise<void> {
  const users = managerOf(configured);
  const user = await users.signinPopup({ scope: await scopeOf(users), url_state: IN_WINDOW });
  // Not from a window that was left open, after signing in by another one or signing out.
  if (isExpired.get()) begin(sessionOf(users, user));
}

/** In the window of `signInAgain`: passes the address with the code on, and closes the window. False in another one. */
export function passOn(): boolean {
  if (!new URLSearchParams(location.search).get("state")?.endsWith(`;${IN_WINDOW}`)) return false;
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(location.href);
  channel.close();
  window.close();
  return true;
}

/** Opens the issuer's page in a window, and waits for the address that it is redirected to. */
const inWindow: INavigator = {
  prepare: () => {
    const opened = window.open("about:blank", "_blank", "popup,width=480,height=720");
    if (opened === null) return Promise.reject(new Error("The browser did not open a window. Allow it for this page."));
    return Promise.resolve({
      navigate: ({ url, state }) =>
        new Promise((resolve) => {
          const channel = new BroadcastChannel(CHANNEL);
          channel.onmessage = ({ data }: MessageEvent<string>) => {
            const [own] = new URL(data).searchParams.get("state")?.split(";") ?? [];
            if (own !== state) return;
            channel.close();
            resolve({ url: data });
          };
          opened.location.replace(url);
        }),
      close: () => opened.close(),
    });
  },
  callback: () => Promise.resolve(),
};

/** Some issuers give a refresh token only for `offline_access`, which they list. Cognito gives one without it. */
async function scopeOf(users: UserManager): Promise<string> {
  const { scopes_supported: known } = await users.metadataService.getMetadata();
  return known?.includes("offline_access") === true ? `${SCOPE} offline_access` : SCOPE;
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
