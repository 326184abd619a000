import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { only, root } from "../app/root";

const customer = createRoute({ getParentRoute: () => root, id: "customer", beforeLoad: only("customer") });

const first = createRoute({
  getParentRoute: () => customer,
  path: "/account",
  component: lazyRouteComponent(() => import("./pages"), "AccountPage"),
});

export const customerRoutes = customer.addChildren([first]);
