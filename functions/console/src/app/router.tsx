import { type RouterHistory, createRoute, createRouter, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { agentRoutes } from "../agent/routes";
import { customerRoutes } from "../customer/routes";
import { findRoutes } from "../find/routes";
import { operatorRoutes } from "../operator/routes";
import { session } from "../session/session";
import { tenantRoutes } from "../tenant/routes";
import { Failure } from "./Failure";
import { firstPageOf } from "./navigation";
import { nextPage, root } from "./root";
import { filters, parseSearch, stringifySearch } from "./search";

// A constant of its own, because the router infers its type before that of the guard.
const homeSearch = filters({ next: nextPage });

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  validateSearch: homeSearch,
  beforeLoad: ({ search }) => {
    const person = session.get()?.person;
    if (person === undefined) return;
    if (search.next !== undefined && /^\/(?!\/)/.test(search.next)) throw redirect({ href: search.next });
    const first = firstPageOf(person);
    if (first !== null) throw redirect({ to: first });
  },
  component: lazyRouteComponent(() => import("../session/pages"), "SignInPage"),
});

const signedIn = createRoute({
  getParentRoute: () => root,
  path: "/signed-in",
  component: lazyRouteComponent(() => import("../session/pages"), "SignedInPage"),
});

const routeTree = root.addChildren([
  home,
  signedIn,
  agentRoutes,
  tenantRoutes,
  ...operatorRoutes,
  ...findRoutes,
  customerRoutes,
]);

/** history: the browser's by default; tests pass their own. */
export function newRouter(history?: RouterHistory) {
  return createRouter({
    routeTree,
    defaultErrorComponent: Failure,
    defaultPreload: "intent",
    // A form or a dialog about one subject never stays over the page of another one.
    defaultRemountDeps: ({ params }) => params,
    scrollRestoration: true,
    parseSearch,
    stringifySearch,
    ...(history === undefined ? {} : { history }),
  });
}

export const router = newRouter();

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
