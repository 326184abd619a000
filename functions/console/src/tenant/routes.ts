import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { only, root } from "../app/root";

const tenant = createRoute({ getParentRoute: () => root, id: "tenant", beforeLoad: only("billing.view") });

const first = createRoute({
  getParentRoute: () => tenant,
  path: "/billing",
  component: lazyRouteComponent(() => import("./pages"), "BillingPage"),
});

export const tenantRoutes = tenant.addChildren([first]);
