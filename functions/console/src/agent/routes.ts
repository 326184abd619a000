import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { only, root } from "../app/root";
import { count, filters, oneOf, text } from "../app/search";

const pages = () => import("./pages");

const agent = createRoute({ getParentRoute: () => root, id: "agent", beforeLoad: only("agent") });

const customers = createRoute({
  getParentRoute: () => agent,
  path: "/customers",
  validateSearch: filters({ search: text(64), status: oneOf("active", "frozen"), offset: count }),
  component: lazyRouteComponent(pages, "CustomersPage"),
});

export const agentRoutes = agent.addChildren([customers]);
