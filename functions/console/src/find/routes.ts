import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { only, root } from "../app/root";
import { filters, id, text } from "../app/search";

const pages = () => import("./pages");

/** Only the platform's operator may name a tenant. */
const tenant = text(128);

/** The search, for everybody who may see one of the objects that it finds. */
const search = createRoute({
  getParentRoute: () => root,
  id: "find",
  beforeLoad: only("agent", "billing.view", "billing.manage", "owner", "auditor", "root"),
});

/** Pages about the ledger. An agent sees the transactions of own customers. */
const ledger = createRoute({
  getParentRoute: () => root,
  id: "ledger",
  beforeLoad: only("agent", "owner", "auditor", "root"),
});

const find = createRoute({
  getParentRoute: () => search,
  path: "/operator/find",
  validateSearch: filters({ id, tenant }),
  component: lazyRouteComponent(pages, "FindPage"),
});

const transaction = createRoute({
  getParentRoute: () => ledger,
  path: "/operator/transactions/$transactionId",
  validateSearch: filters({ tenant }),
  component: lazyRouteComponent(pages, "TransactionPage"),
});

export const findRoutes = [search.addChildren([find]), ledger.addChildren([transaction])] as const;
