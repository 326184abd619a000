import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { only, root } from "../app/root";
import { count, cursor, filters, oneOf, text } from "../app/search";
import { APPROVAL_KINDS, APPROVAL_STATUSES } from "../approvals/statuses";
import { INVOICE_STATUSES, PAYMENT_STATUSES, PURPOSES, REQUEST_STATUSES } from "../billing/statuses";
import { PREPAID_KINDS } from "../ledger";
import { CURRENCIES } from "../money";

const pages = () => import("./pages");

/** The tenant of lists and wallets. Only the platform's operator may name one. */
const tenant = text(128);

const operator = createRoute({
  getParentRoute: () => root,
  id: "operator",
  beforeLoad: only("billing.manage", "root", "owner", "auditor"),
});

/** Pages for those who request operations that may need two people, too. */
const requested = createRoute({
  getParentRoute: () => root,
  id: "approvals",
  beforeLoad: only("agent", "billing.manage", "root", "owner", "auditor"),
});

/** Pages about every tenant, or the own of an owner or auditor. */
const platform = createRoute({
  getParentRoute: () => root,
  id: "platform",
  beforeLoad: only("root", "owner", "auditor"),
});

const requests = createRoute({
  getParentRoute: () => operator,
  path: "/operator/requests",
  validateSearch: filters({ status: oneOf("all", ...REQUEST_STATUSES), tenant, offset: count }),
  component: lazyRouteComponent(pages, "RequestsPage"),
});

const paymentsRoute = createRoute({
  getParentRoute: () => operator,
  path: "/operator/payments",
  validateSearch: filters({ status: oneOf("all", ...PAYMENT_STATUSES), tenant, offset: count }),
  component: lazyRouteComponent(pages, "PaymentsPage"),
});

const invoices = createRoute({
  getParentRoute: () => operator,
  path: "/operator/invoices",
  validateSearch: filters({ status: oneOf(...INVOICE_STATUSES), purpose: oneOf(...PURPOSES), tenant, offset: count }),
  component: lazyRouteComponent(pages, "InvoicesPage"),
});

const newInvoice = createRoute({
  getParentRoute: () => operator,
  path: "/operator/invoices/new",
  beforeLoad: only("billing.manage", "root"),
  component: lazyRouteComponent(pages, "NewInvoicePage"),
});

const invoice = createRoute({
  getParentRoute: () => operator,
  path: "/operator/invoices/$invoiceId",
  component: lazyRouteComponent(pages, "InvoicePage"),
});

const wallet = createRoute({
  getParentRoute: () => operator,
  path: "/operator/wallet",
  validateSearch: filters({ tenant, kind: oneOf(...PREPAID_KINDS), cursor }),
  component: lazyRouteComponent(pages, "WalletPage"),
});

const methods = createRoute({
  getParentRoute: () => operator,
  path: "/operator/methods",
  validateSearch: filters({ tenant, offset: count }),
  component: lazyRouteComponent(pages, "MethodsPage"),
});

const approvals = createRoute({
  getParentRoute: () => requested,
  path: "/operator/approvals",
  validateSearch: filters({
    status: oneOf("all", ...APPROVAL_STATUSES),
    kind: oneOf(...APPROVAL_KINDS),
    tenant,
    offset: count,
  }),
  component: lazyRouteComponent(pages, "ApprovalsPage"),
});

const policy = createRoute({
  getParentRoute: () => operator,
  path: "/operator/approvals/policy",
  validateSearch: filters({ tenant }),
  component: lazyRouteComponent(pages, "PolicyPage"),
});

const approval = createRoute({
  getParentRoute: () => requested,
  path: "/operator/approvals/$approvalId",
  component: lazyRouteComponent(pages, "ApprovalPage"),
});

const reconciliation = createRoute({
  getParentRoute: () => platform,
  path: "/operator/reconciliation",
  validateSearch: filters({ offset: count }),
  component: lazyRouteComponent(pages, "ReconciliationPage"),
});

const run = createRoute({
  getParentRoute: () => platform,
  path: "/operator/reconciliation/$runId",
  component: lazyRouteComponent(pages, "RunPage"),
});

const agentLimits = createRoute({
  getParentRoute: () => platform,
  path: "/operator/agent-limits",
  validateSearch: filters({ tenant, agent: text(128), currency: oneOf(...CURRENCIES) }),
  component: lazyRouteComponent(pages, "AgentLimitsPage"),
});

export const operatorRoutes = [
  operator.addChildren([requests, paymentsRoute, invoices, newInvoice, invoice, wallet, methods, policy]),
  requested.addChildren([approvals, approval]),
  platform.addChildren([reconciliation, run, agentLimits]),
] as const;
