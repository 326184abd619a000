import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { only, root } from "../app/root";

const operator = createRoute({
  getParentRoute: () => root,
  id: "operator",
  beforeLoad: only("billing.manage", "root"),
});

const first = createRoute({
  getParentRoute: () => operator,
  path: "/operator/requests",
  component: lazyRouteComponent(() => import("./pages"), "RequestsPage"),
});

export const operatorRoutes = operator.addChildren([first]);
