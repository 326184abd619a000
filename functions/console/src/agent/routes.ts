import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { only, root } from "../app/root";
import { count, cursor, day, filters, id, oneOf, text } from "../app/search";
import { BET_STATUSES, CASHIER_KINDS } from "../ledger";
import { TABS } from "./tabs";

const pages = () => import("./pages");

const agent = createRoute({
  getParentRoute: () => root,
  id: "agent",
  beforeLoad: only("agent", "owner", "auditor"),
  component: lazyRouteComponent(pages, "AgentLayout"),
});

const customers = createRoute({
  getParentRoute: () => agent,
  path: "/customers",
  validateSearch: filters({ search: text(64), status: oneOf("active", "frozen"), offset: count }),
  component: lazyRouteComponent(pages, "CustomersPage"),
});

const newCustomer = createRoute({
  getParentRoute: () => agent,
  path: "/customers/new",
  beforeLoad: only("agent"),
  component: lazyRouteComponent(pages, "NewCustomerPage"),
});

const importCustomers = createRoute({
  getParentRoute: () => agent,
  path: "/customers/import",
  beforeLoad: only("agent"),
  component: lazyRouteComponent(pages, "ImportPage"),
});

const customer = createRoute({
  getParentRoute: () => agent,
  path: "/customers/$customerId",
  validateSearch: filters({
    tab: oneOf(...TABS),
    period: oneOf("7d", "90d"),
    transaction: id,
    status: oneOf(...BET_STATUSES),
    type: oneOf(...CASHIER_KINDS),
    from: day,
    to: day,
    cursor,
  }),
  component: lazyRouteComponent(pages, "CustomerPage"),
});

const cashOuts = createRoute({
  getParentRoute: () => agent,
  path: "/cash-outs",
  validateSearch: filters({ period: oneOf("7d", "30d"), customer: id, from: day, to: day, cursor }),
  component: lazyRouteComponent(pages, "CashOutsPage"),
});

const settlement = createRoute({
  getParentRoute: () => agent,
  path: "/settlement",
  validateSearch: filters({ customer: id, since: day, offset: count, cursor }),
  component: lazyRouteComponent(pages, "SettlementPage"),
});

export const agentRoutes = agent.addChildren([customers, newCustomer, importCustomers, customer, cashOuts, settlement]);
