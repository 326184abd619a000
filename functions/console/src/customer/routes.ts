import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { only, root } from "../app/root";
import { cursor, day, filters, oneOf, text } from "../app/search";
import { BET_STATUSES } from "../ledger";

const pages = () => import("./pages");

const customer = createRoute({ getParentRoute: () => root, id: "customer", beforeLoad: only("customer") });

const account = createRoute({
  getParentRoute: () => customer,
  path: "/account",
  validateSearch: filters({ currency: text(8) }),
  component: lazyRouteComponent(pages, "AccountPage"),
});

const history = createRoute({
  getParentRoute: () => customer,
  path: "/account/history",
  validateSearch: filters({ currency: text(8), cursor }),
  component: lazyRouteComponent(pages, "HistoryPage"),
});

const statement = createRoute({
  getParentRoute: () => customer,
  path: "/account/statement",
  validateSearch: filters({ currency: text(8), from: day, to: day }),
  component: lazyRouteComponent(pages, "StatementPage"),
});

const transfer = createRoute({
  getParentRoute: () => customer,
  path: "/account/transfer",
  validateSearch: filters({ currency: text(8), to: text(128) }),
  component: lazyRouteComponent(pages, "TransferPage"),
});

const bets = createRoute({
  getParentRoute: () => customer,
  path: "/account/bets",
  validateSearch: filters({ status: oneOf(...BET_STATUSES), cursor }),
  component: lazyRouteComponent(pages, "BetsPage"),
});

export const customerRoutes = customer.addChildren([account, history, statement, transfer, bets]);
