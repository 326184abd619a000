import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { only, root } from "../app/root";
import { count, cursor, filters, oneOf } from "../app/search";
import { INVOICE_STATUSES, PAYMENT_STATUSES, PURPOSES, REQUEST_STATUSES } from "../billing/statuses";
import { PREPAID_KINDS } from "../ledger";

const pages = () => import("./pages");

const tenant = createRoute({ getParentRoute: () => root, id: "tenant", beforeLoad: only("billing.view") });

const wallet = createRoute({
  getParentRoute: () => tenant,
  path: "/billing",
  validateSearch: filters({ kind: oneOf(...PREPAID_KINDS), cursor }),
  component: lazyRouteComponent(pages, "WalletPage"),
});

const requests = createRoute({
  getParentRoute: () => tenant,
  path: "/billing/requests",
  validateSearch: filters({ status: oneOf(...REQUEST_STATUSES), offset: count }),
  component: lazyRouteComponent(pages, "RequestsPage"),
});

const invoices = createRoute({
  getParentRoute: () => tenant,
  path: "/billing/invoices",
  validateSearch: filters({ status: oneOf(...INVOICE_STATUSES), purpose: oneOf(...PURPOSES), offset: count }),
  component: lazyRouteComponent(pages, "InvoicesPage"),
});

const invoice = createRoute({
  getParentRoute: () => tenant,
  path: "/billing/invoices/$invoiceId",
  component: lazyRouteComponent(pages, "InvoicePage"),
});

const payments = createRoute({
  getParentRoute: () => tenant,
  path: "/billing/payments",
  validateSearch: filters({ status: oneOf(...PAYMENT_STATUSES), offset: count }),
  component: lazyRouteComponent(pages, "PaymentsPage"),
});

const methods = createRoute({
  getParentRoute: () => tenant,
  path: "/billing/methods",
  validateSearch: filters({ country: (written) => (/^[A-Z]{2}$/.test(written) ? written : undefined) }),
  component: lazyRouteComponent(pages, "MethodsPage"),
});

export const tenantRoutes = tenant.addChildren([wallet, requests, invoices, invoice, payments, methods]);
