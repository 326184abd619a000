// Written by `npm run api`; never edited by hand.
export interface paths {
  "/api/v1/access-log": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Who looked at the tenant's data
     * @description The reads of the tenant's data, newest first. They are kept for 90 days at least (sql/migrations/0007).
     *
     *     Roles: auditor, billing.manage, owner.
     */
    get: operations["access_log"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/accounts": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * A tenant's accounts with their balances
     * @description A tenant's accounts, by their kind, their name and their currency.
     *
     *     Roles: auditor, owner, root, service.
     */
    get: operations["accounts_list"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/accounts/{account}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /**
     * Sets the place of a house account in the books
     * @description Set the category, the description and the floor of a house account in a currency.
     *
     *     Roles: root, service.
     */
    put: operations["accounts_put"];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/agent-limits": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * How much value an agent may create at the cashier
     * @description An agent's limits and how much of them is used, or the tenant's default.
     *
     *     Roles: agent, auditor, owner, root, service.
     */
    get: operations["agent_limits_get"];
    /**
     * Sets how much value an agent may create at the cashier
     * @description Set the limits of an agent, or the tenant's default. What was created before stays, and counts.
     *
     *     Roles: owner, root, service.
     */
    put: operations["agent_limits_put"];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/agent/bets": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The bets of an agent's customers, newest first
     * @description The bets of an agent's customers, or of every agent's, newest first.
     *
     *     Roles: agent, auditor, owner.
     */
    get: operations["agent_bets"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/agent/cash-out/activity": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The cash-outs of an agent's customers, newest first
     * @description The cash-outs of an agent's customers, or of every agent's, newest first.
     *
     *     Roles: agent, auditor, owner.
     */
    get: operations["cash_out_activity"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/agent/cash-out/stream": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * An agent's cash-outs as they happen, resumable Server-Sent Events
     * @description The cash-outs after the last id: at most 500 frames `cash_out`, whose data is an item of the activity. Without an id, or with one ahead of the feed, the feed's newest id.
     *
     *     Roles: agent.
     */
    get: operations["cash_out_stream"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/agent/cash-out/summary": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * A summary of the cash-outs of an agent's customers in a period
     * @description The cash-outs of an agent's customers, or of every agent's, in the period that ends now.
     *
     *     Roles: agent, auditor, owner.
     */
    get: operations["cash_out_summary"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/agent/clients": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * An agent's own customers, ordered by username
     * @description The agent's own customers, or every agent's, ordered by username.
     *
     *     Roles: agent, auditor, owner.
     */
    get: operations["agent_clients_list"];
    put?: never;
    /**
     * An agent creates a customer
     * @description Create a customer.
     *
     *     Roles: agent.
     */
    post: operations["agent_clients_create"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/agent/clients/{customer_id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * One of an agent's customers, with the balance
     * @description One of the agent's own customers, or of every agent's.
     *
     *     Roles: agent, auditor, owner.
     */
    get: operations["agent_clients_get"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /**
     * An agent changes a customer's terms
     * @description Change a customer's terms under the wallet's lock, and record every change.
     *
     *     Roles: agent.
     */
    patch: operations["agent_clients_update"];
    trace?: never;
  };
  "/api/v1/agent/clients/{customer_id}/limits": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Every change of a customer's terms, newest first
     * @description Roles: agent, auditor, owner.
     */
    get: operations["agent_clients_limits"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/agent/clients/import": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * An agent imports customers of another system, with their balances
     * @description Create customers and post their opening balances against the agent's float: all of them or none.
     *
     *     Roles: agent.
     */
    post: operations["agent_clients_import"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/agent/float": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * An agent's float, and how much value the agent created
     * @description The agent's float now.
     *
     *     Roles: agent, auditor, owner.
     */
    get: operations["agent_float"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/agent/settlement/preview": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The figures of the settlements that an agent could close now
     * @description The figures of settlements that would be closed now, with an agent's customers or with every agent's.
     *
     *     Roles: agent, auditor, owner.
     */
    get: operations["settlement_preview"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/agent/settlements": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * An agent's past settlements, newest first
     * @description Past settlements of an agent, or of every agent, newest first.
     *
     *     Roles: agent, auditor, owner.
     */
    get: operations["settlements_list"];
    put?: never;
    /**
     * An agent closes a settlement with a customer
     * @description Record the figures under the wallet's lock and, with `zero`, set the balance to zero against the agent's float.
     *
     *     Roles: agent.
     */
    post: operations["settlements_create"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/agent/transactions": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * An agent's own cashier transactions, newest first
     * @description The agent's own cashier transactions, or every agent's, newest first.
     *
     *     Roles: agent, auditor, owner.
     */
    get: operations["agent_transactions"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/approval-policy": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * From which amount a tenant's operations need two people
     * @description A tenant's policy: from which amount its operations need two people.
     *
     *     Roles: auditor, billing.manage, owner, root.
     */
    get: operations["approval_policy_get"];
    /**
     * Changes from which amount a tenant's operations need two people
     * @description Change from which amount a tenant's operations need two people.
     *
     *     If the tenant's policy asks for two people, nothing changes. The answer is 202 with an approval that a second person decides.
     *
     *     Roles: billing.manage, owner, root.
     */
    put: operations["approval_policy_put"];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/approvals": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Approvals, newest first
     * @description Approvals, newest first: of the kinds that the caller may approve, and those that the caller requested. An owner and an auditor see all of the tenant's.
     *
     *     Roles: agent, auditor, billing.manage, owner, root, service, tournaments.
     */
    get: operations["approvals_list"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/approvals/{approval_id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * An approval with the request that it executes
     * @description One approval with the request that will be executed.
     *
     *     Roles: agent, auditor, billing.manage, owner, root, service, tournaments.
     */
    get: operations["approvals_get"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/approvals/{approval_id}/approve": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * A second person approves an operation, which is executed
     * @description Approve an operation, which is executed in the same database transaction, for whoever requested it.
     *
     *     Roles: billing.manage, owner, root.
     */
    post: operations["approvals_approve"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/approvals/{approval_id}/reject": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Rejects an operation, which is then never executed
     * @description Reject an operation. Whoever requested it may do so, too.
     *
     *     Roles: agent, billing.manage, owner, root, service, tournaments.
     */
    post: operations["approvals_reject"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/batches": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * A trusted system executes many operations, all or none or each for itself
     * @description Execute a batch, in one round trip if no operation leaves out a currency or names a hold, and in two otherwise.
     *
     *     Roles: service, tournaments.
     */
    post: operations["batches_create"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/bets": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * A customer's own bets, newest first
     * @description A customer's own bets, newest first. A caller who is no customer gets an empty list.
     *
     *     Roles: customer.
     */
    get: operations["bets_list"];
    put?: never;
    /**
     * A customer, or a trading system for a customer, places a bet
     * @description A bet that a caller requests: a trading system for any customer, a customer from their own wallet and without odds.
     *
     *     Roles: customer, service, trading.
     */
    post: operations["bets_create"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/bets/{bet_id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * One bet
     * @description A bet, for its customer, the customer's agent, a trading system, or whoever sees the whole tenant.
     *
     *     Roles: agent, auditor, customer, owner, service, trading.
     */
    get: operations["bets_get"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/bets/{bet_id}/cash-out": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * A trading system cashes out a bet
     * @description End a pending bet early. Its transition, the credit and the event are one database transaction.
     *
     *     Roles: service, trading.
     */
    post: operations["bets_cash_out"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/bets/{bet_id}/settle": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * A trading system settles a bet
     * @description End a bet: a won bet pays, a lost bet keeps the stake, a void bet returns it.
     *
     *     Roles: service, trading.
     */
    post: operations["bets_settle"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/billing/contact": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * A tenant's contact for e-mail
     * @description A tenant's contact.
     *
     *     Roles: auditor, billing.manage, billing.view, owner, root.
     */
    get: operations["billing_contact_get"];
    /**
     * Sets a tenant's contact for e-mail
     * @description Set a tenant's contact. Whoever got the tenant's e-mail until now is told.
     *
     *     If the tenant's policy asks for two people, nothing changes. The answer is 202 with an approval that a second person decides.
     *
     *     Roles: billing.manage, owner, root.
     */
    put: operations["billing_contact_update"];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/billing/invoices": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Invoices, newest first
     * @description A tenant's invoices, newest first, or for root those of every tenant.
     *
     *     Roles: auditor, billing.manage, billing.view, owner, root.
     */
    get: operations["invoices_list"];
    put?: never;
    /**
     * The operator drafts an invoice for usage or a subscription
     * @description Create a draft invoice for usage or a subscription.
     *
     *     Roles: billing.manage, root.
     */
    post: operations["invoices_create"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/billing/invoices/{invoice_id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * One invoice with its payments
     * @description One invoice with its lines and payments.
     *
     *     Roles: auditor, billing.manage, billing.view, owner, root.
     */
    get: operations["invoices_get"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/billing/invoices/{invoice_id}/issue": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * The operator issues a draft
     * @description Issue a draft; it is due in 14 days.
     *
     *     Roles: billing.manage, root.
     */
    post: operations["invoices_issue"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/billing/invoices/{invoice_id}/pay": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * The operator marks an invoice as paid
     * @description Mark an issued invoice as paid. For a top-up, the same database transaction credits the wallet and completes the request. An invoice that is already paid stays as it is.
     *
     *     If the tenant's policy asks for two people, nothing changes. The answer is 202 with an approval that a second person decides.
     *
     *     Roles: billing.manage, owner, root.
     */
    post: operations["invoices_pay"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/billing/invoices/{invoice_id}/pdf": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * An invoice as PDF
     * @description The number of an invoice, and the invoice as PDF.
     *
     *     Roles: auditor, billing.manage, billing.view, owner, root.
     */
    get: operations["invoices_pdf"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/billing/invoices/{invoice_id}/void": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * The operator voids an invoice
     * @description Void a draft or issued invoice. If it belongs to a top-up request, that is cancelled. InvoiceVoided is emitted if the invoice was issued, since the tenant was asked to pay it.
     *
     *     Roles: billing.manage, root.
     */
    post: operations["invoices_void"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/billing/payment-methods": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * All configured payment methods, disabled ones included
     * @description All configured methods, disabled ones included: of a tenant and the platform, or, for root without a tenant, of every tenant.
     *
     *     Roles: auditor, billing.manage, owner, root.
     */
    get: operations["payment_methods_list"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/billing/payment-methods/{method_id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /**
     * Configures a payment method
     * @description Configure a payment method for one tenant, or, as root without a tenant, for every tenant without its own. The tenant's contact is told.
     *
     *     If the tenant's policy asks for two people, nothing changes. The answer is 202 with an approval that a second person decides.
     *
     *     Roles: billing.manage, owner, root.
     */
    put: operations["payment_methods_update"];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/billing/payment-methods/available": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The payment methods that a tenant may use
     * @description The enabled payment methods of a tenant. Among methods with the same id, the tenant's comes before the platform's, and the country's before a general one.
     *
     *     Roles: auditor, billing.manage, billing.view, owner, root.
     */
    get: operations["payment_methods_available"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/billing/payments": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Payments, newest first
     * @description A tenant's payments, newest first, or for root those of every tenant.
     *
     *     Roles: auditor, billing.manage, billing.view, owner, root.
     */
    get: operations["payments_list"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/billing/payments/{payment_id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * One payment
     * @description Roles: auditor, billing.manage, billing.view, owner, root.
     */
    get: operations["payments_get"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/billing/payments/{payment_id}/approve": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * The operator approves a payment, and its invoice is paid
     * @description Approve a payment: it succeeded, its invoice is paid, and a top-up is credited, in one database transaction.
     *
     *     If the tenant's policy asks for two people, nothing changes. The answer is 202 with an approval that a second person decides.
     *
     *     Roles: billing.manage, owner, root.
     */
    post: operations["payments_approve"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/billing/payments/{payment_id}/cancel": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * The submitter of a payment cancels it
     * @description Cancel a payment that waits for approval.
     *
     *     Roles: billing.manage, billing.view, root.
     */
    post: operations["payments_cancel"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/billing/payments/{payment_id}/refund": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * The operator refunds a payment
     * @description Refund a payment. For a top-up, the credit of the wallet is reversed. The invoice stays paid, the request completed.
     *
     *     If the tenant's policy asks for two people, nothing changes. The answer is 202 with an approval that a second person decides.
     *
     *     Roles: billing.manage, owner, root.
     */
    post: operations["payments_refund"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/billing/payments/{payment_id}/reject": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * The operator rejects a payment that did not arrive
     * @description Reject a payment that did not arrive: it failed, and the invoice can be paid again.
     *
     *     Roles: billing.manage, root.
     */
    post: operations["payments_reject"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/billing/payments/manual": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Submits a payment of an invoice
     * @description Submit a payment of an issued invoice, which somebody else approves.
     *
     *     Roles: billing.manage, billing.view, root.
     */
    post: operations["payments_submit"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/billing/wallet": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /**
     * The operator freezes or unfreezes a prepaid wallet
     * @description Freeze a tenant's prepaid wallet, or unfreeze it.
     *
     *     Roles: root.
     */
    patch: operations["prepaid_update"];
    trace?: never;
  };
  "/api/v1/billing/wallet/adjustments": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * The operator adjusts the balance of a prepaid wallet
     * @description Raise or lower the balance of a prepaid wallet, with a reason.
     *
     *     If the tenant's policy asks for two people, nothing changes. The answer is 202 with an approval that a second person decides.
     *
     *     Roles: owner, root.
     */
    post: operations["prepaid_adjust"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/billing/wallet/charges": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * A trusted system charges a tenant for messages
     * @description Charge messages to a tenant. The same reference is charged once, whatever the idempotency key.
     *
     *     Roles: messaging, service.
     */
    post: operations["prepaid_charge"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/billing/wallet/debits": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * A trusted system debits a tenant for something other than messages
     * @description Debit a tenant for something other than messages. The same reference is debited once, whatever the idempotency key.
     *
     *     Roles: service.
     */
    post: operations["prepaid_debit"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/billing/wallet/me": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * A tenant's prepaid wallet
     * @description A tenant's prepaid wallet, which is created on first use.
     *
     *     Roles: auditor, billing.manage, billing.view, owner, root.
     */
    get: operations["prepaid_wallet"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/billing/wallet/topup-requests": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Top-up requests, newest first
     * @description A tenant's top-up requests, or for root those of every tenant, newest first; with the number of each status.
     *
     *     Roles: auditor, billing.manage, billing.view, owner, root.
     */
    get: operations["topups_list"];
    put?: never;
    /**
     * A tenant requests a top-up
     * @description Create a pending top-up request.
     *
     *     Roles: billing.manage, billing.view, root.
     */
    post: operations["topups_create"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/billing/wallet/topup-requests/{request_id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * One top-up request
     * @description Roles: auditor, billing.manage, billing.view, owner, root.
     */
    get: operations["topups_get"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/billing/wallet/topup-requests/{request_id}/approve": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * The operator approves a top-up request
     * @description Approve a pending request, and issue its invoice in the same database transaction.
     *
     *     Roles: billing.manage, root.
     */
    post: operations["topups_approve"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/billing/wallet/topup-requests/{request_id}/cancel": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * The requester of a top-up cancels it
     * @description Cancel a pending request.
     *
     *     Roles: billing.manage, billing.view, root.
     */
    post: operations["topups_cancel"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/billing/wallet/topup-requests/{request_id}/reject": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * The operator rejects a top-up request
     * @description Reject a pending request.
     *
     *     Roles: billing.manage, root.
     */
    post: operations["topups_reject"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/billing/wallet/topup-requests/me": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * A tenant's own top-up requests, newest first
     * @description A tenant's top-up requests, newest first.
     *
     *     Roles: auditor, billing.manage, billing.view, owner, root.
     */
    get: operations["topups_list_own"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/billing/wallet/transactions": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The transactions of a prepaid wallet, newest first
     * @description The wallet's transactions, newest first. Their sum is the balance.
     *
     *     Roles: auditor, billing.manage, billing.view, owner, root.
     */
    get: operations["prepaid_transactions"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/cashier/credit": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * An agent credits the wallet of one of their customers
     * @description Move `amount` from the agent's float to the customer's wallet. The agent's limits hold, unless this is the credit that a second person approved.
     *
     *     Above a limit, if the tenant's policy asks for two people, nothing changes. The answer is 202 with an approval that a second person decides.
     *
     *     Roles: agent.
     */
    post: operations["cashier_credit"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/cashier/debit": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * An agent debits the wallet of one of their customers
     * @description Move `amount` from the customer's wallet to the agent's float.
     *
     *     Roles: agent.
     */
    post: operations["cashier_debit"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/changes": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Who changed which terms
     * @description Every change of a tenant's terms that the caller's roles see, newest first. An agent's customers stay theirs, so that ownership never changes.
     *
     *     Roles: auditor, billing.manage, owner, root, service.
     */
    get: operations["changes"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/event-settings": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Which events a tenant has published
     * @description Roles: auditor, owner, root, service.
     */
    get: operations["event_settings_get"];
    /**
     * Sets which events a tenant has published
     * @description Set which events a tenant has published, of everything that the relay has not read yet.
     *
     *     Roles: root, service.
     */
    put: operations["event_settings_put"];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/holds": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Holds of a person or of a tenant, newest first
     * @description Holds, newest first. A customer sees their own, an agent those of a customer, a system those of everybody.
     *
     *     Roles: agent, auditor, customer, owner, root, service, tournaments.
     */
    get: operations["holds_list"];
    put?: never;
    /**
     * A trusted system reserves an amount of an owner's wallet
     * @description Reserve an amount of a person's wallet. Nothing is moved; the wallet has less available.
     *
     *     Roles: service, tournaments.
     */
    post: operations["holds_create"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/holds/{hold_id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * A hold with its captures
     * @description A hold, for whoever may see its wallet.
     *
     *     Roles: agent, auditor, customer, owner, root, service, tournaments.
     */
    get: operations["holds_get"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/holds/{hold_id}/capture": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * A trusted system posts what a hold has reserved
     * @description Post what a hold has reserved, or a part of it.
     *
     *     Roles: service, tournaments.
     */
    post: operations["holds_capture"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/holds/{hold_id}/release": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * A trusted system ends a hold
     * @description End a hold, so that what is left of it is available again.
     *
     *     Roles: service, tournaments.
     */
    post: operations["holds_release"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/monitors": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The monitors of balances of a tenant
     * @description A tenant's monitors, by their ids.
     *
     *     Roles: auditor, owner, root, service.
     */
    get: operations["monitors_list"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/monitors/{monitor_id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * A monitor of a balance
     * @description Roles: auditor, owner, root, service.
     */
    get: operations["monitors_get"];
    /**
     * Sets a monitor of a balance
     * @description Set a monitor. It looks at what is posted from now on.
     *
     *     Roles: root, service.
     */
    put: operations["monitors_put"];
    post?: never;
    /**
     * Deletes a monitor of a balance
     * @description Returns what it was.
     *
     *     Roles: root, service.
     */
    delete: operations["monitors_delete"];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/people/{owner_id}/erasure": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Requests the erasure of a person's texts, which a second person approves
     * @description Request the erasure of a person's texts, which always needs a second person.
     *
     *     Roles: billing.manage, owner, root, service.
     */
    post: operations["people_erasure"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/people/lookup": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The person with an owner id or a username, with a masked name
     * @description Find a person of the caller's tenant by owner id or username. A customer may look up 60 people in an hour: lookups are counted, and nothing else changes.
     *
     *     Roles: customer, service.
     */
    get: operations["people_lookup"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/reconciliation/findings/{finding_id}/acknowledge": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Acknowledges a finding that a person has judged
     * @description Acknowledge a finding. It stays listed but is no longer counted, here or when a later run finds it again.
     *
     *     Roles: root.
     */
    post: operations["reconciliation_findings_acknowledge"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/reconciliation/runs": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * All reconciliations, newest first
     * @description Every run, newest first; with a tenant, the runs that are limited to it.
     *
     *     Roles: auditor, owner, root.
     */
    get: operations["reconciliation_runs_list"];
    put?: never;
    /**
     * The platform's operator requests a reconciliation
     * @description Request a run, which a consumer carries out. Its status is `running` until it has ended.
     *
     *     Roles: root.
     */
    post: operations["reconciliation_runs_create"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/reconciliation/runs/{run_id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * One reconciliation, with its findings
     * @description A run with its findings. tenant_id: only a run that is limited to this tenant.
     *
     *     Roles: auditor, owner, root.
     */
    get: operations["reconciliation_runs_get"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/tenants": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The tenants, by part of their name
     * @description The tenants in the order of their names. A tenant is listed once anything of it is stored.
     *
     *     Roles: auditor, owner, root.
     */
    get: operations["tenants_list"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/tournaments/{tournament_id}/coin-policy": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * A tournament's coin policy
     * @description The tournament's awards; the defaults if none were set.
     *
     *     Roles: auditor, owner, service, tournaments.
     */
    get: operations["coin_policy_get"];
    /**
     * A trusted system sets a tournament's coin policy
     * @description Set the tournament's awards. Coins that were already awarded stay the same.
     *
     *     If the tenant's policy asks for two people, nothing changes. The answer is 202 with an approval that a second person decides.
     *
     *     Roles: owner, service, tournaments.
     */
    put: operations["coin_policy_put"];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/transactions": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The transactions of a tenant that match filters, newest first
     * @description A page of the transactions that match, newest first. An agent names an own customer; a service, an owner, an auditor and root see those of everybody.
     *
     *     Roles: agent, auditor, owner, root, service.
     */
    get: operations["transactions_list"];
    put?: never;
    /**
     * A trusted system posts a transaction of many entries, or tries one
     * @description Post a transaction. A person's first credit in a currency creates the wallet.
     *
     *     Roles: service, tournaments.
     */
    post: operations["transactions_create"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/transactions/{transaction_id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * One transaction of the ledger, with its entries
     * @description A transaction with its entries. A service, an owner, an auditor and root see any; an agent sees those of their own customers' wallets.
     *
     *     Roles: agent, auditor, owner, root, service.
     */
    get: operations["transactions_get"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/transactions/{transaction_id}/reverse": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Reverses a transaction by posting its opposite
     * @description Post a transaction with the opposite entries, which names the reversed one in `corrects`.
     *
     *     If the tenant's policy asks for two people, nothing changes. The answer is 202 with an approval that a second person decides.
     *
     *     Roles: owner, root, service.
     */
    post: operations["transactions_reverse"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/transfers": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Transfers an amount from one owner to another
     * @description A transfer that a caller requests: a system from any owner, a customer from their own wallet to somebody who has a wallet. A system may name a new owner, who gets a wallet.
     *
     *     Roles: customer, service, tournaments.
     */
    post: operations["transfers_create"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/trial-balance": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The debits and the credits of a tenant's accounts, and that their total is zero
     * @description What was posted up to a time, by accounts or by groups of them.
     *
     *     Roles: auditor, owner, root, service.
     */
    get: operations["trial_balance"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/wallets/{owner_id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * All balances of an owner
     * @description A customer may read their own wallets, an agent their customers', a tournament platform those in COIN, and a service, an auditor, the tenant's owner and root any. A wallet's owner of another tenant is not found.
     *
     *     The balances of all wallets of the owner.
     *
     *     Roles: agent, auditor, customer, owner, root, service.
     */
    get: operations["wallets_get"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /**
     * A trusted system or the tenant's owner sets whether a wallet may go below zero
     * @description Set whether the owner's wallet may go below zero; create the wallet if it does not exist.
     *
     *     If the tenant's policy asks for two people, nothing changes. The answer is 202 with an approval that a second person decides.
     *
     *     Roles: owner, service.
     */
    patch: operations["wallets_update"];
    trace?: never;
  };
  "/api/v1/wallets/{owner_id}/balance": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * One balance of an owner, now or at a time
     * @description The currency of the wallet that the caller may read. currency: None: that of the owner's only one.
     *
     *     The balance now, or at a time: the sum of the entries that were posted, or that had happened, by then.
     *
     *     Roles: agent, auditor, customer, owner, root, service, tournaments.
     */
    get: operations["wallets_balance"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/wallets/{owner_id}/credit": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * A trusted system credits an owner's wallet
     * @description A credit that a system requests.
     *
     *     Roles: service, tournaments.
     */
    post: operations["wallets_credit"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/wallets/{owner_id}/debit": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * A trusted system debits an owner's wallet
     * @description A debit that a system requests.
     *
     *     Roles: service, tournaments.
     */
    post: operations["wallets_debit"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/wallets/{owner_id}/statement": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * A wallet's entries in a period, between its opening and closing balance
     * @description The currency of the wallet that the caller may read. currency: None: that of the owner's only one.
     *
     *     The entries of a period between the opening and the closing balance, in the order in which they were posted or happened.
     *
     *     Roles: agent, auditor, customer, owner, root, service, tournaments.
     */
    get: operations["wallets_statement"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/wallets/{owner_id}/transactions": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * A wallet's entries, newest first
     * @description The currency of the wallet that the caller may read. currency: None: that of the owner's only one.
     *
     *     The wallet's entries, the last posted first.
     *
     *     Roles: agent, auditor, customer, owner, root, service, tournaments.
     */
    get: operations["wallets_transactions"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/webhooks": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The webhooks of a tenant
     * @description A tenant's webhooks, in the order of their creation.
     *
     *     Roles: auditor, owner, root, service.
     */
    get: operations["webhooks_list"];
    put?: never;
    /**
     * Creates a webhook, to which events of a tenant are sent
     * @description Create a webhook, which is sent what is read from now on.
     *
     *     Roles: root, service.
     */
    post: operations["webhooks_create"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/webhooks/{webhook_id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * A webhook
     * @description Roles: auditor, owner, root, service.
     */
    get: operations["webhooks_get"];
    put?: never;
    post?: never;
    /**
     * Deletes a webhook with what waits for it
     * @description Delete a webhook with what waits for it. Returns what it was.
     *
     *     Roles: root, service.
     */
    delete: operations["webhooks_delete"];
    options?: never;
    head?: never;
    /**
     * Changes or disables a webhook, or replaces its secret
     * @description Change a webhook. Attempts that are under way stay as they are.
     *
     *     Roles: root, service.
     */
    patch: operations["webhooks_update"];
    trace?: never;
  };
  "/api/v1/webhooks/{webhook_id}/deliveries": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The deliveries to a webhook
     * @description A webhook's deliveries of the last seven days, newest first.
     *
     *     Roles: auditor, owner, root, service.
     */
    get: operations["webhooks_deliveries"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/webhooks/{webhook_id}/deliveries/{delivery_id}/resend": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Sends a delivery to a webhook again
     * @description Send a delivery again, whatever became of it, with the next run, before everything that waits.
     *
     *     Roles: root, service.
     */
    post: operations["webhooks_resend"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/webhooks/{webhook_id}/test": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Sends a test to a webhook
     * @description Send a test to a webhook, with the next run, before everything that waits.
     *
     *     Roles: root, service.
     */
    post: operations["webhooks_test"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/healthz": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Whether the database answers
     * @description Open to all.
     */
    get: operations["healthz"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    /** @description A request that showed the tenant's data: a read, or a write that was refused or posted nothing. */
    Access: {
      /** @description the time of the request. */
      at: components["schemas"]["Timestamp"];
      /** @description it was a list of every tenant, which only root can read. */
      every_tenant: boolean;
      /** @description the id that the request named, one record for each; null if it named none, as for a list. */
      object: string | null;
      principal: string;
      request_id: string;
      role: string;
      route: string;
    };
    /** @description A page of a list. `total_count` counts every item that matches the filters. */
    AccessListing: {
      has_more: boolean;
      items: components["schemas"]["Access"][];
      limit: number;
      /** @description of the next page, for a day; null if there is none. */
      next_cursor: string | null;
      /** @description null of a page that begins at a cursor. */
      offset: number | null;
      total_count: number;
    };
    /** @example agent:agent-1 */
    Account: string;
    /** @enum {string} */
    AccountKind: "house" | "float" | "person" | "tenant";
    /** @description RFC 9457. A currency is required; Invalid request. */
    AccountsPut400Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "currency_required" | "invalid_request";
      /** @description A sentence for a person. */
      detail: string;
      errors?: components["schemas"]["Violation"][];
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 400;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description A house account's place in the books, in one currency. */
    AccountUpdate: {
      /** @description lower-case words, from the widest to the narrowest, such as `revenue/fees`. */
      category: components["schemas"]["Category"];
      /** @description absent: that of the account's only wallet; a wallet that is missing is created. */
      currency?: components["schemas"]["CurrencyCode"] | null;
      /** @description absent: none. */
      description?: components["schemas"]["Description"] | null;
      /** @description `0`: postings that begin afterwards do not lower the balance below zero; absent: it may be below zero. Only an account with a name of its own may have one: house, treasury and bank are the other side of payouts, awards and payments. */
      floor?: components["schemas"]["Floor"] | null;
    };
    /** @description RFC 9457. Forbidden; The customer is another agent's. */
    AgentBets403Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "forbidden" | "not_your_customer";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 403;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. The agent's limit is exceeded; Invalid amount; Invalid request. */
    AgentClientsCreate400Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "agent_limit_exceeded" | "invalid_amount" | "invalid_request";
      currency?: components["schemas"]["CurrencyCode"];
      /** @description A sentence for a person. */
      detail: string;
      errors?: components["schemas"]["Violation"][];
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @enum {string} */
      limit?: "daily" | "total";
      remaining?: components["schemas"]["MoneyText"];
      /** @constant */
      status: 400;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. Forbidden; The customer is another agent's. */
    AgentClientsGet403Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "forbidden" | "not_your_customer";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 403;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. The agent's limit is exceeded; Invalid amount; Invalid request. */
    AgentClientsImport400Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "agent_limit_exceeded" | "invalid_amount" | "invalid_request";
      currency?: components["schemas"]["CurrencyCode"];
      /** @description A sentence for a person. */
      detail: string;
      errors?: components["schemas"]["Violation"][];
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @enum {string} */
      limit?: "daily" | "total";
      remaining?: components["schemas"]["MoneyText"];
      /** @constant */
      status: 400;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. Forbidden; The customer is another agent's. */
    AgentClientsLimits403Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "forbidden" | "not_your_customer";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 403;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. The agent's limit is exceeded; Invalid amount; Invalid request. */
    AgentClientsUpdate400Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "agent_limit_exceeded" | "invalid_amount" | "invalid_request";
      currency?: components["schemas"]["CurrencyCode"];
      /** @description A sentence for a person. */
      detail: string;
      errors?: components["schemas"]["Violation"][];
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @enum {string} */
      limit?: "daily" | "total";
      remaining?: components["schemas"]["MoneyText"];
      /** @constant */
      status: 400;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. Forbidden; The customer is another agent's. */
    AgentClientsUpdate403Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "forbidden" | "not_your_customer";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 403;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description An agent's float in one currency: zero before its first transaction. */
    AgentFloat: {
      agent_id: string;
      /** @description as in the agent's limits. */
      applied_daily: components["schemas"]["MoneyText"] | null;
      /** @description as in the agent's limits. */
      applied_total: components["schemas"]["MoneyText"] | null;
      /** @description what came in minus what went out; negative if the agent paid more in for customers than they took out. */
      balance: components["schemas"]["MoneyText"];
      /** @description as in the agent's limits. */
      created_today: components["schemas"]["MoneyText"];
      /** @description as in the agent's limits. */
      created_total: components["schemas"]["MoneyText"];
      currency: string;
      /** @description what came in and what went out in the UTC day, both without a sign. */
      in_today: components["schemas"]["MoneyText"];
      /** @description what came in and what went out in the UTC day, both without a sign. */
      out_today: components["schemas"]["MoneyText"];
    };
    /** @description RFC 9457. A currency is required; Invalid request. */
    AgentFloat400Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "currency_required" | "invalid_request";
      /** @description A sentence for a person. */
      detail: string;
      errors?: components["schemas"]["Violation"][];
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 400;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    AgentId: string;
    /** @description The limits of an agent, or the tenant's default (agent_id is null), in one currency. */
    AgentLimits: {
      agent_id: string | null;
      /** @description what holds; null: no limit. */
      applied_daily: components["schemas"]["MoneyText"] | null;
      /** @description what holds; null: no limit. */
      applied_total: components["schemas"]["MoneyText"] | null;
      changed_at: components["schemas"]["Timestamp"] | null;
      changed_by: string | null;
      /** @description credits minus debits of the agent's float, with credit lines, overdrafts and, in total, what customers owe; null for the default. */
      created_today: components["schemas"]["MoneyText"] | null;
      /** @description credits minus debits of the agent's float, with credit lines, overdrafts and, in total, what customers owe; null for the default. */
      created_total: components["schemas"]["MoneyText"] | null;
      currency: string;
      /** @description as they were set; null: not set. */
      daily: components["schemas"]["MoneyText"] | null;
      /** @description as they were set; null: not set. */
      total: components["schemas"]["MoneyText"] | null;
    };
    /** @description RFC 9457. Invalid amount; Invalid request. */
    AgentLimitsPut400Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "invalid_amount" | "invalid_request";
      /** @description A sentence for a person. */
      detail: string;
      errors: components["schemas"]["Violation"][];
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 400;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description New limits in one currency. */
    AgentLimitsUpdate: {
      /** @description absent for the tenant's default, which holds for every agent without a limit of their own. */
      agent_id?: components["schemas"]["AgentId"] | null;
      /** @description Default: `USD`. */
      currency?: components["schemas"]["CurrencyCode"];
      /** @description in a UTC day. */
      daily?: components["schemas"]["NotNegative"] | null;
      /** @description since the agent's first transaction. Null: no limit here; for an agent, the default holds. An agent with limits in other currencies only creates nothing in this one. */
      total?: components["schemas"]["NotNegative"] | null;
    };
    /** @description RFC 9457. The answer would be too large; Invalid request. */
    AgentTransactions400Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "answer_too_large" | "invalid_request";
      /** @description A sentence for a person. */
      detail: string;
      errors?: components["schemas"]["Violation"][];
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 400;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. Forbidden; The customer is another agent's. */
    AgentTransactions403Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "forbidden" | "not_your_customer";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 403;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @example 25.00 */
    Amount: string;
    /** @description An operation that waits for a second person, or was decided. */
    Approval: {
      /** @description the value that it moves; null if it moves none. */
      amount: components["schemas"]["MoneyText"] | null;
      /** Format: uuid */
      approval_id: string;
      currency: string | null;
      decided_at: components["schemas"]["Timestamp"] | null;
      decided_by: string | null;
      /** @description the note of an approval, the reason for a rejection. */
      decision_note: string | null;
      /** @description seven days after the request. */
      expires_at: components["schemas"]["Timestamp"];
      /** @enum {string} */
      kind:
        | "adjustment"
        | "agent_credit"
        | "coin_policy"
        | "invoice_payment"
        | "overdraft"
        | "payment_method"
        | "refund"
        | "reversal"
        | "approval_policy"
        | "contact"
        | "erasure";
      requested_at: components["schemas"]["Timestamp"];
      requested_by: string;
      /**
       * @description `expired` if nobody decided it in time.
       * @enum {string}
       */
      status: "pending" | "approved" | "rejected" | "expired";
      /** @description the id or the name of what it changes. */
      subject: string;
      tenant_id: string;
    };
    ApprovalApprove: {
      /** @description stored with the decision. */
      note?: components["schemas"]["Note"] | null;
    };
    /** @description An approval with the validated request that is executed (payload), its SHA-256, and the operation's answer (result; null unless it was approved). */
    ApprovalDetails: {
      /** @description the value that it moves; null if it moves none. */
      amount: components["schemas"]["MoneyText"] | null;
      /** Format: uuid */
      approval_id: string;
      currency: string | null;
      decided_at: components["schemas"]["Timestamp"] | null;
      decided_by: string | null;
      /** @description the note of an approval, the reason for a rejection. */
      decision_note: string | null;
      /** @description seven days after the request. */
      expires_at: components["schemas"]["Timestamp"];
      /** @enum {string} */
      kind:
        | "adjustment"
        | "agent_credit"
        | "coin_policy"
        | "invoice_payment"
        | "overdraft"
        | "payment_method"
        | "refund"
        | "reversal"
        | "approval_policy"
        | "contact"
        | "erasure";
      payload: {
        [key: string]: unknown;
      };
      payload_sha256: string;
      requested_at: components["schemas"]["Timestamp"];
      requested_by: string;
      result: {
        [key: string]: unknown;
      } | null;
      /**
       * @description `expired` if nobody decided it in time.
       * @enum {string}
       */
      status: "pending" | "approved" | "rejected" | "expired";
      /** @description the id or the name of what it changes. */
      subject: string;
      tenant_id: string;
    };
    /** @description A page of a list. `total_count` counts every item that matches the filters. */
    ApprovalListing: {
      has_more: boolean;
      items: components["schemas"]["Approval"][];
      limit: number;
      /** @description of the next page, for a day; null if there is none. */
      next_cursor: string | null;
      /** @description null of a page that begins at a cursor. */
      offset: number | null;
      total_count: number;
    };
    /** @description RFC 9457. There is no such approval. */
    ApprovalNotFoundProblem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "approval_not_found";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 404;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description A tenant's policy. from: the amount from which each kind needs two people; null: never; "0": always. two_people: the default of the deployment, `off` if it runs with one person (TwoPeople). */
    ApprovalPolicy: {
      /** @description the last change; null if the policy is the default. */
      changed_at: components["schemas"]["Timestamp"] | null;
      /** @description the last change; null if the policy is the default. */
      changed_by: string | null;
      from: {
        [key: string]: components["schemas"]["ThresholdAmount"] | null;
      };
      tenant_id: string;
      /** @enum {string} */
      two_people: "on" | "off";
    };
    /** @description RFC 9457. Invalid amount; Invalid request. */
    ApprovalPolicyPut400Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "invalid_amount" | "invalid_request";
      /** @description A sentence for a person. */
      detail: string;
      errors: components["schemas"]["Violation"][];
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 400;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    ApprovalPolicyUpdate: {
      /** @description the amount from which each named kind of operation needs two people; null: never; "0": always. It is a decimal of whatever currency the operation is in. An operation without an amount needs two people unless it is null. Kinds that are left out stay as they are. payment_method holds for changes of the contact, too. agent_credit is about credits above the agent's limit only: from this amount they wait for a second person. Smaller ones, and with null all of them, are refused. Within the limit, one person is enough for any amount. */
      from: {
        [key: string]: components["schemas"]["NotNegative"] | null;
      };
    };
    ApprovalReject: {
      /** @description stored with the decision. */
      reason: components["schemas"]["Reason"];
    };
    /** @description RFC 9457. The balance would be out of range; Insufficient credit; Insufficient funds; Invalid request. */
    ApprovalsApprove400Problem: {
      available?: components["schemas"]["MoneyText"];
      balance?: components["schemas"]["MoneyText"];
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "balance_out_of_range" | "insufficient_credit" | "insufficient_funds" | "invalid_request";
      currency?: components["schemas"]["CurrencyCode"];
      /** @description A sentence for a person. */
      detail: string;
      errors?: components["schemas"]["Violation"][];
      held?: components["schemas"]["MoneyText"];
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 400;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. Forbidden; The customer is another agent's; Somebody else has to approve it. */
    ApprovalsApprove403Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "forbidden" | "not_your_customer" | "self_approval";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 403;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. There is no such approval; Not found; There is no such transaction. */
    ApprovalsApprove404Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "approval_not_found" | "not_found" | "transaction_not_found";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 404;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. The account is not closed; The transaction is reversed already; The deployment has no key for erasures; The transaction has its own kind of reversal; The payload is not the one that was requested; The person was erased; The state forbids it; The wallet is frozen. */
    ApprovalsApprove409Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code:
        | "account_not_closed"
        | "already_reversed"
        | "erasure_not_configured"
        | "has_its_own_reversal"
        | "payload_changed"
        | "person_erased"
        | "state_forbids"
        | "wallet_frozen";
      /** Format: uuid */
      corrected_by?: string;
      current_status?: string;
      /** @description A sentence for a person. */
      detail: string;
      held_amounts?: components["schemas"]["HeldAmount"][];
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @enum {string} */
      reason?: "balance" | "bets" | "holds";
      /** @constant */
      status: 409;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description A top-up request whose invoice was just issued. */
    ApprovedTopupRequest: {
      amount: components["schemas"]["MoneyText"];
      completed_at: components["schemas"]["Timestamp"] | null;
      currency: string;
      decided_at: components["schemas"]["Timestamp"] | null;
      /** @description who approved, rejected or cancelled it. decisions: this decision and, if its invoice was voided, that one; oldest first. */
      decided_by: string | null;
      decision_note: string | null;
      decisions: components["schemas"]["TopupDecision"][];
      invoice: components["schemas"]["TopupInvoice"] | null;
      note: string | null;
      /** Format: uuid */
      request_id: string;
      requested_at: components["schemas"]["Timestamp"];
      requested_by: string;
      /** @enum {string} */
      status: "pending" | "invoiced" | "completed" | "rejected" | "cancelled";
      tenant_id: string;
      /** Format: uuid */
      wallet_id: string;
      /** @description about that invoice. */
      warning: components["schemas"]["PaymentWarning"] | null;
    };
    /** @description A batch of which everything was done. */
    AtomicBatch: {
      results: components["schemas"]["BatchResult"][];
    };
    /** @description One entry. */
    AuditedEntry: {
      /** @description whose wallet it is; the other one is null. */
      account: string | null;
      amount: components["schemas"]["MoneyText"];
      /** @description null for an open wallet; an agent sees it for their own customers only. */
      balance_after: components["schemas"]["MoneyText"] | null;
      currency: string;
      /** Format: uuid */
      id: string;
      /** @description whose wallet it is; the other one is null. */
      owner_id: string | null;
      /** Format: uuid */
      wallet_id: string;
    };
    /** @description A transaction as the ledger has it. */
    AuditedTransaction: {
      /** @description the second person, if it needed one. */
      approved_by: string | null;
      /** @description the one that corrects this one. */
      corrected_by: string | null;
      /** @description the transaction that this one corrects. */
      corrects: string | null;
      /** @description when it was posted. */
      created_at: components["schemas"]["Timestamp"];
      description: string | null;
      /** @description when it happened. */
      effective_at: components["schemas"]["Timestamp"];
      entries: components["schemas"]["AuditedEntry"][];
      external_reference: string | null;
      idempotency_key: string | null;
      /** @enum {string} */
      kind:
        | "debit"
        | "withdrawal"
        | "debit_adjustment"
        | "credit"
        | "deposit"
        | "credit_adjustment"
        | "opening_balance"
        | "settlement"
        | "bet_stake"
        | "bet_payout"
        | "bet_void"
        | "bet_cash_out"
        | "participation"
        | "top4"
        | "runner_up"
        | "winner"
        | "entry_fee_debit"
        | "refund"
        | "manual_adjust"
        | "correction"
        | "p2p_transfer"
        | "custom"
        | "hold_capture"
        | "topup"
        | "topup_refund"
        | "message_charge"
        | "prepaid_debit"
        | "prepaid_adjustment"
        | "reversal";
      meta: {
        [key: string]: unknown;
      } | null;
      /** @description the person or system that requested it. */
      posted_by: string;
      /** @description its kind, or a word of the tenant's own. */
      reason: string;
      request_id: string;
      /** Format: uuid */
      transaction_id: string;
    };
    /** @description The payment methods of a country. */
    AvailablePaymentMethods: {
      count: number;
      /** @description the one that was asked for, otherwise that of the tenant's contact. */
      country: string | null;
      /** @description of the country that was asked for, otherwise of invoices. A payment has its invoice's currency by any method. */
      currency: string;
      default_method: string | null;
      /** @description enabled ones only, the default first. */
      methods: components["schemas"]["OfferedPaymentMethod"][];
    };
    /** @description A bank transfer. */
    BankTransfer: {
      /** @description what a payer needs to know about the account, by names. */
      bank_details: {
        [key: string]: string;
      };
      display_name: string;
      id: string;
      instructions: string;
      is_default: boolean;
      is_enabled: boolean;
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: "bank_transfer";
    };
    /** @enum {string} */
    Basis: "posted" | "effective";
    /** @description 1 to 1,000 operations. */
    BatchCreate: {
      /** @description atomic: all of them or none, and a refusal has the `index` of its operation; independent: each for itself, as if they had been sent one after another. key: of each operation, an Idempotency-Key that no other operation of the batch has. */
      mode: components["schemas"]["Mode"];
      operations: (
        | components["schemas"]["CreditOperation"]
        | components["schemas"]["DebitOperation"]
        | components["schemas"]["TransferOperation"]
        | components["schemas"]["TransactionOperation"]
        | components["schemas"]["HoldOperation"]
        | components["schemas"]["CaptureOperation"]
        | components["schemas"]["ReleaseOperation"]
      )[];
    };
    /** @description RFC 9457. The answer would be too large; The balance would be out of range; A currency is required; There is less left of the hold; Insufficient credit; Insufficient funds; Invalid amount; Invalid request; Invalid wallet; The entries do not sum to zero. */
    BatchesCreate400Problem: {
      available?: components["schemas"]["MoneyText"];
      balance?: components["schemas"]["MoneyText"];
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code:
        | "answer_too_large"
        | "balance_out_of_range"
        | "currency_required"
        | "hold_exceeded"
        | "insufficient_credit"
        | "insufficient_funds"
        | "invalid_amount"
        | "invalid_request"
        | "invalid_wallet"
        | "unbalanced";
      currency?: components["schemas"]["CurrencyCode"];
      /** @description A sentence for a person. */
      detail: string;
      difference?: components["schemas"]["MoneyText"];
      errors?: components["schemas"]["Violation"][];
      held?: components["schemas"]["MoneyText"];
      /** @description The first refused operation of an atomic batch. */
      index?: number;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      remaining?: components["schemas"]["MoneyText"];
      /** @constant */
      status: 400;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. Forbidden. */
    BatchesCreate403Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "forbidden";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The first refused operation of an atomic batch. */
      index?: number;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 403;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. There is no such hold. */
    BatchesCreate404Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "hold_not_found";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The first refused operation of an atomic batch. */
      index?: number;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 404;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. The hold is captured already; The hold has expired; The hold is released already; The person was erased; The wallet is frozen. */
    BatchesCreate409Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "hold_captured" | "hold_expired" | "hold_released" | "person_erased" | "wallet_frozen";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The first refused operation of an atomic batch. */
      index?: number;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 409;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. The body is too large. */
    BatchesCreate413Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "payload_too_large";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The first refused operation of an atomic batch. */
      index?: number;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 413;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. Unsupported media type. */
    BatchesCreate415Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "unsupported_media_type";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The first refused operation of an atomic batch. */
      index?: number;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 415;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. The key was used for something else. */
    BatchesCreate422Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "idempotency_conflict";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The first refused operation of an atomic batch. */
      index?: number;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 422;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. Too many requests. */
    BatchesCreate429Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "too_many_requests";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The first refused operation of an atomic batch. */
      index?: number;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 429;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. Temporarily unavailable. */
    BatchesCreate503Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "unavailable";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The first refused operation of an atomic batch. */
      index?: number;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 503;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description How one operation ended. */
    BatchResult: {
      /** @description those of the answer that it would have had alone. */
      body: Record<string, never>;
      /** @description its place in the batch, from 0. */
      index: number;
      key: string;
      /** @description those of the answer that it would have had alone. */
      status: number;
    };
    /** @description A bet. */
    Bet: {
      /** Format: uuid */
      bet_id: string;
      cash_out_amount: components["schemas"]["MoneyText"] | null;
      cash_out_trigger_reason: string | null;
      currency: string;
      description: string;
      is_auto_cash_out: boolean;
      /** @description as the bet was placed. */
      meta: {
        [key: string]: unknown;
      } | null;
      odds: components["schemas"]["OddsText"] | null;
      /** @description as it was settled or cashed out. */
      outcome_meta: {
        [key: string]: unknown;
      } | null;
      payout: components["schemas"]["MoneyText"] | null;
      placed_at: components["schemas"]["Timestamp"];
      /** @description as the customer sees it; null while the bet is pending. */
      profit_loss: components["schemas"]["MoneyText"] | null;
      settled_at: components["schemas"]["Timestamp"] | null;
      stake: components["schemas"]["MoneyText"];
      /** @enum {string} */
      status: "pending" | "won" | "lost" | "void" | "cashed_out";
      /** Format: uuid */
      user_id: string;
      username: string;
    };
    /** @description RFC 9457. The bet is settled already. */
    BetAlreadySettledProblem: {
      /** @enum {string} */
      bet_status: "pending" | "won" | "lost" | "void" | "cashed_out";
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "bet_already_settled";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 409;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description The price at which the trading system ends a bet early. Zero: the whole stake is lost. It is at most stake x odds; without odds, stake x the deployment's MaxPayoutMultiple. */
    BetCashOut: {
      cash_out_amount: components["schemas"]["NotNegative"];
      /** @description Default: `false`. */
      is_auto?: boolean;
      /** @description an object of the caller's own, stored with what is posted. Without it, the hash of the request is the one that it had before the field existed. */
      meta?: components["schemas"]["Meta"] | null;
      trigger_reason?: string | null;
    };
    /** @description A page of a list. `total_count` counts every item that matches the filters. */
    BetListing: {
      has_more: boolean;
      items: components["schemas"]["Bet"][];
      limit: number;
      /** @description of the next page, for a day; null if there is none. */
      next_cursor: string | null;
      /** @description null of a page that begins at a cursor. */
      offset: number | null;
      total_count: number;
    };
    /** @description RFC 9457. There is no such bet. */
    BetNotFoundProblem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "bet_not_found";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 404;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description A new bet. */
    BetPlace: {
      /** @description whose bet it is; a customer may leave it out. odds: only a trading system names them. */
      customer_id?: components["schemas"]["Id"] | null;
      description: components["schemas"]["Description"];
      /** @description an object of the caller's own, stored with what is posted. Without it, the hash of the request is the one that it had before the field existed. */
      meta?: components["schemas"]["Meta"] | null;
      odds?: components["schemas"]["Odds"] | null;
      /** @description in the customer's currency. */
      stake: components["schemas"]["Amount"];
    };
    /** @description RFC 9457. The balance would be out of range; Invalid amount; Invalid request; The bet cannot pay that much. */
    BetsCashOut400Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "balance_out_of_range" | "invalid_amount" | "invalid_request" | "payout_above_odds";
      currency?: components["schemas"]["CurrencyCode"];
      /** @description A sentence for a person. */
      detail: string;
      errors?: components["schemas"]["Violation"][];
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      maximum?: components["schemas"]["MoneyText"];
      /** @constant */
      status: 400;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. Insufficient credit; Insufficient funds; Invalid amount; Invalid request. */
    BetsCreate400Problem: {
      available?: components["schemas"]["MoneyText"];
      balance?: components["schemas"]["MoneyText"];
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "insufficient_credit" | "insufficient_funds" | "invalid_amount" | "invalid_request";
      currency?: components["schemas"]["CurrencyCode"];
      /** @description A sentence for a person. */
      detail: string;
      errors?: components["schemas"]["Violation"][];
      held?: components["schemas"]["MoneyText"];
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 400;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description The outcome of a bet. */
    BetSettle: {
      /** @description an object of the caller's own, stored with what is posted. Without it, the hash of the request is the one that it had before the field existed. */
      meta?: components["schemas"]["Meta"] | null;
      /** @enum {string} */
      outcome: "won" | "lost" | "void";
      /** @description required for a won bet, refused for any other. It is at most stake x odds, rounded up to the next minor unit; without odds, stake x the deployment's MaxPayoutMultiple. */
      payout?: components["schemas"]["Amount"] | null;
    };
    /** @description RFC 9457. Forbidden; The customer is another agent's. */
    BetsGet403Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "forbidden" | "not_your_customer";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 403;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. The balance would be out of range; Invalid amount; Invalid request; The bet cannot pay that much. */
    BetsSettle400Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "balance_out_of_range" | "invalid_amount" | "invalid_request" | "payout_above_odds";
      currency?: components["schemas"]["CurrencyCode"];
      /** @description A sentence for a person. */
      detail: string;
      errors?: components["schemas"]["Violation"][];
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      maximum?: components["schemas"]["MoneyText"];
      /** @constant */
      status: 400;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description A transaction that captured something of a hold. */
    Capture: {
      amount: components["schemas"]["MoneyText"];
      /** Format: uuid */
      transaction_id: string;
    };
    /** @description A hold after a capture. */
    CapturedHold: {
      amount: components["schemas"]["MoneyText"];
      /** @description what the wallet has available then. */
      available_after: components["schemas"]["MoneyText"];
      /** @description of the wallet. */
      balance_after: components["schemas"]["MoneyText"];
      /** @description of this capture. */
      capture_amount: components["schemas"]["MoneyText"];
      /** @description what was captured of it. */
      captured: components["schemas"]["MoneyText"];
      created_at: components["schemas"]["Timestamp"];
      created_by: string;
      currency: string;
      /** @description when it was captured at last, released, or expired. */
      ended_at: components["schemas"]["Timestamp"] | null;
      expires_at: components["schemas"]["Timestamp"];
      external_reference: string | null;
      /** @description what is still held of it. */
      held_after: components["schemas"]["MoneyText"];
      /** Format: uuid */
      hold_id: string;
      idempotency_key: string | null;
      meta: {
        [key: string]: unknown;
      } | null;
      owner_id: string;
      reason: string;
      /** @description what can still be captured; zero after the end. */
      remaining: components["schemas"]["MoneyText"];
      /** @enum {string} */
      status: "pending" | "captured" | "released" | "expired";
      /** @description who gets it; null if each capture says it. */
      to: components["schemas"]["HoldDestination"] | null;
      /**
       * Format: uuid
       * @description of this capture.
       */
      transaction_id: string;
      /** Format: uuid */
      wallet_id: string;
    };
    /** @description A capture, as POST /api/v1/holds/{hold_id}/capture. */
    CaptureOperation: {
      /** @description take it from a frozen wallet too. Default: `false`. */
      allow_frozen?: boolean;
      /** @description at most what is left of the hold; absent: all of it. */
      amount?: components["schemas"]["Amount"] | null;
      /** @description the hold ends, and what is left of it is available again. Default: `true`. */
      final?: boolean;
      hold_id: components["schemas"]["Id"];
      /** @description the Idempotency-Key. Each has `run`, which executes it as its route does, and returns the answer or raises the refusals. */
      key: components["schemas"]["OperationKey"];
      /** @description of the transaction; absent: the hold's. */
      meta?: components["schemas"]["Meta"] | null;
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      op: "capture";
      /** @description who gets it; absent: whom the hold names, or the treasury. */
      to?: components["schemas"]["Destination"] | null;
    };
    /** @description A credit of a customer's wallet. */
    CashierCredit: {
      /** @description in the wallet's currency, greater than zero. */
      amount: components["schemas"]["Amount"];
      customer_id: components["schemas"]["Id"];
      description: components["schemas"]["Description"];
      external_reference?: components["schemas"]["Reference"] | null;
      /** @description an object of the caller's own, stored with what is posted. Without it, the hash of the request is the one that it had before the field existed. */
      meta?: components["schemas"]["Meta"] | null;
      /**
       * @description Default: `credit`.
       * @enum {string}
       */
      transaction_type?: "credit" | "deposit" | "credit_adjustment";
    };
    /** @description RFC 9457. The agent's limit is exceeded; The balance would be out of range; Invalid amount; Invalid request. */
    CashierCredit400Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "agent_limit_exceeded" | "balance_out_of_range" | "invalid_amount" | "invalid_request";
      currency?: components["schemas"]["CurrencyCode"];
      /** @description A sentence for a person. */
      detail: string;
      errors?: components["schemas"]["Violation"][];
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @enum {string} */
      limit?: "daily" | "total";
      remaining?: components["schemas"]["MoneyText"];
      /** @constant */
      status: 400;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. Forbidden; The customer is another agent's. */
    CashierCredit403Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "forbidden" | "not_your_customer";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 403;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description A debit of a customer's wallet. */
    CashierDebit: {
      /** @description lets a PostUp wallet go below zero, for corrections. Credit wallets ignore it. Default: `false`. */
      allow_overdraft?: boolean;
      /** @description in the wallet's currency, greater than zero. */
      amount: components["schemas"]["Amount"];
      customer_id: components["schemas"]["Id"];
      description: components["schemas"]["Description"];
      external_reference?: components["schemas"]["Reference"] | null;
      /** @description an object of the caller's own, stored with what is posted. Without it, the hash of the request is the one that it had before the field existed. */
      meta?: components["schemas"]["Meta"] | null;
      /**
       * @description Default: `debit`.
       * @enum {string}
       */
      transaction_type?: "debit" | "withdrawal" | "debit_adjustment";
    };
    /** @description RFC 9457. The agent's limit is exceeded; Insufficient credit; Insufficient funds; Invalid amount; Invalid request. */
    CashierDebit400Problem: {
      available?: components["schemas"]["MoneyText"];
      balance?: components["schemas"]["MoneyText"];
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code:
        | "agent_limit_exceeded"
        | "insufficient_credit"
        | "insufficient_funds"
        | "invalid_amount"
        | "invalid_request";
      currency?: components["schemas"]["CurrencyCode"];
      /** @description A sentence for a person. */
      detail: string;
      errors?: components["schemas"]["Violation"][];
      held?: components["schemas"]["MoneyText"];
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @enum {string} */
      limit?: "daily" | "total";
      remaining?: components["schemas"]["MoneyText"];
      /** @constant */
      status: 400;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. Forbidden; The customer is another agent's. */
    CashierDebit403Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "forbidden" | "not_your_customer";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 403;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    CashierHistory: {
      has_more: boolean;
      items: components["schemas"]["CashierTransaction"][];
      limit: number;
      /** @description of the next page, for a day; null if there is none. */
      next_cursor: string | null;
      /** @description null of a page that begins at a cursor. */
      offset: number | null;
      total_count: number;
      /** @description null fields if the list has several currencies. */
      totals: components["schemas"]["CashierTotals"];
      totals_by_currency: components["schemas"]["CashierTotals"][];
    };
    /** @description A posted credit or debit. */
    CashierReceipt: {
      amount: components["schemas"]["MoneyText"];
      /** @description what can still be debited without an override. */
      available: components["schemas"]["MoneyText"];
      balance_after: components["schemas"]["MoneyText"];
      balance_before: components["schemas"]["MoneyText"];
      currency: string;
      /** Format: uuid */
      customer_id: string;
      external_reference: string | null;
      /** @description how much of the balance is reserved by holds afterwards. */
      held: components["schemas"]["MoneyText"];
      idempotency_key: string | null;
      meta: {
        [key: string]: unknown;
      } | null;
      /** @constant */
      success: true;
      timestamp: components["schemas"]["Timestamp"];
      /** Format: uuid */
      transaction_id: string;
      /** @enum {string} */
      transaction_type: "debit" | "withdrawal" | "debit_adjustment" | "credit" | "deposit" | "credit_adjustment";
    };
    /** @description Sums over the whole filtered list, in one currency; both are positive. */
    CashierTotals: {
      currency: string | null;
      total_credits: components["schemas"]["MoneyText"] | null;
      total_debits: components["schemas"]["MoneyText"] | null;
    };
    /** @description A transaction of the cashier. */
    CashierTransaction: {
      /** @description signed, as the customer sees it. */
      amount: components["schemas"]["MoneyText"];
      balance_after: components["schemas"]["MoneyText"];
      balance_before: components["schemas"]["MoneyText"];
      created_at: components["schemas"]["Timestamp"];
      currency: string;
      /** Format: uuid */
      customer_id: string;
      description: string | null;
      external_reference: string | null;
      /** Format: uuid */
      id: string;
      is_override: boolean;
      /** Format: uuid */
      transaction_id: string;
      /** @enum {string} */
      transaction_type:
        | "debit"
        | "withdrawal"
        | "debit_adjustment"
        | "credit"
        | "deposit"
        | "credit_adjustment"
        | "opening_balance"
        | "settlement"
        | "reversal";
      username: string;
    };
    /** @description A bet that was cashed out. */
    CashOut: {
      /** Format: uuid */
      bet_id: string;
      cash_out_amount: components["schemas"]["MoneyText"];
      cash_out_trigger_reason: string | null;
      currency: string;
      is_auto_cash_out: boolean;
      /** @description cash_out_amount - stake; positive if the customer gained. */
      profit_loss: components["schemas"]["MoneyText"];
      settled_at: components["schemas"]["Timestamp"];
      stake: components["schemas"]["MoneyText"];
      /** Format: uuid */
      user_id: string;
      username: string;
    };
    CashOutActivity: {
      has_more: boolean;
      items: components["schemas"]["CashOut"][];
      limit: number;
      /** @description of the next page, for a day; null if there is none. */
      next_cursor: string | null;
      /** @description null of a page that begins at a cursor. */
      offset: number | null;
      total_count: number;
      /** @description null fields if the list has several currencies. */
      totals: components["schemas"]["CashOutActivityTotals"];
      totals_by_currency: components["schemas"]["CashOutActivityTotals"][];
    };
    /** @description RFC 9457. Forbidden; The customer is another agent's. */
    CashOutActivity403Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "forbidden" | "not_your_customer";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 403;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description Sums over the whole filtered list, in one currency. */
    CashOutActivityTotals: {
      currency: string | null;
      total_cash_out_amount: components["schemas"]["MoneyText"] | null;
      total_count: number;
      total_profit_loss: components["schemas"]["MoneyText"] | null;
    };
    /** @description One of the customers with the most cash-outs. */
    CashOutCustomer: {
      cash_out_count: number;
      currency: string;
      net_profit_loss: components["schemas"]["MoneyText"];
      total_cash_out_amount: components["schemas"]["MoneyText"];
      /** Format: uuid */
      user_id: string;
      username: string;
    };
    /** @description The cash-outs of one UTC day. */
    CashOutDay: {
      cash_out_count: number;
      /** Format: date */
      day: string;
      net_profit_loss: components["schemas"]["MoneyText"] | null;
      total_cash_out_amount: components["schemas"]["MoneyText"] | null;
    };
    /** @description Amounts and currency are null if there are several currencies. */
    CashOutSummary: {
      /** @description 0 to 100, one decimal. */
      auto_cash_out_percentage: number;
      /** @description the mean over bets of cash_out_amount / stake, four decimals; bets with a stake of zero are left out. */
      avg_return_ratio: number;
      by_day: components["schemas"]["CashOutDay"][];
      currency: string | null;
      net_profit_loss: components["schemas"]["MoneyText"] | null;
      /** @enum {string} */
      period: "24h" | "7d" | "30d";
      top_customers: components["schemas"]["CashOutCustomer"][];
      total_cash_out_amount: components["schemas"]["MoneyText"] | null;
      total_cash_outs: number;
      totals_by_currency: components["schemas"]["CashOutSummaryTotals"][];
      unique_customers: number;
    };
    /** @description Sums of one currency. */
    CashOutSummaryTotals: {
      currency: string;
      net_profit_loss: components["schemas"]["MoneyText"];
      total_cash_out_amount: components["schemas"]["MoneyText"];
      total_cash_outs: number;
    };
    Category: string;
    /** @description RFC 9457. Invalid request; Invalid wallet. */
    CoinPolicyGet400Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "invalid_request" | "invalid_wallet";
      /** @description A sentence for a person. */
      detail: string;
      errors: components["schemas"]["Violation"][];
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 400;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. Invalid request; Invalid wallet. */
    CoinPolicyPut400Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "invalid_request" | "invalid_wallet";
      /** @description A sentence for a person. */
      detail: string;
      errors: components["schemas"]["Violation"][];
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 400;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    Coins: number;
    /** @description A configured bank transfer. */
    ConfiguredBankTransfer: {
      /** @description what a payer needs to know about the account, by names. */
      bank_details: {
        [key: string]: string;
      };
      /** @description null for all countries. */
      country: string | null;
      display_name: string;
      /** @description from when on payers see it. */
      effective_at: components["schemas"]["Timestamp"];
      id: string;
      instructions: string;
      is_default: boolean;
      is_enabled: boolean;
      /** @description null for the platform's own. */
      tenant_id: string | null;
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: "bank_transfer";
    };
    /** @description A configured local wallet. */
    ConfiguredLocalWallet: {
      /** @description null for all countries. */
      country: string | null;
      display_name: string;
      /** @description from when on payers see it. */
      effective_at: components["schemas"]["Timestamp"];
      id: string;
      instructions: string;
      is_default: boolean;
      is_enabled: boolean;
      /** @description null for the platform's own. */
      tenant_id: string | null;
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: "local_wallet";
      /** @description what a payer needs to know about the wallet, by names. */
      wallet_details: {
        [key: string]: string;
      };
    };
    /** @description A configured payment method: of a tenant or the platform, for one country or all. */
    ConfiguredPaymentMethod:
      | components["schemas"]["ConfiguredBankTransfer"]
      | components["schemas"]["ConfiguredLocalWallet"];
    /** @description A page of a list. `total_count` counts every item that matches the filters. */
    ConfiguredPaymentMethodListing: {
      has_more: boolean;
      items: components["schemas"]["ConfiguredPaymentMethod"][];
      limit: number;
      /** @description of the next page, for a day; null if there is none. */
      next_cursor: string | null;
      /** @description null of a page that begins at a cursor. */
      offset: number | null;
      total_count: number;
    };
    /** @description A tenant's contact. */
    Contact: {
      /** @description null if it is not known. */
      country: string | null;
      /** @description null until it is set; e-mail about a top-up is then sent to the person who requested it. */
      email: string | null;
      name: string | null;
      tenant_id: string;
      updated_at: components["schemas"]["Timestamp"] | null;
    };
    ContactName: string;
    /** @description The new contact. */
    ContactUpdate: {
      /** @description in which the tenant pays; its payment methods are printed on invoices. */
      country?: components["schemas"]["CountryCode"] | null;
      email: components["schemas"]["Email"];
      /** @description used in the greeting. */
      name?: components["schemas"]["ContactName"] | null;
    };
    CountryCode: string;
    /** @description A credit, as POST /api/v1/wallets/{owner_id}/credit. */
    CreditOperation: {
      /** @description in the currency, greater than zero. */
      amount: components["schemas"]["Amount"];
      /** @description absent: that of the owner's only wallet. */
      currency?: components["schemas"]["CurrencyCode"] | null;
      /** @description the Idempotency-Key. Each has `run`, which executes it as its route does, and returns the answer or raises the refusals. */
      key: components["schemas"]["OperationKey"];
      meta?: components["schemas"]["Meta"] | null;
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      op: "credit";
      owner_id: components["schemas"]["OwnerId"];
      reason: components["schemas"]["ReasonWord"];
    };
    /** @example USD */
    CurrencyCode: string;
    Cursor: string;
    /** @description A person who belongs to an agent, with their wallet. */
    Customer: {
      account_balance: components["schemas"]["MoneyText"];
      /** @enum {string} */
      account_type: "postup" | "credit";
      agent_id: string;
      /** @description what can still be debited without an override. */
      available: components["schemas"]["MoneyText"];
      created_at: components["schemas"]["Timestamp"];
      credit_limit: components["schemas"]["MoneyText"];
      currency: string;
      /** Format: uuid */
      customer_id: string;
      /** @description how much of the balance is reserved by holds. */
      held: components["schemas"]["MoneyText"];
      last_settlement: components["schemas"]["Timestamp"] | null;
      /** @description the sum of the stakes of pending bets. */
      pending_bets: components["schemas"]["MoneyText"];
      /** @enum {string} */
      status: "active" | "frozen" | "erased";
      username: string;
    };
    /** @description A change of one of the terms. */
    CustomerChange: {
      changed_at: components["schemas"]["Timestamp"];
      changed_by: string;
      /** @enum {string} */
      field: "account_type" | "credit_limit" | "status";
      new_value: string;
      old_value: string;
    };
    /** @description A page of a list. `total_count` counts every item that matches the filters. */
    CustomerChangeListing: {
      has_more: boolean;
      items: components["schemas"]["CustomerChange"][];
      limit: number;
      /** @description of the next page, for a day; null if there is none. */
      next_cursor: string | null;
      /** @description null of a page that begins at a cursor. */
      offset: number | null;
      total_count: number;
    };
    /** @description A new customer. */
    CustomerCreate: {
      /** @enum {string} */
      account_type: "postup" | "credit";
      /** @description in the currency; a Credit account needs one, a PostUp account has none. */
      credit_limit?: components["schemas"]["NotNegative"] | null;
      /** @description Default: `USD`. */
      currency?: components["schemas"]["CurrencyCode"];
      username: components["schemas"]["Username"];
    };
    /** @description JSON, or CSV (text/csv) with one column for each field of a row but `meta`. */
    CustomerImport: {
      rows: components["schemas"]["CustomerImportRow"][];
    };
    /** @description One customer. */
    CustomerImportRow: {
      /** @enum {string} */
      account_type: "postup" | "credit";
      /** @description in the currency; a Credit account needs one, a PostUp account has none. */
      credit_limit?: components["schemas"]["NotNegative"] | null;
      /** @description Default: `USD`. */
      currency?: components["schemas"]["CurrencyCode"];
      /** @description the customer's id in the other system. */
      external_reference?: components["schemas"]["Reference"] | null;
      /** @description of the opening balance's transaction; not in CSV. */
      meta?: components["schemas"]["Meta"] | null;
      /** @description may be negative, down to the credit limit. */
      opening_balance?: components["schemas"]["SignedAmount"] | null;
      username: components["schemas"]["Username"];
    };
    CustomerListing: {
      has_more: boolean;
      items: components["schemas"]["Customer"][];
      limit: number;
      /** @description of the next page, for a day; null if there is none. */
      next_cursor: string | null;
      /** @description null of a page that begins at a cursor. */
      offset: number | null;
      total_count: number;
      /** @description null fields if the list has several currencies. */
      totals: components["schemas"]["CustomerTotals"];
      totals_by_currency: components["schemas"]["CustomerTotals"][];
    };
    /** @description RFC 9457. There is no such customer. */
    CustomerNotFoundProblem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "customer_not_found";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 404;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description Sums over the whole filtered list, in one currency. */
    CustomerTotals: {
      currency: string | null;
      total_available: components["schemas"]["MoneyText"] | null;
      total_balance: components["schemas"]["MoneyText"] | null;
      total_held: components["schemas"]["MoneyText"] | null;
    };
    /** @description The terms to change; absent ones stay. A change to `postup` sets the limit to zero; one to `credit` needs a limit. */
    CustomerUpdate: {
      account_type?: ("postup" | "credit") | null;
      credit_limit?: components["schemas"]["NotNegative"] | null;
      status?: ("active" | "frozen") | null;
    };
    /** @description A debit, as POST /api/v1/wallets/{owner_id}/debit. */
    DebitOperation: {
      /** @description in the currency, greater than zero. */
      amount: components["schemas"]["Amount"];
      /** @description absent: that of the owner's only wallet. */
      currency?: components["schemas"]["CurrencyCode"] | null;
      /** @description the Idempotency-Key. Each has `run`, which executes it as its route does, and returns the answer or raises the refusals. */
      key: components["schemas"]["OperationKey"];
      meta?: components["schemas"]["Meta"] | null;
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      op: "debit";
      owner_id: components["schemas"]["OwnerId"];
      reason: components["schemas"]["ReasonWord"];
    };
    /** @description A delivery of an event to a webhook. */
    Delivery: {
      answered_at: components["schemas"]["Timestamp"] | null;
      attempts: number;
      created_at: components["schemas"]["Timestamp"];
      delivered_at: components["schemas"]["Timestamp"] | null;
      /** Format: uuid */
      delivery_id: string;
      /** @description the result of the last attempt that has one, which came at answered_at: an HTTP status, or why there was none. */
      error:
        | (
            | "address_refused"
            | "name_not_found"
            | "connection"
            | "certificate"
            | "tls"
            | "timeout"
            | "not_http"
            | "too_long"
          )
        | null;
      /**
       * Format: uuid
       * @description the message's `webhook-id`.
       */
      event_id: string;
      /** @description the result of the last attempt that has one, which came at answered_at: an HTTP status, or why there was none. */
      http_status: number | null;
      /** @description not before then; while an attempt is under way, when it counts as lost. */
      next_attempt_at: components["schemas"]["Timestamp"] | null;
      /** @description the time of the event. */
      occurred_at: components["schemas"]["Timestamp"];
      /** @description when it was sent again last. */
      resent_at: components["schemas"]["Timestamp"] | null;
      /**
       * @description `waiting`, while attempts go on.
       * @enum {string}
       */
      status: "waiting" | "delivered" | "failed";
      tenant_id: string;
      /** @description of the event, or `WebhookTest`. */
      type: string;
      /** Format: uuid */
      webhook_id: string;
    };
    /** @description A page of a list. `total_count` counts every item that matches the filters. */
    DeliveryListing: {
      has_more: boolean;
      items: components["schemas"]["Delivery"][];
      limit: number;
      /** @description of the next page, for a day; null if there is none. */
      next_cursor: string | null;
      /** @description null of a page that begins at a cursor. */
      offset: number | null;
      total_count: number;
    };
    /** @description RFC 9457. There is no such delivery. */
    DeliveryNotFoundProblem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "delivery_not_found";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 404;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    Description: string;
    /** @description Who gets what is captured: a person (owner_id) or an account (house, treasury or bank, also with a name). */
    Destination: {
      account?: components["schemas"]["Account"] | null;
      owner_id?: components["schemas"]["OwnerId"] | null;
    };
    Email: string;
    /** @description A bet that has ended. */
    EndedBet: {
      /** @description what can still be debited. */
      available: components["schemas"]["MoneyText"];
      /** @description the customer's balance after the payout. */
      balance_after: components["schemas"]["MoneyText"];
      /** Format: uuid */
      bet_id: string;
      cash_out_amount: components["schemas"]["MoneyText"] | null;
      cash_out_trigger_reason: string | null;
      currency: string;
      description: string;
      /** @description how much of it is reserved by holds. */
      held: components["schemas"]["MoneyText"];
      is_auto_cash_out: boolean;
      /** @description as the bet was placed. */
      meta: {
        [key: string]: unknown;
      } | null;
      odds: components["schemas"]["OddsText"] | null;
      /** @description as it was settled or cashed out. */
      outcome_meta: {
        [key: string]: unknown;
      } | null;
      payout: components["schemas"]["MoneyText"] | null;
      placed_at: components["schemas"]["Timestamp"];
      /** @description as the customer sees it; null while the bet is pending. */
      profit_loss: components["schemas"]["MoneyText"] | null;
      settled_at: components["schemas"]["Timestamp"] | null;
      stake: components["schemas"]["MoneyText"];
      /** @enum {string} */
      status: "pending" | "won" | "lost" | "void" | "cashed_out";
      /** Format: uuid */
      user_id: string;
      username: string;
    };
    ErasureCreate: {
      /** @description why, for the person who approves it. It is erased with the other texts about the person. */
      reason: components["schemas"]["Reason"];
    };
    /** @description The receipt of an erasure. */
    ErasureReceipt: {
      /** @description the number of rows in which texts were erased, by table. */
      erased: {
        [key: string]: number;
      };
      /** Format: uuid */
      erasure_id: string;
      /** @description why a table keeps rows about the person. */
      kept: {
        [key: string]: string;
      };
      /** @description the person wrote the contact for the tenant's e-mails, which has none now. */
      warning: "no_contact" | null;
    };
    EventSettings: {
      /** @description the last change; null if nobody has set it, so that they are published. */
      changed_at: components["schemas"]["Timestamp"] | null;
      /** @description the last change; null if nobody has set it, so that they are published. */
      changed_by: string | null;
      /** @description whether a `HoldChanged` is published for each change of the tenant's holds. */
      holds: boolean;
      tenant_id: string;
      /** @description whether a `TransactionPosted` is published for each of the tenant's transactions. */
      transactions: boolean;
    };
    EventSettingsUpdate: {
      /** @description whether a `HoldChanged` is published for each change of the tenant's holds. Default: `true`. */
      holds?: boolean;
      /** @description whether a `TransactionPosted` is published for each of the tenant's transactions. */
      transactions: boolean;
    };
    /** @description An approval, and the answer of the operation that it executed. */
    ExecutedApproval: {
      approval: components["schemas"]["Approval"];
      result:
        | components["schemas"]["AuditedTransaction"]
        | components["schemas"]["PrepaidReceipt"]
        | components["schemas"]["CashierReceipt"]
        | components["schemas"]["WalletBalance"]
        | components["schemas"]["TournamentCoinPolicy"]
        | components["schemas"]["ConfiguredPaymentMethod"]
        | components["schemas"]["Contact"]
        | components["schemas"]["Payment"]
        | components["schemas"]["Invoice"]
        | components["schemas"]["ApprovalPolicy"]
        | components["schemas"]["ErasureReceipt"];
    };
    ExternalId: string;
    /** @description One thing that a run found wrong. */
    Finding: {
      acknowledged_at: components["schemas"]["Timestamp"] | null;
      acknowledged_by: string | null;
      /** @description amounts of the currency, or version numbers if there is none. */
      actual: string | null;
      /** @description whether a cached balance was corrected; a person has to judge everything else. */
      corrected: boolean;
      currency: string | null;
      /** @description amounts of the currency, or version numbers if there is none. */
      expected: string | null;
      /** Format: uuid */
      finding_id: string;
      /** @enum {string} */
      kind:
        | "balance"
        | "version"
        | "balance_after"
        | "wallet"
        | "sum"
        | "entries"
        | "transaction"
        | "subject"
        | "posting"
        | "award"
        | "checkpoint"
        | "outbox"
        | "invoiced"
        | "future"
        | "held"
        | "held_until"
        | "captured"
        | "ended";
      note: string | null;
      subject_id: string | null;
      tenant_id: string;
      transaction_id: string | null;
      version: number | null;
      wallet_id: string | null;
    };
    /** @description The acknowledgement of a finding. */
    FindingAcknowledge: {
      /** @description the reason why it needs no further attention. */
      note: components["schemas"]["Note"];
    };
    /** @description RFC 9457. There is no such finding. */
    FindingNotFoundProblem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "finding_not_found";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 404;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @constant */
    Floor: "0";
    /** @description RFC 9457. Forbidden. */
    ForbiddenProblem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "forbidden";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 403;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @enum {string} */
    Format: "json" | "csv";
    /** @description An answer of the API itself, before or instead of an operation's. */
    GatewayMessage: {
      message: string;
    };
    /** @enum {string} */
    Grouping: "kind" | "category" | "account";
    /** @description There is no answer other than `ok`: if a check fails, the answer is a 503. */
    Health: {
      /** @constant */
      status: "ok";
    };
    /** @description How much of a wallet is held. */
    HeldAmount: {
      amount: components["schemas"]["MoneyText"];
      currency: components["schemas"]["CurrencyCode"];
    };
    /** @description An amount of a person's wallet that is reserved. */
    Hold: {
      amount: components["schemas"]["MoneyText"];
      /** @description what was captured of it. */
      captured: components["schemas"]["MoneyText"];
      created_at: components["schemas"]["Timestamp"];
      created_by: string;
      currency: string;
      /** @description when it was captured at last, released, or expired. */
      ended_at: components["schemas"]["Timestamp"] | null;
      expires_at: components["schemas"]["Timestamp"];
      external_reference: string | null;
      /** Format: uuid */
      hold_id: string;
      idempotency_key: string | null;
      meta: {
        [key: string]: unknown;
      } | null;
      owner_id: string;
      reason: string;
      /** @description what can still be captured; zero after the end. */
      remaining: components["schemas"]["MoneyText"];
      /** @enum {string} */
      status: "pending" | "captured" | "released" | "expired";
      /** @description who gets it; null if each capture says it. */
      to: components["schemas"]["HoldDestination"] | null;
      /** Format: uuid */
      wallet_id: string;
    };
    HoldCapture: {
      /** @description take it from a frozen wallet too. Default: `false`. */
      allow_frozen?: boolean;
      /** @description at most what is left of the hold; absent: all of it. */
      amount?: components["schemas"]["Amount"] | null;
      /** @description the hold ends, and what is left of it is available again. Default: `true`. */
      final?: boolean;
      /** @description of the transaction; absent: the hold's. */
      meta?: components["schemas"]["Meta"] | null;
      /** @description who gets it; absent: whom the hold names, or the treasury. */
      to?: components["schemas"]["Destination"] | null;
    };
    /** @description A new hold on a person's wallet. */
    HoldCreate: {
      /** @description in the currency, greater than zero. */
      amount: components["schemas"]["Amount"];
      currency: components["schemas"]["CurrencyCode"];
      /** @description when the hold ends by itself, or in how many seconds; a minute to 30 days from now, and seven days if neither is given. */
      expires_at?: components["schemas"]["Instant"] | null;
      /** @description when the hold ends by itself, or in how many seconds; a minute to 30 days from now, and seven days if neither is given. */
      expires_in?: number | null;
      external_reference?: components["schemas"]["Reference"] | null;
      meta?: components["schemas"]["Meta"] | null;
      owner_id: components["schemas"]["OwnerId"];
      /** @description the transaction of a capture has it as its kind if it is one of a wallet's, as entry_fee_debit is, and is a hold_capture otherwise. */
      reason: components["schemas"]["ReasonWord"];
      /** @description who gets what is captured; absent: each capture says it. */
      to?: components["schemas"]["Destination"] | null;
    };
    /** @description Who gets what is captured: a person or an account; the other one is null. */
    HoldDestination: {
      account: string | null;
      owner_id: string | null;
    };
    /** @description A hold with its captures, in their order. */
    HoldDetails: {
      amount: components["schemas"]["MoneyText"];
      /** @description what was captured of it. */
      captured: components["schemas"]["MoneyText"];
      captures: components["schemas"]["Capture"][];
      created_at: components["schemas"]["Timestamp"];
      created_by: string;
      currency: string;
      /** @description when it was captured at last, released, or expired. */
      ended_at: components["schemas"]["Timestamp"] | null;
      expires_at: components["schemas"]["Timestamp"];
      external_reference: string | null;
      /** Format: uuid */
      hold_id: string;
      idempotency_key: string | null;
      meta: {
        [key: string]: unknown;
      } | null;
      owner_id: string;
      reason: string;
      /** @description what can still be captured; zero after the end. */
      remaining: components["schemas"]["MoneyText"];
      /** @enum {string} */
      status: "pending" | "captured" | "released" | "expired";
      /** @description who gets it; null if each capture says it. */
      to: components["schemas"]["HoldDestination"] | null;
      /** Format: uuid */
      wallet_id: string;
    };
    /** @description RFC 9457. There is no such hold. */
    HoldNotFoundProblem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "hold_not_found";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 404;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description A hold, as POST /api/v1/holds. */
    HoldOperation: {
      /** @description in the currency, greater than zero. */
      amount: components["schemas"]["Amount"];
      currency: components["schemas"]["CurrencyCode"];
      /** @description when the hold ends by itself, or in how many seconds; a minute to 30 days from now, and seven days if neither is given. */
      expires_at?: components["schemas"]["Instant"] | null;
      /** @description when the hold ends by itself, or in how many seconds; a minute to 30 days from now, and seven days if neither is given. */
      expires_in?: number | null;
      external_reference?: components["schemas"]["Reference"] | null;
      /** @description the Idempotency-Key. Each has `run`, which executes it as its route does, and returns the answer or raises the refusals. */
      key: components["schemas"]["OperationKey"];
      meta?: components["schemas"]["Meta"] | null;
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      op: "hold";
      owner_id: components["schemas"]["OwnerId"];
      /** @description the transaction of a capture has it as its kind if it is one of a wallet's, as entry_fee_debit is, and is a hold_capture otherwise. */
      reason: components["schemas"]["ReasonWord"];
      /** @description who gets what is captured; absent: each capture says it. */
      to?: components["schemas"]["Destination"] | null;
    };
    /** @description A page of holds, newest first. */
    Holds: {
      items: components["schemas"]["Hold"][];
      /** @description of the next page, for a day; null if there is none. */
      next_cursor: string | null;
    };
    /** @description RFC 9457. The balance would be out of range; There is less left of the hold; Invalid amount; Invalid request; Invalid wallet. */
    HoldsCapture400Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "balance_out_of_range" | "hold_exceeded" | "invalid_amount" | "invalid_request" | "invalid_wallet";
      currency?: components["schemas"]["CurrencyCode"];
      /** @description A sentence for a person. */
      detail: string;
      errors?: components["schemas"]["Violation"][];
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      remaining?: components["schemas"]["MoneyText"];
      /** @constant */
      status: 400;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. The hold is captured already; The hold has expired; The hold is released already; The person was erased; The wallet is frozen. */
    HoldsCapture409Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "hold_captured" | "hold_expired" | "hold_released" | "person_erased" | "wallet_frozen";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 409;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. The balance would be out of range; Insufficient credit; Insufficient funds; Invalid amount; Invalid request; Invalid wallet. */
    HoldsCreate400Problem: {
      available?: components["schemas"]["MoneyText"];
      balance?: components["schemas"]["MoneyText"];
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code:
        | "balance_out_of_range"
        | "insufficient_credit"
        | "insufficient_funds"
        | "invalid_amount"
        | "invalid_request"
        | "invalid_wallet";
      currency?: components["schemas"]["CurrencyCode"];
      /** @description A sentence for a person. */
      detail: string;
      errors?: components["schemas"]["Violation"][];
      held?: components["schemas"]["MoneyText"];
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 400;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. The person was erased; The wallet is frozen. */
    HoldsCreate409Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "person_erased" | "wallet_frozen";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 409;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. Forbidden; The customer is another agent's. */
    HoldsGet403Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "forbidden" | "not_your_customer";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 403;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. There is no such customer; There is no such hold; Not found. */
    HoldsGet404Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "customer_not_found" | "hold_not_found" | "not_found";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 404;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. Invalid request; Invalid wallet. */
    HoldsList400Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "invalid_request" | "invalid_wallet";
      /** @description A sentence for a person. */
      detail: string;
      errors: components["schemas"]["Violation"][];
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 400;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. Forbidden; The customer is another agent's. */
    HoldsList403Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "forbidden" | "not_your_customer";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 403;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. There is no such customer; Not found. */
    HoldsList404Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "customer_not_found" | "not_found";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 404;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. The hold is captured already; The hold has expired; The hold is released already. */
    HoldsRelease409Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "hold_captured" | "hold_expired" | "hold_released";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 409;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @example house:fees */
    HouseAccount: string;
    /** Format: uuid */
    Id: string;
    /** @description RFC 9457. The key was used for something else. */
    IdempotencyConflictProblem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "idempotency_conflict";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 422;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description transaction_id and meta: of the opening balance's transaction; null without one. */
    ImportedCustomer: {
      account_balance: components["schemas"]["MoneyText"];
      currency: string;
      /** Format: uuid */
      customer_id: string;
      external_reference: string | null;
      meta: {
        [key: string]: unknown;
      } | null;
      transaction_id: string | null;
      username: string;
    };
    /** @description The customers in the order of the rows. */
    ImportedCustomers: {
      customers: components["schemas"]["ImportedCustomer"][];
      imported_count: number;
    };
    /** @description A batch of which each operation ended for itself. */
    IndependentBatch: {
      results: components["schemas"]["BatchResult"][];
    };
    /** Format: date-time */
    Instant: string;
    /** @description RFC 9457. Internal error. */
    InternalErrorProblem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "internal_error";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 500;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. Invalid request. */
    InvalidRequestProblem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "invalid_request";
      /** @description A sentence for a person. */
      detail: string;
      errors: components["schemas"]["Violation"][];
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 400;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description An invoice with its payments. */
    Invoice: {
      amount: components["schemas"]["MoneyText"];
      currency: string;
      due_at: components["schemas"]["Timestamp"] | null;
      /** Format: uuid */
      invoice_id: string;
      /** @description issued and past due_at. */
      is_overdue: boolean;
      issued_at: components["schemas"]["Timestamp"] | null;
      issued_by: string | null;
      lines: components["schemas"]["InvoiceLine"][];
      /** @description of the e-mail about its issue; null for a draft. */
      mail_status: ("pending" | "sent" | "no_address" | "failed") | null;
      number: string;
      paid_at: components["schemas"]["Timestamp"] | null;
      /** @description who marked it as paid or approved its payment. */
      paid_by: string | null;
      payments: components["schemas"]["Payment"][];
      period_end: string | null;
      period_start: string | null;
      /** @enum {string} */
      purpose: "topup" | "usage" | "subscription";
      request_id: string | null;
      /** @enum {string} */
      status: "draft" | "issued" | "paid" | "void";
      tenant_id: string;
      void_reason: string | null;
      voided_at: components["schemas"]["Timestamp"] | null;
      voided_by: string | null;
    };
    /** @description A draft invoice for a period; both days are included. Its amount is the sum of the lines. */
    InvoiceCreate: {
      lines: components["schemas"]["InvoiceLineCreate"][];
      period_end: components["schemas"]["UtcDay"];
      period_start: components["schemas"]["UtcDay"];
      /** @enum {string} */
      purpose: "usage" | "subscription";
    };
    /** @description A line of an invoice. */
    InvoiceLine: {
      amount: components["schemas"]["MoneyText"];
      description: string;
    };
    /** @description A line of the invoice, in USD. */
    InvoiceLineCreate: {
      amount: components["schemas"]["UsdAmount"];
      description: components["schemas"]["Description"];
    };
    /** @description A page of a list. `total_count` and `total_pages` count everything that matches the filters. */
    InvoicePages: {
      items: components["schemas"]["Invoice"][];
      /** @description of the next page, for a day; null if there is none. */
      next_cursor: string | null;
      /** @description null of a page that begins at a cursor. */
      page_number: number | null;
      page_size: number;
      total_count: number;
      total_pages: number;
    };
    InvoicePay: {
      /** @description an object of the caller's own, stored with what is posted. Without it, the hash of the request is the one that it had before the field existed. */
      meta?: components["schemas"]["Meta"] | null;
      note?: components["schemas"]["Note"] | null;
      /** @description under which the money arrived; the same reference as that of a submitted payment approves it. note: stored with the approval. */
      reference?: components["schemas"]["PaymentReference"] | null;
    };
    /** @description RFC 9457. Invalid amount; Invalid request. */
    InvoicesCreate400Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "invalid_amount" | "invalid_request";
      /** @description A sentence for a person. */
      detail: string;
      errors: components["schemas"]["Violation"][];
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 400;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. The balance would be out of range; Invalid request. */
    InvoicesPay400Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "balance_out_of_range" | "invalid_request";
      /** @description A sentence for a person. */
      detail: string;
      errors?: components["schemas"]["Violation"][];
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 400;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. Forbidden; Somebody else has to approve it. */
    InvoicesPay403Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "forbidden" | "self_approval";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 403;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. A submitted payment of it waits for approval; The reference is used already; The state forbids it. */
    InvoicesPay409Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "payment_pending" | "reference_already_used" | "state_forbids";
      current_status?: string;
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** Format: uuid */
      payment_id?: string;
      /** @constant */
      status: 409;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description The reason for voiding. */
    InvoiceVoid: {
      reason: components["schemas"]["Reason"];
    };
    /** @description An invoice that was just issued. */
    IssuedInvoice: {
      amount: components["schemas"]["MoneyText"];
      currency: string;
      due_at: components["schemas"]["Timestamp"] | null;
      /** Format: uuid */
      invoice_id: string;
      /** @description issued and past due_at. */
      is_overdue: boolean;
      issued_at: components["schemas"]["Timestamp"] | null;
      issued_by: string | null;
      lines: components["schemas"]["InvoiceLine"][];
      /** @description of the e-mail about its issue; null for a draft. */
      mail_status: ("pending" | "sent" | "no_address" | "failed") | null;
      number: string;
      paid_at: components["schemas"]["Timestamp"] | null;
      /** @description who marked it as paid or approved its payment. */
      paid_by: string | null;
      payments: components["schemas"]["Payment"][];
      period_end: string | null;
      period_start: string | null;
      /** @enum {string} */
      purpose: "topup" | "usage" | "subscription";
      request_id: string | null;
      /** @enum {string} */
      status: "draft" | "issued" | "paid" | "void";
      tenant_id: string;
      void_reason: string | null;
      voided_at: components["schemas"]["Timestamp"] | null;
      voided_by: string | null;
      warning: components["schemas"]["PaymentWarning"] | null;
    };
    /** @description A wallet as an account of the books. */
    LedgerAccount: {
      account: string | null;
      /** @description of persons and the prepaid wallet; null for the others. */
      available: components["schemas"]["MoneyText"] | null;
      /** @description now. */
      balance: components["schemas"]["MoneyText"];
      /** @description as they were set, changed_by, changed_at: the last time; null if nobody has. */
      category: string | null;
      changed_at: components["schemas"]["Timestamp"] | null;
      changed_by: string | null;
      currency: string;
      /** @description as they were set, changed_by, changed_at: the last time; null if nobody has. */
      description: string | null;
      /** @description `0` for a house account whose balance no posting lowers below zero; null for the others. */
      floor: components["schemas"]["Floor"] | null;
      /** @description of persons and the prepaid wallet; null for the others. */
      held: components["schemas"]["MoneyText"] | null;
      /** @description `house` for house, treasury and bank, also with a name; `float` for an agent's; `tenant` for the prepaid wallet. */
      kind: components["schemas"]["AccountKind"];
      /** @description of a person; null for others, which account names. */
      owner_id: string | null;
      /** Format: uuid */
      wallet_id: string;
    };
    /** @description A page of accounts. */
    LedgerAccounts: {
      items: components["schemas"]["LedgerAccount"][];
      /** @description of the next page, for a day; null if there is none. */
      next_cursor: string | null;
    };
    /** @description A local wallet. */
    LocalWallet: {
      display_name: string;
      id: string;
      instructions: string;
      is_default: boolean;
      is_enabled: boolean;
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: "local_wallet";
      /** @description what a payer needs to know about the wallet, by names. */
      wallet_details: {
        [key: string]: string;
      };
    };
    MemberText: string;
    Meta: {
      [key: string]: unknown;
    };
    /** @enum {string} */
    Mode: "atomic" | "independent";
    /** @example 25.00 */
    MoneyText: string;
    /** @description A monitor of the balance of a person (owner_id) or an account, in one currency. */
    Monitor: {
      /** @description its bound; the other one is null. */
      above: components["schemas"]["MoneyText"] | null;
      account: string | null;
      /** @description its bound; the other one is null. */
      below: components["schemas"]["MoneyText"] | null;
      /** @description the last change. */
      changed_at: components["schemas"]["Timestamp"];
      /** @description the last change. */
      changed_by: string;
      currency: string;
      monitor_id: string;
      owner_id: string | null;
      tenant_id: string;
    };
    /** @description A page of a list. `total_count` counts every item that matches the filters. */
    MonitorListing: {
      has_more: boolean;
      items: components["schemas"]["Monitor"][];
      limit: number;
      /** @description of the next page, for a day; null if there is none. */
      next_cursor: string | null;
      /** @description null of a page that begins at a cursor. */
      offset: number | null;
      total_count: number;
    };
    /** @description RFC 9457. There is no such monitor. */
    MonitorNotFoundProblem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "monitor_not_found";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 404;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. Invalid request; Invalid wallet. */
    MonitorsDelete400Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "invalid_request" | "invalid_wallet";
      /** @description A sentence for a person. */
      detail: string;
      errors: components["schemas"]["Violation"][];
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 400;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. Invalid request; Invalid wallet. */
    MonitorsGet400Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "invalid_request" | "invalid_wallet";
      /** @description A sentence for a person. */
      detail: string;
      errors: components["schemas"]["Violation"][];
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 400;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. Invalid request; Invalid wallet. */
    MonitorsList400Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "invalid_request" | "invalid_wallet";
      /** @description A sentence for a person. */
      detail: string;
      errors: components["schemas"]["Violation"][];
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 400;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. Invalid amount; Invalid request; Invalid wallet. */
    MonitorsPut400Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "invalid_amount" | "invalid_request" | "invalid_wallet";
      /** @description A sentence for a person. */
      detail: string;
      errors: components["schemas"]["Violation"][];
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 400;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description What to monitor: the balance, in one currency, of a person (owner_id) or an account (house, treasury, bank, agent:AGENT_ID, tenant:TENANT_ID). Where nothing was posted yet it is zero. */
    MonitorUpdate: {
      /** @description the bound, of which a transaction takes the balance below or above. One of both. */
      above?: components["schemas"]["SignedAmount"] | null;
      account?: components["schemas"]["Account"] | null;
      /** @description the bound, of which a transaction takes the balance below or above. One of both. */
      below?: components["schemas"]["SignedAmount"] | null;
      currency: components["schemas"]["CurrencyCode"];
      owner_id?: components["schemas"]["OwnerId"] | null;
    };
    Note: string;
    /** @description RFC 9457. Not found. */
    NotFoundProblem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "not_found";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 404;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @example 25.00 */
    NotNegative: string;
    /** @example 1.85 */
    Odds: string;
    /** @example 1.85 */
    OddsText: string;
    OfferedPaymentMethod: components["schemas"]["BankTransfer"] | components["schemas"]["LocalWallet"];
    OperationKey: string;
    OwnerId: string;
    /** @description RFC 9457. The body is too large. */
    PayloadTooLargeProblem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "payload_too_large";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 413;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description A payment of an invoice. */
    Payment: {
      amount: components["schemas"]["MoneyText"];
      created_at: components["schemas"]["Timestamp"];
      created_by: string;
      currency: string;
      decided_at: components["schemas"]["Timestamp"] | null;
      /** @description who approved, rejected or cancelled it; a refund changes none of these. */
      decided_by: string | null;
      /** @description of the approval, or the reason for voiding its invoice. */
      decision_note: string | null;
      /** @description of the rejection. */
      failure_reason: string | null;
      /** Format: uuid */
      invoice_id: string;
      invoice_number: string;
      /** @description of the approval. */
      meta: {
        [key: string]: unknown;
      } | null;
      /** @description of the payment method; null if the payer named only its type and several have it, and for an offline payment. */
      method_id: string | null;
      notes: string | null;
      /** Format: uuid */
      payment_id: string;
      /** @enum {string} */
      payment_method: "offline" | "bank_transfer" | "local_wallet";
      /** @description when it succeeded, failed or was cancelled. */
      processed_at: components["schemas"]["Timestamp"] | null;
      /** @description of the refund. */
      refund_meta: {
        [key: string]: unknown;
      } | null;
      refund_reason: string | null;
      refunded_at: components["schemas"]["Timestamp"] | null;
      refunded_by: string | null;
      /** @enum {string} */
      status: "pending" | "processing" | "pending_approval" | "succeeded" | "failed" | "cancelled" | "refunded";
      tenant_id: string;
      transaction_reference: string | null;
      updated_at: components["schemas"]["Timestamp"];
    };
    PaymentApprove: {
      /** @description an object of the caller's own, stored with what is posted. Without it, the hash of the request is the one that it had before the field existed. */
      meta?: components["schemas"]["Meta"] | null;
      /** @description stored with the approval. */
      note?: components["schemas"]["Note"] | null;
    };
    PaymentDetailName: string;
    PaymentDetails: {
      [key: string]: string;
    };
    PaymentMethodId: string;
    /** @description The configuration of a payment method. */
    PaymentMethodUpdate: {
      /** @description what a payer needs to know about the account, for a bank transfer only. */
      bank_details?: components["schemas"]["PaymentDetails"] | null;
      /** @description absent for all countries. */
      country?: components["schemas"]["CountryCode"] | null;
      display_name: string;
      instructions: string;
      /** @description replaces the previous default. */
      is_default: boolean;
      is_enabled: boolean;
      /** @enum {string} */
      type: "bank_transfer" | "local_wallet";
      /** @description the same about the wallet, for a local wallet only. */
      wallet_details?: components["schemas"]["PaymentDetails"] | null;
    };
    /** @description A page of a list. `total_count` and `total_pages` count everything that matches the filters. */
    PaymentPages: {
      items: components["schemas"]["Payment"][];
      /** @description of the next page, for a day; null if there is none. */
      next_cursor: string | null;
      /** @description null of a page that begins at a cursor. */
      page_number: number | null;
      page_size: number;
      total_count: number;
      total_pages: number;
    };
    PaymentReference: components["schemas"]["Reference"];
    /** @description The reason for the refund. */
    PaymentRefund: {
      /** @description an object of the caller's own, stored with what is posted. Without it, the hash of the request is the one that it had before the field existed. */
      meta?: components["schemas"]["Meta"] | null;
      reason: components["schemas"]["Reason"];
    };
    /** @description The reason for the rejection. */
    PaymentReject: {
      reason: components["schemas"]["Reason"];
    };
    /** @description RFC 9457. The balance would be out of range; Invalid request. */
    PaymentsApprove400Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "balance_out_of_range" | "invalid_request";
      /** @description A sentence for a person. */
      detail: string;
      errors?: components["schemas"]["Violation"][];
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 400;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. Forbidden; Somebody else has to approve it. */
    PaymentsApprove403Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "forbidden" | "self_approval";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 403;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. The answer would be too large; Invalid request. */
    PaymentsList400Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "answer_too_large" | "invalid_request";
      /** @description A sentence for a person. */
      detail: string;
      errors?: components["schemas"]["Violation"][];
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 400;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. Insufficient funds; Invalid request. */
    PaymentsRefund400Problem: {
      available?: components["schemas"]["MoneyText"];
      balance?: components["schemas"]["MoneyText"];
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "insufficient_funds" | "invalid_request";
      currency?: components["schemas"]["CurrencyCode"];
      /** @description A sentence for a person. */
      detail: string;
      errors?: components["schemas"]["Violation"][];
      held?: components["schemas"]["MoneyText"];
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 400;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. The state forbids it; The wallet is frozen. */
    PaymentsRefund409Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "state_forbids" | "wallet_frozen";
      current_status?: string;
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 409;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. Invalid request; The invoice is paid already; The payment method is not available. */
    PaymentsSubmit400Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "invalid_request" | "invoice_already_paid" | "payment_method_not_available";
      /** @description A sentence for a person. */
      detail: string;
      errors?: components["schemas"]["Violation"][];
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 400;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. A payment of it waits for approval; The reference is used already; The state forbids it. */
    PaymentsSubmit409Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "payment_already_pending" | "reference_already_used" | "state_forbids";
      current_status?: string;
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 409;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description A payment that was made. */
    PaymentSubmit: {
      invoice_id: components["schemas"]["Id"];
      /** @description of the payment method. */
      method_id?: components["schemas"]["PaymentMethodId"] | null;
      notes?: components["schemas"]["Note"] | null;
      /** @description its type, which follows from method_id; it is enough if method_id is absent. */
      payment_method?: ("bank_transfer" | "local_wallet") | null;
      /** @description the reference of the bank or wallet; `reference` is accepted, too. It is answered as it was sent, and is the same as another with the same letters and digits, whatever their case and width and the signs between them. Amount and currency are the invoice's. */
      transaction_reference: components["schemas"]["PaymentReference"];
    };
    /** @constant */
    PaymentWarning: "no_payment_method";
    /** @description The operation changed nothing: it waits for a second person. */
    PendingApproval: {
      /** @description the value that it moves; null if it moves none. */
      amount: components["schemas"]["MoneyText"] | null;
      /** Format: uuid */
      approval_id: string;
      currency: string | null;
      /** @description seven days after the request. */
      expires_at: components["schemas"]["Timestamp"];
      /** @enum {string} */
      kind:
        | "adjustment"
        | "agent_credit"
        | "coin_policy"
        | "invoice_payment"
        | "overdraft"
        | "payment_method"
        | "refund"
        | "reversal"
        | "approval_policy"
        | "contact"
        | "erasure";
      requested_at: components["schemas"]["Timestamp"];
      requested_by: string;
      /** @constant */
      status: "pending";
      /** @description the id or the name of what it changes. */
      subject: string;
    };
    /** @description RFC 9457. Invalid request; Invalid wallet. */
    PeopleErasure400Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "invalid_request" | "invalid_wallet";
      /** @description A sentence for a person. */
      detail: string;
      errors: components["schemas"]["Violation"][];
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 400;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. The account is not closed; The person was erased. */
    PeopleErasure409Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "account_not_closed" | "person_erased";
      /** @description A sentence for a person. */
      detail: string;
      held_amounts?: components["schemas"]["HeldAmount"][];
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @enum {string} */
      reason?: "balance" | "bets" | "holds";
      /** @constant */
      status: 409;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. Invalid request; Invalid wallet. */
    PeopleLookup400Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "invalid_request" | "invalid_wallet";
      /** @description A sentence for a person. */
      detail: string;
      errors: components["schemas"]["Violation"][];
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 400;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. Too many lookups; Too many requests. */
    PeopleLookup429Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "too_many_lookups" | "too_many_requests";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 429;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. The period has its invoice already. */
    PeriodAlreadyInvoicedProblem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "period_already_invoiced";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 409;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. The person was erased. */
    PersonErasedProblem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "person_erased";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 409;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. There is no such person. */
    PersonNotFoundProblem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "person_not_found";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 404;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description A hold after its creation or release. */
    PlacedHold: {
      amount: components["schemas"]["MoneyText"];
      /** @description what the wallet has available then. */
      available_after: components["schemas"]["MoneyText"];
      /** @description what was captured of it. */
      captured: components["schemas"]["MoneyText"];
      created_at: components["schemas"]["Timestamp"];
      created_by: string;
      currency: string;
      /** @description when it was captured at last, released, or expired. */
      ended_at: components["schemas"]["Timestamp"] | null;
      expires_at: components["schemas"]["Timestamp"];
      external_reference: string | null;
      /** Format: uuid */
      hold_id: string;
      idempotency_key: string | null;
      meta: {
        [key: string]: unknown;
      } | null;
      owner_id: string;
      reason: string;
      /** @description what can still be captured; zero after the end. */
      remaining: components["schemas"]["MoneyText"];
      /** @enum {string} */
      status: "pending" | "captured" | "released" | "expired";
      /** @description who gets it; null if each capture says it. */
      to: components["schemas"]["HoldDestination"] | null;
      /** Format: uuid */
      wallet_id: string;
    };
    /** @description An adjustment. */
    PrepaidAdjust: {
      /** @description signed; a negative one lowers the balance. */
      amount: components["schemas"]["SignedAmount"];
      /** @description an object of the caller's own, stored with what is posted. Without it, the hash of the request is the one that it had before the field existed. */
      meta?: components["schemas"]["Meta"] | null;
      reason: components["schemas"]["Reason"];
    };
    /** @description RFC 9457. The balance would be out of range; Insufficient funds; Invalid amount; Invalid request. */
    PrepaidAdjust400Problem: {
      available?: components["schemas"]["MoneyText"];
      balance?: components["schemas"]["MoneyText"];
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "balance_out_of_range" | "insufficient_funds" | "invalid_amount" | "invalid_request";
      currency?: components["schemas"]["CurrencyCode"];
      /** @description A sentence for a person. */
      detail: string;
      errors?: components["schemas"]["Violation"][];
      held?: components["schemas"]["MoneyText"];
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 400;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description A charge or debit by a trusted system. */
    PrepaidCharge: {
      amount: components["schemas"]["UsdAmount"];
      description?: components["schemas"]["Description"] | null;
      /** @description an object of the caller's own, stored with what is posted. Without it, the hash of the request is the one that it had before the field existed. */
      meta?: components["schemas"]["Meta"] | null;
      /** @description the system's own id for it; it is charged once. */
      reference: components["schemas"]["Reference"];
    };
    /** @description RFC 9457. Insufficient funds; Invalid amount; Invalid request. */
    PrepaidCharge400Problem: {
      available?: components["schemas"]["MoneyText"];
      balance?: components["schemas"]["MoneyText"];
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "insufficient_funds" | "invalid_amount" | "invalid_request";
      currency?: components["schemas"]["CurrencyCode"];
      /** @description A sentence for a person. */
      detail: string;
      errors?: components["schemas"]["Violation"][];
      held?: components["schemas"]["MoneyText"];
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 400;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. The reference is used already; The wallet is frozen. */
    PrepaidCharge409Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "reference_already_used" | "wallet_frozen";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 409;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. Insufficient funds; Invalid amount; Invalid request. */
    PrepaidDebit400Problem: {
      available?: components["schemas"]["MoneyText"];
      balance?: components["schemas"]["MoneyText"];
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "insufficient_funds" | "invalid_amount" | "invalid_request";
      currency?: components["schemas"]["CurrencyCode"];
      /** @description A sentence for a person. */
      detail: string;
      errors?: components["schemas"]["Violation"][];
      held?: components["schemas"]["MoneyText"];
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 400;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. The reference is used already; The wallet is frozen. */
    PrepaidDebit409Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "reference_already_used" | "wallet_frozen";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 409;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description A transaction that was posted just now. */
    PrepaidReceipt: {
      /** @description signed. */
      amount: components["schemas"]["MoneyText"];
      /** @description what can still be charged. */
      available: components["schemas"]["MoneyText"];
      /** @description of the wallet, now. */
      balance: components["schemas"]["MoneyText"];
      balance_after: components["schemas"]["MoneyText"];
      created_at: components["schemas"]["Timestamp"];
      description: string | null;
      /** @description zero, since holds are of persons' wallets. */
      held: components["schemas"]["MoneyText"];
      /** Format: uuid */
      id: string;
      /** @enum {string} */
      kind: "topup" | "message_charge" | "debit" | "adjustment" | "refund";
      meta: {
        [key: string]: unknown;
      } | null;
      /** @description the request of a top-up, the payment of a refund, the caller's reference of a charge or debit. */
      reference_id: string | null;
      /** Format: uuid */
      transaction_id: string;
    };
    /** @description A row of the wallet's history. */
    PrepaidTransaction: {
      /** @description signed. */
      amount: components["schemas"]["MoneyText"];
      balance_after: components["schemas"]["MoneyText"];
      created_at: components["schemas"]["Timestamp"];
      description: string | null;
      /** Format: uuid */
      id: string;
      /** @enum {string} */
      kind: "topup" | "message_charge" | "debit" | "adjustment" | "refund";
      meta: {
        [key: string]: unknown;
      } | null;
      /** @description the request of a top-up, the payment of a refund, the caller's reference of a charge or debit. */
      reference_id: string | null;
      /** Format: uuid */
      transaction_id: string;
    };
    /** @description A page of a list. `total_count` counts every item that matches the filters. */
    PrepaidTransactionListing: {
      has_more: boolean;
      items: components["schemas"]["PrepaidTransaction"][];
      limit: number;
      /** @description of the next page, for a day; null if there is none. */
      next_cursor: string | null;
      /** @description null of a page that begins at a cursor. */
      offset: number | null;
      total_count: number;
    };
    /** @description A tenant's prepaid wallet. */
    PrepaidWallet: {
      /** @description what can still be charged. */
      available: components["schemas"]["MoneyText"];
      balance: components["schemas"]["MoneyText"];
      currency: string;
      /** @description zero, since holds are of persons' wallets. */
      held: components["schemas"]["MoneyText"];
      /** @description the balance is 10.00 or less. */
      low_balance: boolean;
      /** @description the 10 newest. */
      recent_transactions: components["schemas"]["PrepaidTransaction"][];
      /** @enum {string} */
      status: "active" | "frozen";
      tenant_id: string;
      /** Format: uuid */
      wallet_id: string;
    };
    /** @description The new status. A frozen wallet refuses whatever would lower it. */
    PrepaidWalletUpdate: {
      /** @enum {string} */
      status: "active" | "frozen";
    };
    /** @description An entry of a dry run. */
    PreviewEntry: {
      /** @description whose wallet it is; the other one is null. */
      account: string | null;
      amount: components["schemas"]["MoneyText"];
      /** @description of a person's wallet; null for an account. */
      available: components["schemas"]["MoneyText"] | null;
      /** @description of a person's wallet; null for an account. */
      balance_after: components["schemas"]["MoneyText"] | null;
      /** @description of a person's wallet; null for an account. */
      balance_before: components["schemas"]["MoneyText"] | null;
      currency: string;
      /** @description of a person's wallet; null for an account. */
      held: components["schemas"]["MoneyText"] | null;
      /** @description whose wallet it is; the other one is null. */
      owner_id: string | null;
    };
    Reason: string;
    /**
     * @example participation
     * @example top4
     * @example runner_up
     * @example winner
     * @example entry_fee_debit
     * @example refund
     * @example manual_adjust
     * @example correction
     * @example p2p_transfer
     */
    ReasonWord: string;
    /** @description A posted entry. */
    ReceiptEntry: {
      /** @description whose wallet it is; the other one is null. */
      account: string | null;
      amount: components["schemas"]["MoneyText"];
      /** @description of a person's wallet; null for an account. */
      available: components["schemas"]["MoneyText"] | null;
      /** @description of a person's wallet; null for an account. */
      balance_after: components["schemas"]["MoneyText"] | null;
      /** @description of a person's wallet; null for an account. */
      balance_before: components["schemas"]["MoneyText"] | null;
      currency: string;
      /** Format: uuid */
      entry_id: string;
      /** @description of a person's wallet; null for an account. */
      held: components["schemas"]["MoneyText"] | null;
      /** @description whose wallet it is; the other one is null. */
      owner_id: string | null;
      /** Format: uuid */
      wallet_id: string;
    };
    /** @description A person to whom an amount can be transferred. */
    Recipient: {
      /** @description the masked username, or owner id of a person without one. */
      display: string;
      owner_id: string;
    };
    /** @description RFC 9457. There is no such recipient. */
    RecipientNotFoundProblem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "recipient_not_found";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 404;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description A run and the first of its findings. */
    ReconciliationRun: {
      /** @description how many of these were corrected. */
      corrected: number;
      /** @description number of wallets whose cached balance was not the sum of their entries. */
      drifted: number;
      dry_run: boolean;
      findings: components["schemas"]["Finding"][];
      finished_at: components["schemas"]["Timestamp"] | null;
      full: boolean;
      /** @description number of other findings that nobody has acknowledged. */
      open_findings: number;
      /** Format: uuid */
      run_id: string;
      started_at: components["schemas"]["Timestamp"];
      /** @enum {string} */
      status: "running" | "clean" | "drift" | "error";
      transactions_checked: number;
      wallets_checked: number;
    };
    /** @description A reconciliation of every tenant. */
    ReconciliationRunCreate: {
      /** @description correct nothing. Default: `false`. */
      dry_run?: boolean;
      /** @description check everything, not only what changed. Default: `false`. */
      full?: boolean;
    };
    /** @description A page of a list. `total_count` counts every item that matches the filters. */
    ReconciliationRunListing: {
      has_more: boolean;
      items: components["schemas"]["ReconciliationRun"][];
      limit: number;
      /** @description of the next page, for a day; null if there is none. */
      next_cursor: string | null;
      /** @description null of a page that begins at a cursor. */
      offset: number | null;
      total_count: number;
    };
    Reference: string;
    /** @description A release, as POST /api/v1/holds/{hold_id}/release. */
    ReleaseOperation: {
      hold_id: components["schemas"]["Id"];
      /** @description the Idempotency-Key. Each has `run`, which executes it as its route does, and returns the answer or raises the refusals. */
      key: components["schemas"]["OperationKey"];
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      op: "release";
    };
    /** @description The transaction that an earlier call with the same reference posted. This call posted nothing. */
    RepeatedPrepaidReceipt: {
      /** @description signed. */
      amount: components["schemas"]["MoneyText"];
      /** @description what can still be charged. */
      available: components["schemas"]["MoneyText"];
      /** @description of the wallet, now. */
      balance: components["schemas"]["MoneyText"];
      balance_after: components["schemas"]["MoneyText"];
      created_at: components["schemas"]["Timestamp"];
      description: string | null;
      /** @description zero, since holds are of persons' wallets. */
      held: components["schemas"]["MoneyText"];
      /** Format: uuid */
      id: string;
      /** @enum {string} */
      kind: "topup" | "message_charge" | "debit" | "adjustment" | "refund";
      meta: {
        [key: string]: unknown;
      } | null;
      /** @description the request of a top-up, the payment of a refund, the caller's reference of a charge or debit. */
      reference_id: string | null;
      /** Format: uuid */
      transaction_id: string;
    };
    /** @description RFC 9457. There is no such run. */
    RunNotFoundProblem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "run_not_found";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 404;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    SearchedMeta: {
      [key: string]: components["schemas"]["MemberText"];
    };
    SearchedReason: string;
    /** @description A transfer as its sender sees it. */
    SentTransfer: {
      /**
       * Format: uuid
       * @description the id of the receiver's entry.
       */
      credit_transaction_id: string;
      /**
       * Format: uuid
       * @description the id of the sender's entry.
       */
      debit_transaction_id: string;
      /** @description what can still be debited. */
      from_available: components["schemas"]["MoneyText"];
      from_balance_after: components["schemas"]["MoneyText"];
      /** @description how much of it is reserved by holds afterwards. */
      from_held: components["schemas"]["MoneyText"];
      /** Format: uuid */
      from_wallet_id: string;
      idempotency_key: string | null;
      meta: {
        [key: string]: unknown;
      } | null;
      /** Format: uuid */
      transaction_id: string;
    };
    SequenceNumber: number;
    /** @description A closed settlement with its recorded figures. */
    Settlement: {
      balance_after: components["schemas"]["MoneyText"];
      cash_outs: components["schemas"]["SettlementCashOuts"];
      cashier_credits: components["schemas"]["MoneyText"];
      cashier_debits: components["schemas"]["MoneyText"];
      closing_balance: components["schemas"]["MoneyText"];
      currency: string;
      /** Format: uuid */
      customer_id: string;
      /** @description how much of it is reserved by holds. */
      held: components["schemas"]["MoneyText"];
      meta: {
        [key: string]: unknown;
      } | null;
      /** @enum {string} */
      method: "zero" | "carry";
      note: string | null;
      opening_balance: components["schemas"]["MoneyText"];
      other: components["schemas"]["MoneyText"];
      payouts: components["schemas"]["MoneyText"];
      /** Format: uuid */
      settlement_id: string;
      since: components["schemas"]["Timestamp"] | null;
      stakes: components["schemas"]["MoneyText"];
      stakes_returned: components["schemas"]["MoneyText"];
      /** @description of the transaction that set the balance to zero; null without one. */
      transaction_id: string | null;
      transfers_in: components["schemas"]["MoneyText"];
      transfers_out: components["schemas"]["MoneyText"];
      until: components["schemas"]["Timestamp"];
      username: string;
    };
    SettlementCashOuts: {
      auto_count: number;
      count: number;
      /** @description total_amount minus the stakes of the bets that were cashed out. */
      net_from_stake: components["schemas"]["MoneyText"];
      total_amount: components["schemas"]["MoneyText"];
    };
    SettlementCreate: {
      customer_id: components["schemas"]["Id"];
      /** @description the balance that the agent saw; the settlement is refused if it has changed. */
      expected_balance?: components["schemas"]["SignedAmount"] | null;
      /** @description an object of the caller's own, stored with what is posted. Without it, the hash of the request is the one that it had before the field existed. */
      meta?: components["schemas"]["Meta"] | null;
      /**
       * @description `zero` sets the balance to zero against the agent's float, `carry` keeps it.
       * @enum {string}
       */
      method: "zero" | "carry";
      note?: components["schemas"]["Note"] | null;
    };
    /** @description closing = opening - stakes + payouts + stakes_returned + cash_outs.total_amount + cashier_credits - cashier_debits + transfers_in - transfers_out + other, exactly. closing is the balance in the ledger. */
    SettlementFigures: {
      cash_outs: components["schemas"]["SettlementCashOuts"];
      cashier_credits: components["schemas"]["MoneyText"];
      cashier_debits: components["schemas"]["MoneyText"];
      closing_balance: components["schemas"]["MoneyText"];
      currency: string;
      /** Format: uuid */
      customer_id: string;
      /** @description how much of it is reserved by holds. */
      held: components["schemas"]["MoneyText"];
      opening_balance: components["schemas"]["MoneyText"];
      other: components["schemas"]["MoneyText"];
      payouts: components["schemas"]["MoneyText"];
      stakes: components["schemas"]["MoneyText"];
      stakes_returned: components["schemas"]["MoneyText"];
      transfers_in: components["schemas"]["MoneyText"];
      transfers_out: components["schemas"]["MoneyText"];
      username: string;
    };
    /** @description A page of a list. `total_count` counts every item that matches the filters. */
    SettlementListing: {
      has_more: boolean;
      items: components["schemas"]["Settlement"][];
      limit: number;
      /** @description of the next page, for a day; null if there is none. */
      next_cursor: string | null;
      /** @description null of a page that begins at a cursor. */
      offset: number | null;
      total_count: number;
    };
    SettlementPreview: {
      currency: string | null;
      /** @description a page of them, by username. */
      customers: components["schemas"]["SettlementFigures"][];
      customers_owed: number;
      customers_owing: number;
      has_more: boolean;
      limit: number;
      net_position: components["schemas"]["MoneyText"] | null;
      /** @description as in other lists. */
      next_cursor: string | null;
      /** @description as in other lists. */
      offset: number | null;
      /** @description as in the request; null: each customer's last settlement. Over all customers: total_count; customers_owing: the number of customers with a balance below zero; customers_owed: the number with a balance above zero; net_position: the sum of the closing balances, as the customers see it: if it is positive, the agent owes. currency and net_position are null if there are several currencies. */
      since: components["schemas"]["Timestamp"] | null;
      total_count: number;
      until: components["schemas"]["Timestamp"];
    };
    /** @description RFC 9457. Forbidden; The customer is another agent's. */
    SettlementPreview403Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "forbidden" | "not_your_customer";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 403;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. The agent's limit is exceeded; Insufficient credit; Insufficient funds; Invalid amount; Invalid request. */
    SettlementsCreate400Problem: {
      available?: components["schemas"]["MoneyText"];
      balance?: components["schemas"]["MoneyText"];
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code:
        | "agent_limit_exceeded"
        | "insufficient_credit"
        | "insufficient_funds"
        | "invalid_amount"
        | "invalid_request";
      currency?: components["schemas"]["CurrencyCode"];
      /** @description A sentence for a person. */
      detail: string;
      errors?: components["schemas"]["Violation"][];
      held?: components["schemas"]["MoneyText"];
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @enum {string} */
      limit?: "daily" | "total";
      remaining?: components["schemas"]["MoneyText"];
      /** @constant */
      status: 400;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. Forbidden; The customer is another agent's. */
    SettlementsCreate403Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "forbidden" | "not_your_customer";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 403;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. The balance has changed; The wallet is frozen. */
    SettlementsCreate409Problem: {
      balance?: components["schemas"]["MoneyText"];
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "balance_changed" | "wallet_frozen";
      currency?: components["schemas"]["CurrencyCode"];
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 409;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. Forbidden; The customer is another agent's. */
    SettlementsList403Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "forbidden" | "not_your_customer";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 403;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @example 25.00 */
    SignedAmount: string;
    /** @description RFC 9457. The state forbids it. */
    StateForbidsProblem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "state_forbids";
      current_status: string;
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 409;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    SubjectFilter: string;
    /** @description A tenant. */
    Tenant: {
      /** @description when anything of it was stored first. */
      created_at: components["schemas"]["Timestamp"];
      tenant_id: string;
    };
    TenantId: string;
    /** @description A page of a list. `total_count` counts every item that matches the filters. */
    TenantListing: {
      has_more: boolean;
      items: components["schemas"]["Tenant"][];
      limit: number;
      /** @description of the next page, for a day; null if there is none. */
      next_cursor: string | null;
      /** @description null of a page that begins at a cursor. */
      offset: number | null;
      total_count: number;
    };
    /** @description A change of terms. */
    TermChange: {
      /** @description null if it was deleted. A contact's address and name are masked. */
      after: {
        [key: string]: unknown;
      } | null;
      /** @description who approved it, the same person if an owner did both; null if nobody had to, and if it is the platform's and the caller is not of the platform. */
      approved_by: string | null;
      at: components["schemas"]["Timestamp"];
      /** @description null if nothing was set, so that the default held. */
      before: {
        [key: string]: unknown;
      } | null;
      /** @description the `sub` of who requested it. */
      by: string;
      /** @enum {string} */
      kind:
        | "customer"
        | "overdraft"
        | "agent_limits"
        | "coin_policy"
        | "event_settings"
        | "monitor"
        | "webhook"
        | "account"
        | "prepaid_wallet"
        | "payment_method"
        | "contact"
        | "approval_policy";
      request_id: string;
      /** @description by kind, the id of the customer (`customer`), the wallet's owner (`overdraft`), the agent (`agent_limits`; the tenant for its default), the tournament (`coin_policy`), the payment method (`payment_method`), the monitor (`monitor`), the webhook (`webhook`), the account (`account`), or the tenant. */
      subject: string;
      /** @description null for the platform's payment methods. */
      tenant_id: string | null;
    };
    /** @description A page of a list. `total_count` counts every item that matches the filters. */
    TermChangeListing: {
      has_more: boolean;
      items: components["schemas"]["TermChange"][];
      limit: number;
      /** @description of the next page, for a day; null if there is none. */
      next_cursor: string | null;
      /** @description null of a page that begins at a cursor. */
      offset: number | null;
      total_count: number;
    };
    /** @example 0 */
    ThresholdAmount: string;
    /** Format: date-time */
    Timestamp: string;
    TimeText: string;
    /** @description RFC 9457. There are too many monitors. */
    TooManyMonitorsProblem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "too_many_monitors";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 409;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. There are too many payment methods. */
    TooManyPaymentMethodsProblem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "too_many_payment_methods";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 409;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. Too many requests. */
    TooManyRequestsProblem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "too_many_requests";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 429;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. There are too many webhooks. */
    TooManyWebhooksProblem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "too_many_webhooks";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 409;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description A decision on a top-up request. */
    TopupDecision: {
      at: components["schemas"]["Timestamp"];
      by: string;
      /**
       * @description `voided` means that its invoice was voided, which cancels the request.
       * @enum {string}
       */
      decision: "approved" | "rejected" | "cancelled" | "voided";
      /** @description the note or the reason that came with it. */
      note: string | null;
    };
    /** @description The invoice of a top-up request. */
    TopupInvoice: {
      due_at: components["schemas"]["Timestamp"];
      /** Format: uuid */
      invoice_id: string;
      number: string;
      /** @enum {string} */
      status: "draft" | "issued" | "paid" | "void";
    };
    /** @description A tenant's request to top up its prepaid wallet. */
    TopupRequest: {
      amount: components["schemas"]["MoneyText"];
      completed_at: components["schemas"]["Timestamp"] | null;
      currency: string;
      decided_at: components["schemas"]["Timestamp"] | null;
      /** @description who approved, rejected or cancelled it. decisions: this decision and, if its invoice was voided, that one; oldest first. */
      decided_by: string | null;
      decision_note: string | null;
      decisions: components["schemas"]["TopupDecision"][];
      invoice: components["schemas"]["TopupInvoice"] | null;
      note: string | null;
      /** Format: uuid */
      request_id: string;
      requested_at: components["schemas"]["Timestamp"];
      requested_by: string;
      /** @enum {string} */
      status: "pending" | "invoiced" | "completed" | "rejected" | "cancelled";
      tenant_id: string;
      /** Format: uuid */
      wallet_id: string;
    };
    TopupRequestApprove: {
      /** @description stored with the approval. */
      note?: components["schemas"]["Note"] | null;
    };
    /** @description The number of requests with each status, whatever the filter. */
    TopupRequestCounts: {
      cancelled: number;
      completed: number;
      invoiced: number;
      pending: number;
      rejected: number;
    };
    /** @description A request for a top-up, in USD. */
    TopupRequestCreate: {
      amount: components["schemas"]["UsdAmount"];
      note?: components["schemas"]["Note"] | null;
    };
    /** @description A page of a list. `total_count` and `total_pages` count everything that matches the filters. */
    TopupRequestPages: {
      items: components["schemas"]["TopupRequest"][];
      /** @description of the next page, for a day; null if there is none. */
      next_cursor: string | null;
      /** @description null of a page that begins at a cursor. */
      page_number: number | null;
      page_size: number;
      total_count: number;
      total_pages: number;
    };
    TopupRequestReject: {
      /** @description for the person who requested the top-up. */
      reason?: components["schemas"]["Reason"] | null;
    };
    TopupRequests: {
      counts: components["schemas"]["TopupRequestCounts"];
      items: components["schemas"]["TopupRequest"][];
      /** @description of the next page, for a day; null if there is none. */
      next_cursor: string | null;
      /** @description null of a page that begins at a cursor. */
      page_number: number | null;
      page_size: number;
      /** @description the sum of all pending requests. */
      pending_amount: components["schemas"]["MoneyText"];
      total_count: number;
      total_pages: number;
    };
    /** @description RFC 9457. Forbidden; Somebody else has to approve it. */
    TopupsApprove403Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "forbidden" | "self_approval";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 403;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. Invalid amount; Invalid request. */
    TopupsCreate400Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "invalid_amount" | "invalid_request";
      /** @description A sentence for a person. */
      detail: string;
      errors: components["schemas"]["Violation"][];
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 400;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description A tournament's awards, in coins. */
    TournamentCoinPolicy: {
      participation: number;
      runner_up: number;
      top4: number;
      tournament_id: string;
      winner: number;
    };
    /** @description A tournament's awards, in coins. */
    TournamentCoinPolicyUpdate: {
      /** @description Default: `5`. */
      participation?: components["schemas"]["Coins"];
      /** @description Default: `50`. */
      runner_up?: components["schemas"]["Coins"];
      /** @description Default: `25`. */
      top4?: components["schemas"]["Coins"];
      /** @description may be left out; otherwise the same as in the path. */
      tournament_id?: components["schemas"]["ExternalId"] | null;
      /** @description Default: `100`. */
      winner?: components["schemas"]["Coins"];
    };
    /** @description A transaction of 2 to 20 entries, which sum to zero in each currency. A person's wallet has one entry at most. */
    TransactionCreate: {
      description?: components["schemas"]["Description"] | null;
      /** @description answer what would happen, and store nothing; the Idempotency-Key is not used. Default: `false`. */
      dry_run?: boolean;
      /** @description when it happened, now or before; absent: now. A time up to a minute ahead is now by another clock. */
      effective_at?: components["schemas"]["Instant"] | null;
      entries: components["schemas"]["TransactionEntry"][];
      external_reference?: components["schemas"]["Reference"] | null;
      meta?: components["schemas"]["Meta"] | null;
      reason: components["schemas"]["ReasonWord"];
    };
    /** @description An amount for one wallet, in its currency: positive for a credit, negative for a debit. */
    TransactionEntry: {
      account?: components["schemas"]["Account"] | null;
      amount: components["schemas"]["SignedAmount"];
      /** @description absent: that of the person's only wallet; an account needs one. */
      currency?: components["schemas"]["CurrencyCode"] | null;
      owner_id?: components["schemas"]["OwnerId"] | null;
    };
    /** @description RFC 9457. There is no such transaction. */
    TransactionNotFoundProblem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "transaction_not_found";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 404;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description A transaction of 2 to 20 entries, as POST /api/v1/transactions. */
    TransactionOperation: {
      description?: components["schemas"]["Description"] | null;
      /**
       * @description false, or left out.
       * @constant
       */
      dry_run?: false;
      /** @description when it happened, now or before; absent: now. A time up to a minute ahead is now by another clock. */
      effective_at?: components["schemas"]["Instant"] | null;
      entries: components["schemas"]["TransactionEntry"][];
      external_reference?: components["schemas"]["Reference"] | null;
      /** @description the Idempotency-Key. Each has `run`, which executes it as its route does, and returns the answer or raises the refusals. */
      key: components["schemas"]["OperationKey"];
      meta?: components["schemas"]["Meta"] | null;
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      op: "transaction";
      reason: components["schemas"]["ReasonWord"];
    };
    /** @description What a transaction would do if it was not a dry run. Nothing of it is stored. */
    TransactionPreview: {
      description: string | null;
      dry_run: boolean;
      entries: components["schemas"]["PreviewEntry"][];
      external_reference: string | null;
      /** @enum {string} */
      kind:
        | "debit"
        | "withdrawal"
        | "debit_adjustment"
        | "credit"
        | "deposit"
        | "credit_adjustment"
        | "opening_balance"
        | "settlement"
        | "bet_stake"
        | "bet_payout"
        | "bet_void"
        | "bet_cash_out"
        | "participation"
        | "top4"
        | "runner_up"
        | "winner"
        | "entry_fee_debit"
        | "refund"
        | "manual_adjust"
        | "correction"
        | "p2p_transfer"
        | "custom"
        | "hold_capture"
        | "topup"
        | "topup_refund"
        | "message_charge"
        | "prepaid_debit"
        | "prepaid_adjustment"
        | "reversal";
      meta: {
        [key: string]: unknown;
      } | null;
      reason: string;
    };
    /** @description A posted transaction, with its entries in the order of the request. */
    TransactionReceipt: {
      created_at: components["schemas"]["Timestamp"];
      description: string | null;
      /** @description when it happened; created_at: when it was posted. */
      effective_at: components["schemas"]["Timestamp"];
      entries: components["schemas"]["ReceiptEntry"][];
      external_reference: string | null;
      idempotency_key: string | null;
      /** @enum {string} */
      kind:
        | "debit"
        | "withdrawal"
        | "debit_adjustment"
        | "credit"
        | "deposit"
        | "credit_adjustment"
        | "opening_balance"
        | "settlement"
        | "bet_stake"
        | "bet_payout"
        | "bet_void"
        | "bet_cash_out"
        | "participation"
        | "top4"
        | "runner_up"
        | "winner"
        | "entry_fee_debit"
        | "refund"
        | "manual_adjust"
        | "correction"
        | "p2p_transfer"
        | "custom"
        | "hold_capture"
        | "topup"
        | "topup_refund"
        | "message_charge"
        | "prepaid_debit"
        | "prepaid_adjustment"
        | "reversal";
      meta: {
        [key: string]: unknown;
      } | null;
      reason: string;
      /** Format: uuid */
      transaction_id: string;
    };
    /** @description The reason for the reversal. */
    TransactionReverse: {
      /** @description an object of the caller's own, stored with what is posted. Without it, the hash of the request is the one that it had before the field existed. */
      meta?: components["schemas"]["Meta"] | null;
      reason: components["schemas"]["Description"];
    };
    /** @description A page of transactions, newest first: by the time of posting or by id, which is made within 10 s of it. */
    Transactions: {
      items: components["schemas"]["AuditedTransaction"][];
      /** @description of the next page, for a day; null if there is none. */
      next_cursor: string | null;
      /** @description null, unless the page ended early, since a page looks at 1,000 transactions at most; then the time of the last one, from which the next page goes on. */
      searched_until: components["schemas"]["Timestamp"] | null;
    };
    /** @description RFC 9457. The balance would be out of range; A currency is required; Insufficient credit; Insufficient funds; Invalid amount; Invalid request; Invalid wallet; The entries do not sum to zero. */
    TransactionsCreate400Problem: {
      available?: components["schemas"]["MoneyText"];
      balance?: components["schemas"]["MoneyText"];
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code:
        | "balance_out_of_range"
        | "currency_required"
        | "insufficient_credit"
        | "insufficient_funds"
        | "invalid_amount"
        | "invalid_request"
        | "invalid_wallet"
        | "unbalanced";
      currency?: components["schemas"]["CurrencyCode"];
      /** @description A sentence for a person. */
      detail: string;
      difference?: components["schemas"]["MoneyText"];
      errors?: components["schemas"]["Violation"][];
      held?: components["schemas"]["MoneyText"];
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 400;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. The person was erased; The wallet is frozen. */
    TransactionsCreate409Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "person_erased" | "wallet_frozen";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 409;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. Forbidden; The customer is another agent's. */
    TransactionsGet403Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "forbidden" | "not_your_customer";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 403;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. Invalid request; Invalid wallet. */
    TransactionsList400Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "invalid_request" | "invalid_wallet";
      /** @description A sentence for a person. */
      detail: string;
      errors: components["schemas"]["Violation"][];
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 400;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. Forbidden; The customer is another agent's. */
    TransactionsList403Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "forbidden" | "not_your_customer";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 403;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. The balance would be out of range; Insufficient credit; Insufficient funds; Invalid request. */
    TransactionsReverse400Problem: {
      available?: components["schemas"]["MoneyText"];
      balance?: components["schemas"]["MoneyText"];
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "balance_out_of_range" | "insufficient_credit" | "insufficient_funds" | "invalid_request";
      currency?: components["schemas"]["CurrencyCode"];
      /** @description A sentence for a person. */
      detail: string;
      errors?: components["schemas"]["Violation"][];
      held?: components["schemas"]["MoneyText"];
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 400;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. The transaction is reversed already; The transaction has its own kind of reversal; The wallet is frozen. */
    TransactionsReverse409Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "already_reversed" | "has_its_own_reversal" | "wallet_frozen";
      /** Format: uuid */
      corrected_by?: string;
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 409;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description A transfer from one owner to another. */
    TransferCreate: {
      amount: components["schemas"]["Amount"];
      /** @description absent: that of the sender's only wallet. */
      currency?: components["schemas"]["CurrencyCode"] | null;
      /** @description a customer may leave it out. */
      from_owner_id?: components["schemas"]["OwnerId"] | null;
      meta?: components["schemas"]["Meta"] | null;
      /** @description a customer's transfer is a p2p_transfer. Default: `p2p_transfer`. */
      reason?: components["schemas"]["ReasonWord"];
      to_owner_id: components["schemas"]["OwnerId"];
    };
    /** @description A transfer, as POST /api/v1/transfers. */
    TransferOperation: {
      amount: components["schemas"]["Amount"];
      /** @description absent: that of the sender's only wallet. */
      currency?: components["schemas"]["CurrencyCode"] | null;
      /** @description a customer may leave it out. */
      from_owner_id?: components["schemas"]["OwnerId"] | null;
      /** @description the Idempotency-Key. Each has `run`, which executes it as its route does, and returns the answer or raises the refusals. */
      key: components["schemas"]["OperationKey"];
      meta?: components["schemas"]["Meta"] | null;
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      op: "transfer";
      /** @description a customer's transfer is a p2p_transfer. Default: `p2p_transfer`. */
      reason?: components["schemas"]["ReasonWord"];
      to_owner_id: components["schemas"]["OwnerId"];
    };
    /** @description A transfer as a trusted system sees it, with both wallets. */
    TransferReceipt: {
      /**
       * Format: uuid
       * @description the id of the receiver's entry.
       */
      credit_transaction_id: string;
      /**
       * Format: uuid
       * @description the id of the sender's entry.
       */
      debit_transaction_id: string;
      /** @description what can still be debited. */
      from_available: components["schemas"]["MoneyText"];
      from_balance_after: components["schemas"]["MoneyText"];
      /** @description how much of it is reserved by holds afterwards. */
      from_held: components["schemas"]["MoneyText"];
      /** Format: uuid */
      from_wallet_id: string;
      idempotency_key: string | null;
      meta: {
        [key: string]: unknown;
      } | null;
      /** @description of the receiver's wallet. */
      to_available: components["schemas"]["MoneyText"];
      to_balance_after: components["schemas"]["MoneyText"];
      /** @description of the receiver's wallet. */
      to_held: components["schemas"]["MoneyText"];
      /** Format: uuid */
      to_wallet_id: string;
      /** Format: uuid */
      transaction_id: string;
    };
    /** @description RFC 9457. The balance would be out of range; A currency is required; Insufficient funds; Invalid amount; Invalid request; Invalid wallet. */
    TransfersCreate400Problem: {
      available?: components["schemas"]["MoneyText"];
      balance?: components["schemas"]["MoneyText"];
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code:
        | "balance_out_of_range"
        | "currency_required"
        | "insufficient_funds"
        | "invalid_amount"
        | "invalid_request"
        | "invalid_wallet";
      currency?: components["schemas"]["CurrencyCode"];
      /** @description A sentence for a person. */
      detail: string;
      errors?: components["schemas"]["Violation"][];
      held?: components["schemas"]["MoneyText"];
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 400;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description What was posted up to a time, ordered by currency and kind. */
    TrialBalance: {
      at: components["schemas"]["Timestamp"];
      by: components["schemas"]["Grouping"];
      /** @description whether every total is zero. */
      is_balanced: boolean;
      /** @description more may follow, since the time is in the future or a posting that began before it has not ended. */
      is_provisional: boolean;
      rows: components["schemas"]["TrialBalanceRow"][];
      totals: components["schemas"]["TrialBalanceTotal"][];
    };
    /** @description RFC 9457. The answer would be too large; Invalid request. */
    TrialBalance400Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "answer_too_large" | "invalid_request";
      /** @description A sentence for a person. */
      detail: string;
      errors?: components["schemas"]["Violation"][];
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 400;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description The accounts of a kind or a category, or one account, in a currency. */
    TrialBalanceRow: {
      account: string | null;
      /** @description credits - debits. */
      balance: components["schemas"]["MoneyText"];
      /** @description as it is now, of house accounts that have one; null by kind. account, owner_id, wallet_id: null unless by account. */
      category: string | null;
      /** @description the amounts that lowered and that raised the accounts' balances. */
      credits: components["schemas"]["MoneyText"];
      currency: string;
      /** @description the amounts that lowered and that raised the accounts' balances. */
      debits: components["schemas"]["MoneyText"];
      /** @description as in the list of accounts; in CSV also `total`. */
      kind: components["schemas"]["AccountKind"] | "total";
      owner_id: string | null;
      wallet_id: string | null;
    };
    /** @description All accounts in a currency. */
    TrialBalanceTotal: {
      /** @description credits - debits, which is zero unless the ledger was tampered with. */
      balance: components["schemas"]["MoneyText"];
      credits: components["schemas"]["MoneyText"];
      currency: string;
      debits: components["schemas"]["MoneyText"];
    };
    /** @description RFC 9457. Temporarily unavailable. */
    UnavailableProblem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "unavailable";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 503;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. Unsupported media type. */
    UnsupportedMediaTypeProblem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "unsupported_media_type";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 415;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    UsdAmount: components["schemas"]["Amount"];
    Username: string;
    /** @description RFC 9457. The username is taken. */
    UsernameTakenProblem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "username_taken";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 409;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** Format: date */
    UtcDay: string;
    /** @description One error in a request. */
    Violation: {
      detail: string;
      /** @description Where: an RFC 6901 pointer into the body, or a parameter's or header's name. */
      pointer: string;
    };
    /** @description The balance of one wallet at a time. */
    WalletBalance: {
      allow_overdraft: boolean;
      at: components["schemas"]["Timestamp"];
      /** @description what can still be debited before the floor is reached. Both are of now, and null if a time was asked for. */
      available: components["schemas"]["MoneyText"] | null;
      balance: components["schemas"]["MoneyText"];
      currency: string;
      /** @description how much of it is reserved by holds. */
      held: components["schemas"]["MoneyText"] | null;
      /** @description the balance may still change, since the time is in the future or a posting that began before it has not ended; or since it is by effective, where a late entry may always follow. */
      is_provisional: boolean;
      owner_id: string;
      /** @description null if the owner has no wallet in this currency; the balance is then zero. */
      wallet_id: string | null;
    };
    /** @description The balances of all wallets of an owner, ordered by currency. */
    WalletBalances: {
      owner_id: string;
      wallets: components["schemas"]["WalletBalance"][];
    };
    /** @description An entry of the wallet. */
    WalletEntry: {
      /** @description signed, as the owner sees it. */
      amount: components["schemas"]["MoneyText"];
      /** @description in the order of the list. */
      balance_after: components["schemas"]["MoneyText"];
      /** @description of the stake, the payout, the returned stake or the cash-out of a bet; null for whoever may not read it. */
      bet_description: string | null;
      /** @description of the stake, the payout, the returned stake or the cash-out of a bet; null for whoever may not read it. */
      bet_id: string | null;
      /** @description the masked name, as in the lookup of a recipient. */
      counterparty_display: string | null;
      /** @description the person on the other side of a transfer; null for a reason other than p2p_transfer, and for an agent whose customer it is not. */
      counterparty_id: string | null;
      /** @description when it was posted. */
      created_at: components["schemas"]["Timestamp"];
      /** @description when it happened. */
      effective_at: components["schemas"]["Timestamp"];
      /** Format: uuid */
      id: string;
      idempotency_key: string | null;
      /** @description it was posted later than it happened. */
      is_late: boolean;
      meta: {
        [key: string]: unknown;
      } | null;
      /** @description the kind of the transaction, or a word of the tenant's own. */
      reason: string;
      /** Format: uuid */
      transaction_id: string;
    };
    /** @description A page of a list. `total_count` counts every item that matches the filters. */
    WalletEntryListing: {
      has_more: boolean;
      items: components["schemas"]["WalletEntry"][];
      limit: number;
      /** @description of the next page, for a day; null if there is none. */
      next_cursor: string | null;
      /** @description null of a page that begins at a cursor. */
      offset: number | null;
      total_count: number;
    };
    /** @description RFC 9457. The wallet is frozen. */
    WalletFrozenProblem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "wallet_frozen";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 409;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description A posted credit or debit. */
    WalletReceipt: {
      /** @description what can still be debited. */
      available: components["schemas"]["MoneyText"];
      balance_after: components["schemas"]["MoneyText"];
      /** @description how much of the balance is reserved by holds afterwards. */
      held: components["schemas"]["MoneyText"];
      idempotency_key: string | null;
      meta: {
        [key: string]: unknown;
      } | null;
      /** Format: uuid */
      transaction_id: string;
      /** Format: uuid */
      wallet_id: string;
    };
    /** @description RFC 9457. A currency is required; Invalid request; Invalid wallet. */
    WalletsBalance400Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "currency_required" | "invalid_request" | "invalid_wallet";
      /** @description A sentence for a person. */
      detail: string;
      errors?: components["schemas"]["Violation"][];
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 400;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. The balance would be out of range; A currency is required; Invalid amount; Invalid request; Invalid wallet. */
    WalletsCredit400Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "balance_out_of_range" | "currency_required" | "invalid_amount" | "invalid_request" | "invalid_wallet";
      /** @description A sentence for a person. */
      detail: string;
      errors?: components["schemas"]["Violation"][];
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 400;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. A currency is required; Insufficient funds; Invalid amount; Invalid request; Invalid wallet. */
    WalletsDebit400Problem: {
      available?: components["schemas"]["MoneyText"];
      balance?: components["schemas"]["MoneyText"];
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "currency_required" | "insufficient_funds" | "invalid_amount" | "invalid_request" | "invalid_wallet";
      currency?: components["schemas"]["CurrencyCode"];
      /** @description A sentence for a person. */
      detail: string;
      errors?: components["schemas"]["Violation"][];
      held?: components["schemas"]["MoneyText"];
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 400;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. Invalid request; Invalid wallet. */
    WalletsGet400Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "invalid_request" | "invalid_wallet";
      /** @description A sentence for a person. */
      detail: string;
      errors: components["schemas"]["Violation"][];
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 400;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. Forbidden; The customer is another agent's. */
    WalletsGet403Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "forbidden" | "not_your_customer";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 403;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. There is no such customer; Not found. */
    WalletsGet404Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "customer_not_found" | "not_found";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 404;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. The answer would be too large; A currency is required; Invalid request; Invalid wallet. */
    WalletsStatement400Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "answer_too_large" | "currency_required" | "invalid_request" | "invalid_wallet";
      /** @description A sentence for a person. */
      detail: string;
      errors?: components["schemas"]["Violation"][];
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 400;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description closing_balance - opening_balance is the sum of the amounts in `movements`, which are in the order in which they were posted or, by effective, happened. A balance by effective may be below the wallet's floor. */
    WalletStatement: {
      /** @description how much of the wallet is reserved by holds now, and what can still be debited; null if the period has ended. */
      available: components["schemas"]["MoneyText"] | null;
      by: components["schemas"]["Basis"];
      closing_balance: components["schemas"]["MoneyText"];
      currency: string;
      date_from: string | null;
      date_to: string | null;
      /** @description how much of the wallet is reserved by holds now, and what can still be debited; null if the period has ended. */
      held: components["schemas"]["MoneyText"] | null;
      /** @description more movements may follow, since the period has not ended or a posting that began before its end has not ended; or since it is by effective, where a late entry may always follow. */
      is_provisional: boolean;
      movements: components["schemas"]["WalletEntry"][];
      opening_balance: components["schemas"]["MoneyText"];
      owner_id: string;
    };
    /** @description RFC 9457. A currency is required; Invalid request; Invalid wallet. */
    WalletsTransactions400Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "currency_required" | "invalid_request" | "invalid_wallet";
      /** @description A sentence for a person. */
      detail: string;
      errors?: components["schemas"]["Violation"][];
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 400;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description RFC 9457. A currency is required; Invalid request; Invalid wallet. */
    WalletsUpdate400Problem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "currency_required" | "invalid_request" | "invalid_wallet";
      /** @description A sentence for a person. */
      detail: string;
      errors?: components["schemas"]["Violation"][];
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 400;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description A credit or debit of a wallet. */
    WalletTransactionCreate: {
      /** @description in the currency, greater than zero. */
      amount: components["schemas"]["Amount"];
      /** @description absent: that of the owner's only wallet. */
      currency?: components["schemas"]["CurrencyCode"] | null;
      meta?: components["schemas"]["Meta"] | null;
      reason: components["schemas"]["ReasonWord"];
    };
    WalletUpdate: {
      /** @description the wallet may go below zero. */
      allow_overdraft: boolean;
      currency: components["schemas"]["CurrencyCode"];
    };
    /** @description A webhook. */
    Webhook: {
      created_at: components["schemas"]["Timestamp"];
      created_by: string;
      description: string | null;
      /** @description when its secret was replaced last. */
      rotated_at: components["schemas"]["Timestamp"] | null;
      /**
       * @description `failing`, if a delivery was tried for 24 hours without success, and none has succeeded since; events are still sent then. `disabled`: none is sent.
       * @enum {string}
       */
      status: "active" | "failing" | "disabled";
      tenant_id: string;
      types: (
        | "TransactionPosted"
        | "BalanceCrossed"
        | "HoldChanged"
        | "CashOutRecorded"
        | "TopupInvoiced"
        | "InvoiceVoided"
        | "TopupCompleted"
        | "LowBalance"
        | "PaymentMethodChanged"
        | "ContactChanged"
        | "WebhookFailing"
        | "DriftDetected"
      )[];
      url: string;
      /** Format: uuid */
      webhook_id: string;
    };
    WebhookCreate: {
      description?: components["schemas"]["Description"] | null;
      /** @description of the events to send. */
      types: (
        | "TransactionPosted"
        | "BalanceCrossed"
        | "HoldChanged"
        | "CashOutRecorded"
        | "TopupInvoiced"
        | "InvoiceVoided"
        | "TopupCompleted"
        | "LowBalance"
        | "PaymentMethodChanged"
        | "ContactChanged"
        | "WebhookFailing"
        | "DriftDetected"
      )[];
      /**
       * Format: uri
       * @description https, with a public host.
       */
      url: string;
    };
    WebhookCreated: {
      created_at: components["schemas"]["Timestamp"];
      created_by: string;
      description: string | null;
      /** @description when its secret was replaced last. */
      rotated_at: components["schemas"]["Timestamp"] | null;
      /** @description verifies what is sent (Standard Webhooks). No other answer shows it. */
      secret: string;
      /**
       * @description `failing`, if a delivery was tried for 24 hours without success, and none has succeeded since; events are still sent then. `disabled`: none is sent.
       * @enum {string}
       */
      status: "active" | "failing" | "disabled";
      tenant_id: string;
      types: (
        | "TransactionPosted"
        | "BalanceCrossed"
        | "HoldChanged"
        | "CashOutRecorded"
        | "TopupInvoiced"
        | "InvoiceVoided"
        | "TopupCompleted"
        | "LowBalance"
        | "PaymentMethodChanged"
        | "ContactChanged"
        | "WebhookFailing"
        | "DriftDetected"
      )[];
      url: string;
      /** Format: uuid */
      webhook_id: string;
    };
    /** @description RFC 9457. The webhook is disabled. */
    WebhookDisabledProblem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "webhook_disabled";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 409;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description A page of a list. `total_count` counts every item that matches the filters. */
    WebhookListing: {
      has_more: boolean;
      items: components["schemas"]["Webhook"][];
      limit: number;
      /** @description of the next page, for a day; null if there is none. */
      next_cursor: string | null;
      /** @description null of a page that begins at a cursor. */
      offset: number | null;
      total_count: number;
    };
    /** @description RFC 9457. There is no such webhook. */
    WebhookNotFoundProblem: {
      /**
       * @description Stable; for programs.
       * @enum {string}
       */
      code: "webhook_not_found";
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      /** @constant */
      status: 404;
      title: string;
      /**
       * Format: uri-reference
       * @description /problems/ and the code.
       */
      type: string;
    };
    /** @description What to change; what is absent or null stays. */
    WebhookUpdate: {
      description?: components["schemas"]["Description"] | null;
      /** @description true begins no attempt any more; events of that time are not sent later, and what waits goes on when it is false again. */
      disabled?: boolean | null;
      /** @description true makes a new secret; for 24 hours the former one signs too. Default: `false`. */
      rotate?: boolean;
      /** @description count for events that are read from then on, within a minute of their commit. */
      types?:
        | (
            | "TransactionPosted"
            | "BalanceCrossed"
            | "HoldChanged"
            | "CashOutRecorded"
            | "TopupInvoiced"
            | "InvoiceVoided"
            | "TopupCompleted"
            | "LowBalance"
            | "PaymentMethodChanged"
            | "ContactChanged"
            | "WebhookFailing"
            | "DriftDetected"
          )[]
        | null;
      url?: string | null;
    };
    WebhookUpdated: {
      created_at: components["schemas"]["Timestamp"];
      created_by: string;
      description: string | null;
      /** @description when its secret was replaced last. */
      rotated_at: components["schemas"]["Timestamp"] | null;
      /** @description the new one, if it was rotated. No other answer shows it. */
      secret: string | null;
      /**
       * @description `failing`, if a delivery was tried for 24 hours without success, and none has succeeded since; events are still sent then. `disabled`: none is sent.
       * @enum {string}
       */
      status: "active" | "failing" | "disabled";
      tenant_id: string;
      types: (
        | "TransactionPosted"
        | "BalanceCrossed"
        | "HoldChanged"
        | "CashOutRecorded"
        | "TopupInvoiced"
        | "InvoiceVoided"
        | "TopupCompleted"
        | "LowBalance"
        | "PaymentMethodChanged"
        | "ContactChanged"
        | "WebhookFailing"
        | "DriftDetected"
      )[];
      url: string;
      /** Format: uuid */
      webhook_id: string;
    };
    WholeNumber: number;
  };
  responses: {
    /** @description There is no such approval. */
    approval_not_found: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["ApprovalNotFoundProblem"];
      };
    };
    /** @description The bet is settled already. */
    bet_already_settled: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["BetAlreadySettledProblem"];
      };
    };
    /** @description There is no such bet. */
    bet_not_found: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["BetNotFoundProblem"];
      };
    };
    /** @description There is no such customer. */
    customer_not_found: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["CustomerNotFoundProblem"];
      };
    };
    /** @description There is no such delivery. */
    delivery_not_found: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["DeliveryNotFoundProblem"];
      };
    };
    /** @description There is no such finding. */
    finding_not_found: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["FindingNotFoundProblem"];
      };
    };
    /** @description Forbidden. */
    forbidden: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["ForbiddenProblem"];
      };
    };
    /** @description There is no such hold. */
    hold_not_found: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["HoldNotFoundProblem"];
      };
    };
    /** @description The key was used for something else. */
    idempotency_conflict: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["IdempotencyConflictProblem"];
      };
    };
    /** @description Internal error. */
    internal_error: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "message": "Internal Server Error"
         *     }
         */
        "application/json": components["schemas"]["GatewayMessage"];
        "application/problem+json": components["schemas"]["InternalErrorProblem"];
      };
    };
    /** @description Invalid request. */
    invalid_request: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["InvalidRequestProblem"];
      };
    };
    /** @description There is no such monitor. */
    monitor_not_found: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["MonitorNotFoundProblem"];
      };
    };
    /** @description Not found. */
    not_found: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["NotFoundProblem"];
      };
    };
    /** @description The body is too large. */
    payload_too_large: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "message": "Request Entity Too Large"
         *     }
         */
        "application/json": components["schemas"]["GatewayMessage"];
        "application/problem+json": components["schemas"]["PayloadTooLargeProblem"];
      };
    };
    /** @description The period has its invoice already. */
    period_already_invoiced: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["PeriodAlreadyInvoicedProblem"];
      };
    };
    /** @description The person was erased. */
    person_erased: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["PersonErasedProblem"];
      };
    };
    /** @description There is no such person. */
    person_not_found: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["PersonNotFoundProblem"];
      };
    };
    /** @description There is no such recipient. */
    recipient_not_found: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["RecipientNotFoundProblem"];
      };
    };
    /** @description There is no such run. */
    run_not_found: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["RunNotFoundProblem"];
      };
    };
    /** @description The state forbids it. */
    state_forbids: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["StateForbidsProblem"];
      };
    };
    /** @description Too many requests at once. */
    throttled: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "message": "Too Many Requests"
         *     }
         */
        "application/json": components["schemas"]["GatewayMessage"];
      };
    };
    /** @description There are too many monitors. */
    too_many_monitors: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["TooManyMonitorsProblem"];
      };
    };
    /** @description There are too many payment methods. */
    too_many_payment_methods: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["TooManyPaymentMethodsProblem"];
      };
    };
    /** @description Too many requests. */
    too_many_requests: {
      headers: {
        RateLimit: components["headers"]["RateLimit"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        "Retry-After": components["headers"]["Retry-After"];
        "X-Request-Id": components["headers"]["X-Request-Id"];
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "message": "Too Many Requests"
         *     }
         */
        "application/json": components["schemas"]["GatewayMessage"];
        "application/problem+json": components["schemas"]["TooManyRequestsProblem"];
      };
    };
    /** @description There are too many webhooks. */
    too_many_webhooks: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["TooManyWebhooksProblem"];
      };
    };
    /** @description There is no such transaction. */
    transaction_not_found: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["TransactionNotFoundProblem"];
      };
    };
    /** @description The token is missing or not valid. */
    unauthorized: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "message": "Unauthorized"
         *     }
         */
        "application/json": components["schemas"]["GatewayMessage"];
      };
    };
    /** @description Temporarily unavailable. */
    unavailable: {
      headers: {
        "Retry-After": components["headers"]["Retry-After"];
        "X-Request-Id": components["headers"]["X-Request-Id"];
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "message": "Service Unavailable"
         *     }
         */
        "application/json": components["schemas"]["GatewayMessage"];
        "application/problem+json": components["schemas"]["UnavailableProblem"];
      };
    };
    /** @description Unsupported media type. */
    unsupported_media_type: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["UnsupportedMediaTypeProblem"];
      };
    };
    /** @description The username is taken. */
    username_taken: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["UsernameTakenProblem"];
      };
    };
    /** @description The wallet is frozen. */
    wallet_frozen: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["WalletFrozenProblem"];
      };
    };
    /** @description The webhook is disabled. */
    webhook_disabled: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["WebhookDisabledProblem"];
      };
    };
    /** @description There is no such webhook. */
    webhook_not_found: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["WebhookNotFoundProblem"];
      };
    };
  };
  parameters: {
    /**
     * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
     * @example 9f1c6e7a-payout-0042
     */
    IdempotencyKey: string;
  };
  requestBodies: never;
  headers: {
    /** @description With text/csv and application/pdf: a file's name. */
    "Content-Disposition": string;
    /** @description Present if the answer is that of an earlier call with the same key. */
    "Idempotency-Replayed": "true";
    /**
     * @description What is left of the quota, and the seconds until there is more.
     * @example "requests-of-principal";r=0;t=1
     */
    RateLimit: string;
    /**
     * @description The limit that was reached, with its quota (draft-ietf-httpapi-ratelimit-headers-10).
     * @example "requests-of-principal";q=400;w=2
     */
    "RateLimit-Policy": string;
    /** @description In seconds. */
    "Retry-After": number;
    /** @description The call's id in the logs. */
    "X-Request-Id": string;
  };
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  access_log: {
    parameters: {
      query?: {
        /** @description the `next_cursor` of the page before, with the same filters; it is valid for a day. */
        cursor?: components["schemas"]["Cursor"];
        /** @example 2026-01-01 */
        date_from?: components["schemas"]["TimeText"];
        date_to?: components["schemas"]["TimeText"];
        limit?: components["schemas"]["WholeNumber"];
        /** @description the id of what was read. */
        object?: components["schemas"]["SubjectFilter"];
        /** @description how many items are before it; 0 if neither it nor `cursor` is given. */
        offset?: components["schemas"]["WholeNumber"];
        /**
         * @description the `sub` of who read it.
         * @example otto
         */
        principal?: components["schemas"]["SubjectFilter"];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["AccessListing"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  accounts_list: {
    parameters: {
      query?: {
        /** @description only those of this category and of the narrower ones in it. */
        category?: components["schemas"]["Category"];
        /**
         * @description only accounts of this kind, in this currency.
         * @example USD
         */
        currency?: components["schemas"]["CurrencyCode"];
        /** @description the `next_cursor` of the page before, with the same filters; it is valid for a day. */
        cursor?: components["schemas"]["Cursor"];
        /**
         * @description only accounts of this kind, in this currency.
         * @example house
         */
        kind?: components["schemas"]["AccountKind"];
        limit?: components["schemas"]["WholeNumber"];
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["LedgerAccounts"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  accounts_put: {
    parameters: {
      query?: {
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path: {
        /** @example house:fees */
        account: components["schemas"]["HouseAccount"];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["AccountUpdate"];
      };
    };
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["LedgerAccount"];
        };
      };
      /** @description A currency is required; Invalid request. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["AccountsPut400Problem"];
        };
      };
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      413: components["responses"]["payload_too_large"];
      415: components["responses"]["unsupported_media_type"];
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  agent_limits_get: {
    parameters: {
      query?: {
        /**
         * @description absent for the tenant's default; for an agent who sees no others, their own id or absent, which is the same.
         * @example agent-kim
         */
        agent_id?: components["schemas"]["AgentId"];
        /** @example USD */
        currency?: components["schemas"]["CurrencyCode"];
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["AgentLimits"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  agent_limits_put: {
    parameters: {
      query?: {
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: {
      content: {
        "application/json": components["schemas"]["AgentLimitsUpdate"];
      };
    };
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["AgentLimits"];
        };
      };
      /** @description Invalid amount; Invalid request. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["AgentLimitsPut400Problem"];
        };
      };
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      413: components["responses"]["payload_too_large"];
      415: components["responses"]["unsupported_media_type"];
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  agent_bets: {
    parameters: {
      query?: {
        /** @description the `next_cursor` of the page before, with the same filters; it is valid for a day. */
        cursor?: components["schemas"]["Cursor"];
        /**
         * @description bets of this customer only.
         * @example 019bc0de-7a12-7b55-a1c4-3d6e9f0b8a27
         */
        customer_id?: components["schemas"]["Id"];
        /** @example 20 */
        limit?: components["schemas"]["WholeNumber"];
        /** @description how many items are before it; 0 if neither it nor `cursor` is given. */
        offset?: components["schemas"]["WholeNumber"];
        /** @description bets with this status only. */
        status?: "pending" | "won" | "lost" | "void" | "cashed_out";
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["BetListing"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      /** @description Forbidden; The customer is another agent's. */
      403: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["AgentBets403Problem"];
        };
      };
      404: components["responses"]["customer_not_found"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  cash_out_activity: {
    parameters: {
      query?: {
        /** @description the `next_cursor` of the page before, with the same filters; it is valid for a day. */
        cursor?: components["schemas"]["Cursor"];
        /** @description cash-outs of this customer only. The period is compared with settled_at. */
        customer_id?: components["schemas"]["Id"];
        /** @example 2026-01-01 */
        date_from?: components["schemas"]["TimeText"];
        date_to?: components["schemas"]["TimeText"];
        /** @example 20 */
        limit?: components["schemas"]["WholeNumber"];
        /** @description how many items are before it; 0 if neither it nor `cursor` is given. */
        offset?: components["schemas"]["WholeNumber"];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["CashOutActivity"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      /** @description Forbidden; The customer is another agent's. */
      403: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["CashOutActivity403Problem"];
        };
      };
      404: components["responses"]["customer_not_found"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  cash_out_stream: {
    parameters: {
      query?: {
        /** @description for clients that cannot set the header. */
        last_event_id?: components["schemas"]["SequenceNumber"];
        /**
         * @description seconds that the request may wait for new cash-outs.
         * @example 10
         */
        wait?: components["schemas"]["WholeNumber"];
      };
      header?: {
        /**
         * @description the id of the last frame that the client received; later frames are returned.
         * @example 0
         */
        "Last-Event-ID"?: components["schemas"]["SequenceNumber"];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "text/event-stream": string;
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  cash_out_summary: {
    parameters: {
      query?: {
        /**
         * @description the last 24 hours, 7 days or 30 days.
         * @example 7d
         */
        period?: "24h" | "7d" | "30d";
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["CashOutSummary"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  agent_clients_list: {
    parameters: {
      query?: {
        /** @description the `next_cursor` of the page before, with the same filters; it is valid for a day. */
        cursor?: components["schemas"]["Cursor"];
        /** @example 20 */
        limit?: components["schemas"]["WholeNumber"];
        /** @description how many items are before it; 0 if neither it nor `cursor` is given. */
        offset?: components["schemas"]["WholeNumber"];
        /**
         * @description part of the username; case is ignored.
         * @example ali
         */
        search?: string;
        /** @example active */
        status?: "active" | "frozen" | "erased";
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["CustomerListing"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  agent_clients_create: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["CustomerCreate"];
      };
    };
    responses: {
      /** @description Created. */
      201: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Customer"];
        };
      };
      /** @description The agent's limit is exceeded; Invalid amount; Invalid request. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["AgentClientsCreate400Problem"];
        };
      };
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      409: components["responses"]["username_taken"];
      413: components["responses"]["payload_too_large"];
      415: components["responses"]["unsupported_media_type"];
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  agent_clients_get: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example 019bc0de-7a10-7c3e-9d52-4b8e6f1a2c30 */
        customer_id: components["schemas"]["Id"];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Customer"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      /** @description Forbidden; The customer is another agent's. */
      403: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["AgentClientsGet403Problem"];
        };
      };
      404: components["responses"]["customer_not_found"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  agent_clients_update: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path: {
        /** @example 019bc0de-7a11-71f4-8a66-0c9d2e5b7f18 */
        customer_id: components["schemas"]["Id"];
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        "application/json": components["schemas"]["CustomerUpdate"];
      };
    };
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Customer"];
        };
      };
      /** @description The agent's limit is exceeded; Invalid amount; Invalid request. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["AgentClientsUpdate400Problem"];
        };
      };
      401: components["responses"]["unauthorized"];
      /** @description Forbidden; The customer is another agent's. */
      403: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["AgentClientsUpdate403Problem"];
        };
      };
      404: components["responses"]["customer_not_found"];
      413: components["responses"]["payload_too_large"];
      415: components["responses"]["unsupported_media_type"];
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  agent_clients_limits: {
    parameters: {
      query?: {
        /** @description the `next_cursor` of the page before, with the same filters; it is valid for a day. */
        cursor?: components["schemas"]["Cursor"];
        /** @example 20 */
        limit?: components["schemas"]["WholeNumber"];
        /** @description how many items are before it; 0 if neither it nor `cursor` is given. */
        offset?: components["schemas"]["WholeNumber"];
      };
      header?: never;
      path: {
        /** @example 019bc0de-7a11-71f4-8a66-0c9d2e5b7f18 */
        customer_id: components["schemas"]["Id"];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["CustomerChangeListing"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      /** @description Forbidden; The customer is another agent's. */
      403: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["AgentClientsLimits403Problem"];
        };
      };
      404: components["responses"]["customer_not_found"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  agent_clients_import: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["CustomerImport"];
        "text/csv": string;
      };
    };
    responses: {
      /** @description Created. */
      201: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ImportedCustomers"];
        };
      };
      /** @description The agent's limit is exceeded; Invalid amount; Invalid request. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["AgentClientsImport400Problem"];
        };
      };
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      413: components["responses"]["payload_too_large"];
      415: components["responses"]["unsupported_media_type"];
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  agent_float: {
    parameters: {
      query?: {
        /** @description whose float; for an agent, their own id or absent, which is the same. */
        agent_id?: components["schemas"]["AgentId"];
        /**
         * @description of the float; absent: that of the agent's only one.
         * @example USD
         */
        currency?: components["schemas"]["CurrencyCode"];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["AgentFloat"];
        };
      };
      /** @description A currency is required; Invalid request. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["AgentFloat400Problem"];
        };
      };
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  settlement_preview: {
    parameters: {
      query?: {
        /** @description the `next_cursor` of the page before, with the same filters; it is valid for a day. */
        cursor?: components["schemas"]["Cursor"];
        /** @example 019bc0de-7a12-7b55-a1c4-3d6e9f0b8a27 */
        customer_id?: components["schemas"]["Id"];
        limit?: components["schemas"]["WholeNumber"];
        /** @description how many items are before it; 0 if neither it nor `cursor` is given. */
        offset?: components["schemas"]["WholeNumber"];
        /** @description the start of the period; absent: each customer's last settlement. */
        since?: components["schemas"]["Instant"];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["SettlementPreview"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      /** @description Forbidden; The customer is another agent's. */
      403: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["SettlementPreview403Problem"];
        };
      };
      404: components["responses"]["customer_not_found"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  settlements_list: {
    parameters: {
      query?: {
        /** @description the `next_cursor` of the page before, with the same filters; it is valid for a day. */
        cursor?: components["schemas"]["Cursor"];
        /**
         * @description settlements with this customer only.
         * @example 019bc0de-7a13-7e09-b7f2-51a8c4d3e690
         */
        customer_id?: components["schemas"]["Id"];
        /** @example 20 */
        limit?: components["schemas"]["WholeNumber"];
        /** @description how many items are before it; 0 if neither it nor `cursor` is given. */
        offset?: components["schemas"]["WholeNumber"];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["SettlementListing"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      /** @description Forbidden; The customer is another agent's. */
      403: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["SettlementsList403Problem"];
        };
      };
      404: components["responses"]["customer_not_found"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  settlements_create: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["SettlementCreate"];
      };
    };
    responses: {
      /** @description Created. */
      201: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Settlement"];
        };
      };
      /** @description The agent's limit is exceeded; Insufficient credit; Insufficient funds; Invalid amount; Invalid request. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["SettlementsCreate400Problem"];
        };
      };
      401: components["responses"]["unauthorized"];
      /** @description Forbidden; The customer is another agent's. */
      403: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["SettlementsCreate403Problem"];
        };
      };
      404: components["responses"]["customer_not_found"];
      /** @description The balance has changed; The wallet is frozen. */
      409: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["SettlementsCreate409Problem"];
        };
      };
      413: components["responses"]["payload_too_large"];
      415: components["responses"]["unsupported_media_type"];
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  agent_transactions: {
    parameters: {
      query?: {
        /** @description the `next_cursor` of the page before, with the same filters; it is valid for a day. */
        cursor?: components["schemas"]["Cursor"];
        /** @example 019bc0de-7a10-7c3e-9d52-4b8e6f1a2c30 */
        customer_id?: components["schemas"]["Id"];
        /** @example 2025-01-01 */
        date_from?: components["schemas"]["TimeText"];
        date_to?: components["schemas"]["TimeText"];
        /**
         * @description csv returns the whole filtered list.
         * @example csv
         */
        format?: components["schemas"]["Format"];
        /** @example 20 */
        limit?: components["schemas"]["WholeNumber"];
        /** @description how many items are before it; 0 if neither it nor `cursor` is given. */
        offset?: components["schemas"]["WholeNumber"];
        /**
         * @description the kind of transaction.
         * @example credit
         */
        type?:
          | "debit"
          | "withdrawal"
          | "debit_adjustment"
          | "credit"
          | "deposit"
          | "credit_adjustment"
          | "opening_balance"
          | "settlement"
          | "reversal";
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "Content-Disposition": components["headers"]["Content-Disposition"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["CashierHistory"];
          "text/csv": string;
        };
      };
      /** @description The answer would be too large; Invalid request. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["AgentTransactions400Problem"];
        };
      };
      401: components["responses"]["unauthorized"];
      /** @description Forbidden; The customer is another agent's. */
      403: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["AgentTransactions403Problem"];
        };
      };
      404: components["responses"]["customer_not_found"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  approval_policy_get: {
    parameters: {
      query?: {
        /**
         * @description the tenant to read or change, which only root may choose. Absent: the caller's own.
         * @example acme
         */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ApprovalPolicy"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  approval_policy_put: {
    parameters: {
      query?: {
        /**
         * @description the tenant to read or change, which only root may choose. Absent: the caller's own.
         * @example acme
         */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["ApprovalPolicyUpdate"];
      };
    };
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ApprovalPolicy"];
        };
      };
      /** @description Nothing has changed: it waits for a second person. */
      202: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["PendingApproval"];
        };
      };
      /** @description Invalid amount; Invalid request. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["ApprovalPolicyPut400Problem"];
        };
      };
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      413: components["responses"]["payload_too_large"];
      415: components["responses"]["unsupported_media_type"];
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  approvals_list: {
    parameters: {
      query?: {
        /** @description the `next_cursor` of the page before, with the same filters; it is valid for a day. */
        cursor?: components["schemas"]["Cursor"];
        /** @description only approvals with this status, of this kind. */
        kind?:
          | "adjustment"
          | "agent_credit"
          | "coin_policy"
          | "invoice_payment"
          | "overdraft"
          | "payment_method"
          | "refund"
          | "reversal"
          | "approval_policy"
          | "contact"
          | "erasure";
        limit?: components["schemas"]["WholeNumber"];
        /** @description how many items are before it; 0 if neither it nor `cursor` is given. */
        offset?: components["schemas"]["WholeNumber"];
        /**
         * @description only approvals with this status, of this kind.
         * @example pending
         */
        status?: "pending" | "approved" | "rejected" | "expired";
        /** @description the id or the name of what is changed. */
        subject?: components["schemas"]["SubjectFilter"];
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ApprovalListing"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  approvals_get: {
    parameters: {
      query?: {
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: never;
      path: {
        /** @example 019bc0de-7c40-7e51-8c62-7d8e9f0a1b23 */
        approval_id: components["schemas"]["Id"];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ApprovalDetails"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      404: components["responses"]["approval_not_found"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  approvals_approve: {
    parameters: {
      query?: {
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path: {
        /** @example 019bc0de-7c40-7e51-8c62-7d8e9f0a1b23 */
        approval_id: components["schemas"]["Id"];
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        "application/json": components["schemas"]["ApprovalApprove"];
      };
    };
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ExecutedApproval"];
        };
      };
      /** @description The balance would be out of range; Insufficient credit; Insufficient funds; Invalid request. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["ApprovalsApprove400Problem"];
        };
      };
      401: components["responses"]["unauthorized"];
      /** @description Forbidden; The customer is another agent's; Somebody else has to approve it. */
      403: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["ApprovalsApprove403Problem"];
        };
      };
      /** @description There is no such approval; Not found; There is no such transaction. */
      404: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["ApprovalsApprove404Problem"];
        };
      };
      /** @description The account is not closed; The transaction is reversed already; The deployment has no key for erasures; The transaction has its own kind of reversal; The payload is not the one that was requested; The person was erased; The state forbids it; The wallet is frozen. */
      409: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["ApprovalsApprove409Problem"];
        };
      };
      413: components["responses"]["payload_too_large"];
      415: components["responses"]["unsupported_media_type"];
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  approvals_reject: {
    parameters: {
      query?: {
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path: {
        /** @example 019bc0de-7c40-7e51-8c62-7d8e9f0a1b23 */
        approval_id: components["schemas"]["Id"];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["ApprovalReject"];
      };
    };
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Approval"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      404: components["responses"]["approval_not_found"];
      409: components["responses"]["state_forbids"];
      413: components["responses"]["payload_too_large"];
      415: components["responses"]["unsupported_media_type"];
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  batches_create: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["BatchCreate"];
      };
    };
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["IndependentBatch"];
        };
      };
      /** @description Created. */
      201: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["AtomicBatch"];
        };
      };
      /** @description The answer would be too large; The balance would be out of range; A currency is required; There is less left of the hold; Insufficient credit; Insufficient funds; Invalid amount; Invalid request; Invalid wallet; The entries do not sum to zero. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["BatchesCreate400Problem"];
        };
      };
      401: components["responses"]["unauthorized"];
      /** @description Forbidden. */
      403: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["BatchesCreate403Problem"];
        };
      };
      /** @description There is no such hold. */
      404: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["BatchesCreate404Problem"];
        };
      };
      /** @description The hold is captured already; The hold has expired; The hold is released already; The person was erased; The wallet is frozen. */
      409: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["BatchesCreate409Problem"];
        };
      };
      /** @description The body is too large. */
      413: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "message": "Request Entity Too Large"
           *     }
           */
          "application/json": components["schemas"]["GatewayMessage"];
          "application/problem+json": components["schemas"]["BatchesCreate413Problem"];
        };
      };
      /** @description Unsupported media type. */
      415: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["BatchesCreate415Problem"];
        };
      };
      /** @description The key was used for something else. */
      422: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["BatchesCreate422Problem"];
        };
      };
      /** @description Too many requests. */
      429: {
        headers: {
          RateLimit: components["headers"]["RateLimit"];
          "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
          "Retry-After": components["headers"]["Retry-After"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "message": "Too Many Requests"
           *     }
           */
          "application/json": components["schemas"]["GatewayMessage"];
          "application/problem+json": components["schemas"]["BatchesCreate429Problem"];
        };
      };
      500: components["responses"]["internal_error"];
      /** @description Temporarily unavailable. */
      503: {
        headers: {
          "Retry-After": components["headers"]["Retry-After"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "message": "Service Unavailable"
           *     }
           */
          "application/json": components["schemas"]["GatewayMessage"];
          "application/problem+json": components["schemas"]["BatchesCreate503Problem"];
        };
      };
    };
  };
  bets_list: {
    parameters: {
      query?: {
        /** @description the `next_cursor` of the page before, with the same filters; it is valid for a day. */
        cursor?: components["schemas"]["Cursor"];
        /** @example 20 */
        limit?: components["schemas"]["WholeNumber"];
        /** @description how many items are before it; 0 if neither it nor `cursor` is given. */
        offset?: components["schemas"]["WholeNumber"];
        /**
         * @description bets with this status only.
         * @example pending
         */
        status?: "pending" | "won" | "lost" | "void" | "cashed_out";
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["BetListing"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  bets_create: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["BetPlace"];
      };
    };
    responses: {
      /** @description Created. */
      201: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Bet"];
        };
      };
      /** @description Insufficient credit; Insufficient funds; Invalid amount; Invalid request. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["BetsCreate400Problem"];
        };
      };
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      404: components["responses"]["customer_not_found"];
      409: components["responses"]["wallet_frozen"];
      413: components["responses"]["payload_too_large"];
      415: components["responses"]["unsupported_media_type"];
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  bets_get: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example 019bc0de-7b10-7a2b-9c3d-4e5f60718293 */
        bet_id: components["schemas"]["Id"];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Bet"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      /** @description Forbidden; The customer is another agent's. */
      403: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["BetsGet403Problem"];
        };
      };
      404: components["responses"]["bet_not_found"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  bets_cash_out: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path: {
        /** @example 019bc0de-7b10-7a2b-9c3d-4e5f60718293 */
        bet_id: components["schemas"]["Id"];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["BetCashOut"];
      };
    };
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["EndedBet"];
        };
      };
      /** @description The balance would be out of range; Invalid amount; Invalid request; The bet cannot pay that much. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["BetsCashOut400Problem"];
        };
      };
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      404: components["responses"]["bet_not_found"];
      409: components["responses"]["bet_already_settled"];
      413: components["responses"]["payload_too_large"];
      415: components["responses"]["unsupported_media_type"];
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  bets_settle: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path: {
        /** @example 019bc0de-7b10-7a2b-9c3d-4e5f60718293 */
        bet_id: components["schemas"]["Id"];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["BetSettle"];
      };
    };
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["EndedBet"];
        };
      };
      /** @description The balance would be out of range; Invalid amount; Invalid request; The bet cannot pay that much. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["BetsSettle400Problem"];
        };
      };
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      404: components["responses"]["bet_not_found"];
      409: components["responses"]["bet_already_settled"];
      413: components["responses"]["payload_too_large"];
      415: components["responses"]["unsupported_media_type"];
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  billing_contact_get: {
    parameters: {
      query?: {
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Contact"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  billing_contact_update: {
    parameters: {
      query?: {
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["ContactUpdate"];
      };
    };
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Contact"];
        };
      };
      /** @description Nothing has changed: it waits for a second person. */
      202: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["PendingApproval"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      409: components["responses"]["person_erased"];
      413: components["responses"]["payload_too_large"];
      415: components["responses"]["unsupported_media_type"];
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  invoices_list: {
    parameters: {
      query?: {
        /** @description the `next_cursor` of the page before, with the same filters; it is valid for a day. */
        cursor?: components["schemas"]["Cursor"];
        /**
         * @description 1, the first page, if neither it nor `cursor` is given.
         * @example 1
         */
        page_number?: components["schemas"]["WholeNumber"];
        /** @example 20 */
        page_size?: components["schemas"]["WholeNumber"];
        /** @example topup */
        purpose?: "topup" | "usage" | "subscription";
        /**
         * @description invoices with this status only; `overdue` means issued and past due_at.
         * @example issued
         */
        status?: "draft" | "issued" | "paid" | "void" | "overdue";
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["InvoicePages"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  invoices_create: {
    parameters: {
      query?: {
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["InvoiceCreate"];
      };
    };
    responses: {
      /** @description Created. */
      201: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Invoice"];
        };
      };
      /** @description Invalid amount; Invalid request. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["InvoicesCreate400Problem"];
        };
      };
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      409: components["responses"]["period_already_invoiced"];
      413: components["responses"]["payload_too_large"];
      415: components["responses"]["unsupported_media_type"];
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  invoices_get: {
    parameters: {
      query?: {
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: never;
      path: {
        /** @example 019bc0de-7c20-7e1f-a2b3-c4d5e6f70819 */
        invoice_id: components["schemas"]["Id"];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Invoice"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      404: components["responses"]["not_found"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  invoices_issue: {
    parameters: {
      query?: {
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path: {
        /** @example 019bc0de-7c21-7f20-b3c4-d5e6f708192a */
        invoice_id: components["schemas"]["Id"];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["IssuedInvoice"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      404: components["responses"]["not_found"];
      409: components["responses"]["state_forbids"];
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  invoices_pay: {
    parameters: {
      query?: {
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path: {
        /** @example 019bc0de-7c20-7e1f-a2b3-c4d5e6f70819 */
        invoice_id: components["schemas"]["Id"];
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        "application/json": components["schemas"]["InvoicePay"];
      };
    };
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Invoice"];
        };
      };
      /** @description Nothing has changed: it waits for a second person. */
      202: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["PendingApproval"];
        };
      };
      /** @description The balance would be out of range; Invalid request. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["InvoicesPay400Problem"];
        };
      };
      401: components["responses"]["unauthorized"];
      /** @description Forbidden; Somebody else has to approve it. */
      403: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["InvoicesPay403Problem"];
        };
      };
      404: components["responses"]["not_found"];
      /** @description A submitted payment of it waits for approval; The reference is used already; The state forbids it. */
      409: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["InvoicesPay409Problem"];
        };
      };
      413: components["responses"]["payload_too_large"];
      415: components["responses"]["unsupported_media_type"];
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  invoices_pdf: {
    parameters: {
      query?: {
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: never;
      path: {
        /** @example 019bc0de-7c10-7d2e-8f41-5a6b7c8d9e01 */
        invoice_id: components["schemas"]["Id"];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "Content-Disposition": components["headers"]["Content-Disposition"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/pdf": string;
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      404: components["responses"]["not_found"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  invoices_void: {
    parameters: {
      query?: {
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path: {
        /** @example 019bc0de-7c20-7e1f-a2b3-c4d5e6f70819 */
        invoice_id: components["schemas"]["Id"];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["InvoiceVoid"];
      };
    };
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Invoice"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      404: components["responses"]["not_found"];
      409: components["responses"]["state_forbids"];
      413: components["responses"]["payload_too_large"];
      415: components["responses"]["unsupported_media_type"];
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  payment_methods_list: {
    parameters: {
      query?: {
        /** @description the `next_cursor` of the page before, with the same filters; it is valid for a day. */
        cursor?: components["schemas"]["Cursor"];
        limit?: components["schemas"]["WholeNumber"];
        /** @description how many items are before it; 0 if neither it nor `cursor` is given. */
        offset?: components["schemas"]["WholeNumber"];
        /** @description only root may name one; without it, root sees the methods of every tenant. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ConfiguredPaymentMethodListing"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  payment_methods_update: {
    parameters: {
      query?: {
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path: {
        /** @example mpesa */
        method_id: components["schemas"]["PaymentMethodId"];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["PaymentMethodUpdate"];
      };
    };
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ConfiguredPaymentMethod"];
        };
      };
      /** @description Nothing has changed: it waits for a second person. */
      202: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["PendingApproval"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      409: components["responses"]["too_many_payment_methods"];
      413: components["responses"]["payload_too_large"];
      415: components["responses"]["unsupported_media_type"];
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  payment_methods_available: {
    parameters: {
      query?: {
        /**
         * @description of the payer; absent: that of the tenant's contact.
         * @example KE
         */
        country?: components["schemas"]["CountryCode"];
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["AvailablePaymentMethods"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  payments_list: {
    parameters: {
      query?: {
        /** @description the `next_cursor` of the page before, with the same filters; it is valid for a day. */
        cursor?: components["schemas"]["Cursor"];
        /**
         * @description csv returns the whole filtered list.
         * @example csv
         */
        format?: components["schemas"]["Format"];
        invoice_id?: components["schemas"]["Id"];
        /**
         * @description 1, the first page, if neither it nor `cursor` is given.
         * @example 1
         */
        page_number?: components["schemas"]["WholeNumber"];
        /** @example 20 */
        page_size?: components["schemas"]["WholeNumber"];
        /**
         * @description payments with this status only; `completed` means succeeded.
         * @example completed
         */
        status?:
          | "pending"
          | "processing"
          | "pending_approval"
          | "succeeded"
          | "failed"
          | "cancelled"
          | "refunded"
          | "completed";
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "Content-Disposition": components["headers"]["Content-Disposition"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["PaymentPages"];
          "text/csv": string;
        };
      };
      /** @description The answer would be too large; Invalid request. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["PaymentsList400Problem"];
        };
      };
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  payments_get: {
    parameters: {
      query?: {
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: never;
      path: {
        /** @example 019bc0de-7c30-7a31-84d5-e6f708192a3b */
        payment_id: components["schemas"]["Id"];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Payment"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      404: components["responses"]["not_found"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  payments_approve: {
    parameters: {
      query?: {
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path: {
        /** @example 019bc0de-7c30-7a31-84d5-e6f708192a3b */
        payment_id: components["schemas"]["Id"];
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        "application/json": components["schemas"]["PaymentApprove"];
      };
    };
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Payment"];
        };
      };
      /** @description Nothing has changed: it waits for a second person. */
      202: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["PendingApproval"];
        };
      };
      /** @description The balance would be out of range; Invalid request. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["PaymentsApprove400Problem"];
        };
      };
      401: components["responses"]["unauthorized"];
      /** @description Forbidden; Somebody else has to approve it. */
      403: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["PaymentsApprove403Problem"];
        };
      };
      404: components["responses"]["not_found"];
      409: components["responses"]["state_forbids"];
      413: components["responses"]["payload_too_large"];
      415: components["responses"]["unsupported_media_type"];
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  payments_cancel: {
    parameters: {
      query?: {
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path: {
        /** @example 019bc0de-7c30-7a31-84d5-e6f708192a3b */
        payment_id: components["schemas"]["Id"];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Payment"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      404: components["responses"]["not_found"];
      409: components["responses"]["state_forbids"];
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  payments_refund: {
    parameters: {
      query?: {
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path: {
        /** @example 019bc0de-7c31-7b42-95e6-f708192a3b4c */
        payment_id: components["schemas"]["Id"];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["PaymentRefund"];
      };
    };
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Payment"];
        };
      };
      /** @description Nothing has changed: it waits for a second person. */
      202: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["PendingApproval"];
        };
      };
      /** @description Insufficient funds; Invalid request. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["PaymentsRefund400Problem"];
        };
      };
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      404: components["responses"]["not_found"];
      /** @description The state forbids it; The wallet is frozen. */
      409: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["PaymentsRefund409Problem"];
        };
      };
      413: components["responses"]["payload_too_large"];
      415: components["responses"]["unsupported_media_type"];
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  payments_reject: {
    parameters: {
      query?: {
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path: {
        /** @example 019bc0de-7c30-7a31-84d5-e6f708192a3b */
        payment_id: components["schemas"]["Id"];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["PaymentReject"];
      };
    };
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Payment"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      404: components["responses"]["not_found"];
      409: components["responses"]["state_forbids"];
      413: components["responses"]["payload_too_large"];
      415: components["responses"]["unsupported_media_type"];
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  payments_submit: {
    parameters: {
      query?: {
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["PaymentSubmit"];
      };
    };
    responses: {
      /** @description Created. */
      201: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Payment"];
        };
      };
      /** @description Invalid request; The invoice is paid already; The payment method is not available. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["PaymentsSubmit400Problem"];
        };
      };
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      404: components["responses"]["not_found"];
      /** @description A payment of it waits for approval; The reference is used already; The state forbids it. */
      409: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["PaymentsSubmit409Problem"];
        };
      };
      413: components["responses"]["payload_too_large"];
      415: components["responses"]["unsupported_media_type"];
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  prepaid_update: {
    parameters: {
      query?: {
        /**
         * @description the tenant to read or change, which only root may choose. Absent: the caller's own.
         * @example acme
         */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["PrepaidWalletUpdate"];
      };
    };
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["PrepaidWallet"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      413: components["responses"]["payload_too_large"];
      415: components["responses"]["unsupported_media_type"];
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  prepaid_adjust: {
    parameters: {
      query?: {
        /**
         * @description the tenant to read or change, which only root may choose. Absent: the caller's own.
         * @example acme
         */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["PrepaidAdjust"];
      };
    };
    responses: {
      /** @description Created. */
      201: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["PrepaidReceipt"];
        };
      };
      /** @description Nothing has changed: it waits for a second person. */
      202: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["PendingApproval"];
        };
      };
      /** @description The balance would be out of range; Insufficient funds; Invalid amount; Invalid request. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["PrepaidAdjust400Problem"];
        };
      };
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      409: components["responses"]["wallet_frozen"];
      413: components["responses"]["payload_too_large"];
      415: components["responses"]["unsupported_media_type"];
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  prepaid_charge: {
    parameters: {
      query?: {
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["PrepaidCharge"];
      };
    };
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["RepeatedPrepaidReceipt"];
        };
      };
      /** @description Created. */
      201: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["PrepaidReceipt"];
        };
      };
      /** @description Insufficient funds; Invalid amount; Invalid request. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["PrepaidCharge400Problem"];
        };
      };
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      /** @description The reference is used already; The wallet is frozen. */
      409: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["PrepaidCharge409Problem"];
        };
      };
      413: components["responses"]["payload_too_large"];
      415: components["responses"]["unsupported_media_type"];
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  prepaid_debit: {
    parameters: {
      query?: {
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["PrepaidCharge"];
      };
    };
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["RepeatedPrepaidReceipt"];
        };
      };
      /** @description Created. */
      201: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["PrepaidReceipt"];
        };
      };
      /** @description Insufficient funds; Invalid amount; Invalid request. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["PrepaidDebit400Problem"];
        };
      };
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      /** @description The reference is used already; The wallet is frozen. */
      409: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["PrepaidDebit409Problem"];
        };
      };
      413: components["responses"]["payload_too_large"];
      415: components["responses"]["unsupported_media_type"];
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  prepaid_wallet: {
    parameters: {
      query?: {
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["PrepaidWallet"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  topups_list: {
    parameters: {
      query?: {
        /** @description the `next_cursor` of the page before, with the same filters; it is valid for a day. */
        cursor?: components["schemas"]["Cursor"];
        /**
         * @description 1, the first page, if neither it nor `cursor` is given.
         * @example 1
         */
        page_number?: components["schemas"]["WholeNumber"];
        /** @example 20 */
        page_size?: components["schemas"]["WholeNumber"];
        /**
         * @description requests with this status only.
         * @example pending
         */
        status?: "pending" | "invoiced" | "completed" | "rejected" | "cancelled";
        /**
         * @description the tenant to read or change, which only root may choose. Absent: the caller's own.
         * @example acme
         */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["TopupRequests"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  topups_create: {
    parameters: {
      query?: {
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["TopupRequestCreate"];
      };
    };
    responses: {
      /** @description Created. */
      201: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["TopupRequest"];
        };
      };
      /** @description Invalid amount; Invalid request. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["TopupsCreate400Problem"];
        };
      };
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      413: components["responses"]["payload_too_large"];
      415: components["responses"]["unsupported_media_type"];
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  topups_get: {
    parameters: {
      query?: {
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: never;
      path: {
        /** @example 019bc0de-7c10-7d5e-8f90-1a2b3c4d5e6f */
        request_id: components["schemas"]["Id"];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["TopupRequest"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      404: components["responses"]["not_found"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  topups_approve: {
    parameters: {
      query?: {
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path: {
        /** @example 019bc0de-7c10-7d5e-8f90-1a2b3c4d5e6f */
        request_id: components["schemas"]["Id"];
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        "application/json": components["schemas"]["TopupRequestApprove"];
      };
    };
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ApprovedTopupRequest"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      /** @description Forbidden; Somebody else has to approve it. */
      403: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["TopupsApprove403Problem"];
        };
      };
      404: components["responses"]["not_found"];
      409: components["responses"]["state_forbids"];
      413: components["responses"]["payload_too_large"];
      415: components["responses"]["unsupported_media_type"];
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  topups_cancel: {
    parameters: {
      query?: {
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path: {
        /** @example 019bc0de-7c10-7d5e-8f90-1a2b3c4d5e6f */
        request_id: components["schemas"]["Id"];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["TopupRequest"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      404: components["responses"]["not_found"];
      409: components["responses"]["state_forbids"];
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  topups_reject: {
    parameters: {
      query?: {
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path: {
        /** @example 019bc0de-7c10-7d5e-8f90-1a2b3c4d5e6f */
        request_id: components["schemas"]["Id"];
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        "application/json": components["schemas"]["TopupRequestReject"];
      };
    };
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["TopupRequest"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      404: components["responses"]["not_found"];
      409: components["responses"]["state_forbids"];
      413: components["responses"]["payload_too_large"];
      415: components["responses"]["unsupported_media_type"];
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  topups_list_own: {
    parameters: {
      query?: {
        /** @description the `next_cursor` of the page before, with the same filters; it is valid for a day. */
        cursor?: components["schemas"]["Cursor"];
        /**
         * @description 1, the first page, if neither it nor `cursor` is given.
         * @example 1
         */
        page_number?: components["schemas"]["WholeNumber"];
        /** @example 20 */
        page_size?: components["schemas"]["WholeNumber"];
        /**
         * @description requests with this status only.
         * @example pending
         */
        status?: "pending" | "invoiced" | "completed" | "rejected" | "cancelled";
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["TopupRequestPages"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  prepaid_transactions: {
    parameters: {
      query?: {
        /** @description the `next_cursor` of the page before, with the same filters; it is valid for a day. */
        cursor?: components["schemas"]["Cursor"];
        /** @example 2026-01-01 */
        date_from?: components["schemas"]["TimeText"];
        date_to?: components["schemas"]["TimeText"];
        /**
         * @description transactions of this kind only.
         * @example topup
         */
        kind?: "topup" | "message_charge" | "debit" | "adjustment" | "refund";
        /** @example 20 */
        limit?: components["schemas"]["WholeNumber"];
        /**
         * @description how many items are before it; 0 if neither it nor `cursor` is given.
         * @example 0
         */
        offset?: components["schemas"]["WholeNumber"];
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["PrepaidTransactionListing"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  cashier_credit: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["CashierCredit"];
      };
    };
    responses: {
      /** @description Created. */
      201: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["CashierReceipt"];
        };
      };
      /** @description Nothing has changed: it waits for a second person. */
      202: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["PendingApproval"];
        };
      };
      /** @description The agent's limit is exceeded; The balance would be out of range; Invalid amount; Invalid request. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["CashierCredit400Problem"];
        };
      };
      401: components["responses"]["unauthorized"];
      /** @description Forbidden; The customer is another agent's. */
      403: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["CashierCredit403Problem"];
        };
      };
      404: components["responses"]["customer_not_found"];
      413: components["responses"]["payload_too_large"];
      415: components["responses"]["unsupported_media_type"];
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  cashier_debit: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["CashierDebit"];
      };
    };
    responses: {
      /** @description Created. */
      201: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["CashierReceipt"];
        };
      };
      /** @description The agent's limit is exceeded; Insufficient credit; Insufficient funds; Invalid amount; Invalid request. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["CashierDebit400Problem"];
        };
      };
      401: components["responses"]["unauthorized"];
      /** @description Forbidden; The customer is another agent's. */
      403: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["CashierDebit403Problem"];
        };
      };
      404: components["responses"]["customer_not_found"];
      409: components["responses"]["wallet_frozen"];
      413: components["responses"]["payload_too_large"];
      415: components["responses"]["unsupported_media_type"];
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  changes: {
    parameters: {
      query?: {
        /** @description the `next_cursor` of the page before, with the same filters; it is valid for a day. */
        cursor?: components["schemas"]["Cursor"];
        limit?: components["schemas"]["WholeNumber"];
        /** @description how many items are before it; 0 if neither it nor `cursor` is given. */
        offset?: components["schemas"]["WholeNumber"];
        /**
         * @description the id or the name of what was changed.
         * @example acme
         */
        subject?: components["schemas"]["SubjectFilter"];
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["TermChangeListing"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  event_settings_get: {
    parameters: {
      query?: {
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["EventSettings"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  event_settings_put: {
    parameters: {
      query?: {
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["EventSettingsUpdate"];
      };
    };
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["EventSettings"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      413: components["responses"]["payload_too_large"];
      415: components["responses"]["unsupported_media_type"];
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  holds_list: {
    parameters: {
      query?: {
        /** @description only holds of this person, in this currency, with this status. */
        currency?: components["schemas"]["CurrencyCode"];
        /** @description the `next_cursor` of the page before, with the same filters; it is valid for a day. */
        cursor?: components["schemas"]["Cursor"];
        limit?: components["schemas"]["WholeNumber"];
        /** @description only holds of this person, in this currency, with this status. */
        owner_id?: components["schemas"]["OwnerId"];
        /**
         * @description only holds of this person, in this currency, with this status.
         * @example pending
         */
        status?: "pending" | "captured" | "released" | "expired";
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Holds"];
        };
      };
      /** @description Invalid request; Invalid wallet. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["HoldsList400Problem"];
        };
      };
      401: components["responses"]["unauthorized"];
      /** @description Forbidden; The customer is another agent's. */
      403: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["HoldsList403Problem"];
        };
      };
      /** @description There is no such customer; Not found. */
      404: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["HoldsList404Problem"];
        };
      };
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  holds_create: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["HoldCreate"];
      };
    };
    responses: {
      /** @description Created. */
      201: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["PlacedHold"];
        };
      };
      /** @description The balance would be out of range; Insufficient credit; Insufficient funds; Invalid amount; Invalid request; Invalid wallet. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["HoldsCreate400Problem"];
        };
      };
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      /** @description The person was erased; The wallet is frozen. */
      409: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["HoldsCreate409Problem"];
        };
      };
      413: components["responses"]["payload_too_large"];
      415: components["responses"]["unsupported_media_type"];
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  holds_get: {
    parameters: {
      query?: {
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: never;
      path: {
        /** @example 019bc0de-7c60-7b71-8c82-9d0e1f2a3b47 */
        hold_id: components["schemas"]["Id"];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["HoldDetails"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      /** @description Forbidden; The customer is another agent's. */
      403: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["HoldsGet403Problem"];
        };
      };
      /** @description There is no such customer; There is no such hold; Not found. */
      404: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["HoldsGet404Problem"];
        };
      };
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  holds_capture: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path: {
        /** @example 019bc0de-7c60-7b71-8c82-9d0e1f2a3b47 */
        hold_id: components["schemas"]["Id"];
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        "application/json": components["schemas"]["HoldCapture"];
      };
    };
    responses: {
      /** @description Created. */
      201: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["CapturedHold"];
        };
      };
      /** @description The balance would be out of range; There is less left of the hold; Invalid amount; Invalid request; Invalid wallet. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["HoldsCapture400Problem"];
        };
      };
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      404: components["responses"]["hold_not_found"];
      /** @description The hold is captured already; The hold has expired; The hold is released already; The person was erased; The wallet is frozen. */
      409: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["HoldsCapture409Problem"];
        };
      };
      413: components["responses"]["payload_too_large"];
      415: components["responses"]["unsupported_media_type"];
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  holds_release: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path: {
        /** @example 019bc0de-7c60-7b71-8c82-9d0e1f2a3b47 */
        hold_id: components["schemas"]["Id"];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["PlacedHold"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      404: components["responses"]["hold_not_found"];
      /** @description The hold is captured already; The hold has expired; The hold is released already. */
      409: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["HoldsRelease409Problem"];
        };
      };
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  monitors_list: {
    parameters: {
      query?: {
        /** @description only the monitors of this person or account. */
        account?: components["schemas"]["Account"];
        /** @description the `next_cursor` of the page before, with the same filters; it is valid for a day. */
        cursor?: components["schemas"]["Cursor"];
        limit?: components["schemas"]["WholeNumber"];
        /** @description how many items are before it; 0 if neither it nor `cursor` is given. */
        offset?: components["schemas"]["WholeNumber"];
        /** @description only the monitors of this person or account. */
        owner_id?: components["schemas"]["OwnerId"];
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["MonitorListing"];
        };
      };
      /** @description Invalid request; Invalid wallet. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["MonitorsList400Problem"];
        };
      };
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  monitors_get: {
    parameters: {
      query?: {
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: never;
      path: {
        /** @example float-of-ada */
        monitor_id: components["schemas"]["ExternalId"];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Monitor"];
        };
      };
      /** @description Invalid request; Invalid wallet. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["MonitorsGet400Problem"];
        };
      };
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      404: components["responses"]["monitor_not_found"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  monitors_put: {
    parameters: {
      query?: {
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path: {
        /** @example float-of-ada */
        monitor_id: components["schemas"]["ExternalId"];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["MonitorUpdate"];
      };
    };
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Monitor"];
        };
      };
      /** @description Invalid amount; Invalid request; Invalid wallet. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["MonitorsPut400Problem"];
        };
      };
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      409: components["responses"]["too_many_monitors"];
      413: components["responses"]["payload_too_large"];
      415: components["responses"]["unsupported_media_type"];
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  monitors_delete: {
    parameters: {
      query?: {
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path: {
        /** @example float-of-ada */
        monitor_id: components["schemas"]["ExternalId"];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Monitor"];
        };
      };
      /** @description Invalid request; Invalid wallet. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["MonitorsDelete400Problem"];
        };
      };
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      404: components["responses"]["monitor_not_found"];
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  people_erasure: {
    parameters: {
      query?: {
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path: {
        /** @example player-5 */
        owner_id: components["schemas"]["OwnerId"];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["ErasureCreate"];
      };
    };
    responses: {
      /** @description Nothing has changed: it waits for a second person. */
      202: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["PendingApproval"];
        };
      };
      /** @description Invalid request; Invalid wallet. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["PeopleErasure400Problem"];
        };
      };
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      404: components["responses"]["person_not_found"];
      /** @description The account is not closed; The person was erased. */
      409: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["PeopleErasure409Problem"];
        };
      };
      413: components["responses"]["payload_too_large"];
      415: components["responses"]["unsupported_media_type"];
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  people_lookup: {
    parameters: {
      query?: {
        /** @description of a wallet of any currency. */
        owner_id?: components["schemas"]["OwnerId"];
        /**
         * @description of a customer; case is ignored.
         * @example bruno
         */
        username?: components["schemas"]["Username"];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Recipient"];
        };
      };
      /** @description Invalid request; Invalid wallet. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["PeopleLookup400Problem"];
        };
      };
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      404: components["responses"]["recipient_not_found"];
      /** @description Too many lookups; Too many requests. */
      429: {
        headers: {
          RateLimit: components["headers"]["RateLimit"];
          "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
          "Retry-After": components["headers"]["Retry-After"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "message": "Too Many Requests"
           *     }
           */
          "application/json": components["schemas"]["GatewayMessage"];
          "application/problem+json": components["schemas"]["PeopleLookup429Problem"];
        };
      };
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  reconciliation_findings_acknowledge: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path: {
        /** @example 019bc0de-7c31-7f51-8c62-7d8e9f0a1b23 */
        finding_id: components["schemas"]["Id"];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["FindingAcknowledge"];
      };
    };
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Finding"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      404: components["responses"]["finding_not_found"];
      413: components["responses"]["payload_too_large"];
      415: components["responses"]["unsupported_media_type"];
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  reconciliation_runs_list: {
    parameters: {
      query?: {
        /** @description the `next_cursor` of the page before, with the same filters; it is valid for a day. */
        cursor?: components["schemas"]["Cursor"];
        /** @example 20 */
        limit?: components["schemas"]["WholeNumber"];
        /** @description how many items are before it; 0 if neither it nor `cursor` is given. */
        offset?: components["schemas"]["WholeNumber"];
        /** @description runs of this tenant only, which only root may choose. Absent: every run for root. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ReconciliationRunListing"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  reconciliation_runs_create: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: {
      content: {
        "application/json": components["schemas"]["ReconciliationRunCreate"];
      };
    };
    responses: {
      /** @description Created. */
      201: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ReconciliationRun"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      413: components["responses"]["payload_too_large"];
      415: components["responses"]["unsupported_media_type"];
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  reconciliation_runs_get: {
    parameters: {
      query?: {
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: never;
      path: {
        /** @example 019bc0de-7c30-7e41-9b52-6c7d8e9f0a12 */
        run_id: components["schemas"]["Id"];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ReconciliationRun"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      404: components["responses"]["run_not_found"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  tenants_list: {
    parameters: {
      query?: {
        /** @description the `next_cursor` of the page before, with the same filters; it is valid for a day. */
        cursor?: components["schemas"]["Cursor"];
        /** @example 20 */
        limit?: components["schemas"]["WholeNumber"];
        /** @description how many items are before it; 0 if neither it nor `cursor` is given. */
        offset?: components["schemas"]["WholeNumber"];
        /**
         * @description part of the name; the case of A to Z is ignored.
         * @example acm
         */
        search?: string;
        /** @description only root may name one; without it, root sees every tenant, and others their own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["TenantListing"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  coin_policy_get: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example winter-cup */
        tournament_id: components["schemas"]["ExternalId"];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["TournamentCoinPolicy"];
        };
      };
      /** @description Invalid request; Invalid wallet. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["CoinPolicyGet400Problem"];
        };
      };
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  coin_policy_put: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path: {
        /** @example winter-cup */
        tournament_id: components["schemas"]["ExternalId"];
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        "application/json": components["schemas"]["TournamentCoinPolicyUpdate"];
      };
    };
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["TournamentCoinPolicy"];
        };
      };
      /** @description Nothing has changed: it waits for a second person. */
      202: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["PendingApproval"];
        };
      };
      /** @description Invalid request; Invalid wallet. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["CoinPolicyPut400Problem"];
        };
      };
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      413: components["responses"]["payload_too_large"];
      415: components["responses"]["unsupported_media_type"];
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  transactions_list: {
    parameters: {
      query?: {
        /** @description it changed a wallet of this person, of this account. */
        account?: components["schemas"]["Account"];
        /** @description inclusive. */
        created_from?: components["schemas"]["TimeText"];
        /** @description a time is exclusive; a date includes that whole UTC day. */
        created_to?: components["schemas"]["TimeText"];
        /** @description the `next_cursor` of the page before, with the same filters; it is valid for a day. */
        cursor?: components["schemas"]["Cursor"];
        external_reference?: components["schemas"]["Reference"];
        kind?:
          | "debit"
          | "withdrawal"
          | "debit_adjustment"
          | "credit"
          | "deposit"
          | "credit_adjustment"
          | "opening_balance"
          | "settlement"
          | "bet_stake"
          | "bet_payout"
          | "bet_void"
          | "bet_cash_out"
          | "participation"
          | "top4"
          | "runner_up"
          | "winner"
          | "entry_fee_debit"
          | "refund"
          | "manual_adjust"
          | "correction"
          | "p2p_transfer"
          | "custom"
          | "hold_capture"
          | "topup"
          | "topup_refund"
          | "message_charge"
          | "prepaid_debit"
          | "prepaid_adjustment"
          | "reversal";
        limit?: components["schemas"]["WholeNumber"];
        /**
         * @description up to ten members, as meta[order]=7; a number or boolean is written as in the answer, and a member that is an object, an array or null is not found.
         * @example {
         *       "tournament_id": "winter-cup"
         *     }
         */
        meta?: components["schemas"]["SearchedMeta"];
        /**
         * @description it changed a wallet of this person, of this account.
         * @example player-7
         */
        owner_id?: components["schemas"]["OwnerId"];
        /**
         * @description its kind, or a word of the tenant's own.
         * @example runner_up
         */
        reason?: components["schemas"]["SearchedReason"];
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Transactions"];
        };
      };
      /** @description Invalid request; Invalid wallet. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["TransactionsList400Problem"];
        };
      };
      401: components["responses"]["unauthorized"];
      /** @description Forbidden; The customer is another agent's. */
      403: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["TransactionsList403Problem"];
        };
      };
      404: components["responses"]["customer_not_found"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  transactions_create: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["TransactionCreate"];
      };
    };
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["TransactionPreview"];
        };
      };
      /** @description Created. */
      201: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["TransactionReceipt"];
        };
      };
      /** @description The balance would be out of range; A currency is required; Insufficient credit; Insufficient funds; Invalid amount; Invalid request; Invalid wallet; The entries do not sum to zero. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["TransactionsCreate400Problem"];
        };
      };
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      /** @description The person was erased; The wallet is frozen. */
      409: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["TransactionsCreate409Problem"];
        };
      };
      413: components["responses"]["payload_too_large"];
      415: components["responses"]["unsupported_media_type"];
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  transactions_get: {
    parameters: {
      query?: {
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: never;
      path: {
        /** @example 019bc0de-7c20-7d31-8a42-5b6c7d8e9f01 */
        transaction_id: components["schemas"]["Id"];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["AuditedTransaction"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      /** @description Forbidden; The customer is another agent's. */
      403: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["TransactionsGet403Problem"];
        };
      };
      404: components["responses"]["transaction_not_found"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  transactions_reverse: {
    parameters: {
      query?: {
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path: {
        /** @example 019bc0de-7c20-7d31-8a42-5b6c7d8e9f01 */
        transaction_id: components["schemas"]["Id"];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["TransactionReverse"];
      };
    };
    responses: {
      /** @description Created. */
      201: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["AuditedTransaction"];
        };
      };
      /** @description Nothing has changed: it waits for a second person. */
      202: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["PendingApproval"];
        };
      };
      /** @description The balance would be out of range; Insufficient credit; Insufficient funds; Invalid request. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["TransactionsReverse400Problem"];
        };
      };
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      404: components["responses"]["transaction_not_found"];
      /** @description The transaction is reversed already; The transaction has its own kind of reversal; The wallet is frozen. */
      409: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["TransactionsReverse409Problem"];
        };
      };
      413: components["responses"]["payload_too_large"];
      415: components["responses"]["unsupported_media_type"];
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  transfers_create: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["TransferCreate"];
      };
    };
    responses: {
      /** @description Created. */
      201: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["TransferReceipt"] | components["schemas"]["SentTransfer"];
        };
      };
      /** @description The balance would be out of range; A currency is required; Insufficient funds; Invalid amount; Invalid request; Invalid wallet. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["TransfersCreate400Problem"];
        };
      };
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      404: components["responses"]["recipient_not_found"];
      409: components["responses"]["wallet_frozen"];
      413: components["responses"]["payload_too_large"];
      415: components["responses"]["unsupported_media_type"];
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  trial_balance: {
    parameters: {
      query?: {
        /** @description absent: now; of a date, the beginning of that UTC day. */
        at?: components["schemas"]["Instant"];
        /**
         * @description what a row is of: a kind of accounts; a category of house accounts, or a kind of other accounts; or an account.
         * @example category
         */
        by?: components["schemas"]["Grouping"];
        /**
         * @description absent: all.
         * @example USD
         */
        currency?: components["schemas"]["CurrencyCode"];
        /**
         * @description csv returns the rows, and after them those of the totals.
         * @example csv
         */
        format?: components["schemas"]["Format"];
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "Content-Disposition": components["headers"]["Content-Disposition"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["TrialBalance"];
          "text/csv": string;
        };
      };
      /** @description The answer would be too large; Invalid request. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["TrialBalance400Problem"];
        };
      };
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  wallets_get: {
    parameters: {
      query?: {
        /** @description whether an entry counts from when it was posted or from when it happened, which now is the same. */
        by?: components["schemas"]["Basis"];
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: never;
      path: {
        /** @example player-7 */
        owner_id: components["schemas"]["OwnerId"];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["WalletBalances"];
        };
      };
      /** @description Invalid request; Invalid wallet. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["WalletsGet400Problem"];
        };
      };
      401: components["responses"]["unauthorized"];
      /** @description Forbidden; The customer is another agent's. */
      403: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["WalletsGet403Problem"];
        };
      };
      /** @description There is no such customer; Not found. */
      404: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["WalletsGet404Problem"];
        };
      };
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  wallets_update: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path: {
        /** @example player-7 */
        owner_id: components["schemas"]["OwnerId"];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["WalletUpdate"];
      };
    };
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["WalletBalance"];
        };
      };
      /** @description Nothing has changed: it waits for a second person. */
      202: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["PendingApproval"];
        };
      };
      /** @description A currency is required; Invalid request; Invalid wallet. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["WalletsUpdate400Problem"];
        };
      };
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      413: components["responses"]["payload_too_large"];
      415: components["responses"]["unsupported_media_type"];
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  wallets_balance: {
    parameters: {
      query?: {
        /** @description the time of the balance; absent: now. by: whether an entry counts from when it was posted or from when it happened. */
        at?: components["schemas"]["Instant"];
        by?: components["schemas"]["Basis"];
        /**
         * @description of the wallet; absent: that of the owner's only one.
         * @example COIN
         */
        currency?: components["schemas"]["CurrencyCode"];
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: never;
      path: {
        /** @example player-7 */
        owner_id: components["schemas"]["OwnerId"];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["WalletBalance"];
        };
      };
      /** @description A currency is required; Invalid request; Invalid wallet. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["WalletsBalance400Problem"];
        };
      };
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  wallets_credit: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path: {
        /** @example player-7 */
        owner_id: components["schemas"]["OwnerId"];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["WalletTransactionCreate"];
      };
    };
    responses: {
      /** @description Created. */
      201: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["WalletReceipt"];
        };
      };
      /** @description The balance would be out of range; A currency is required; Invalid amount; Invalid request; Invalid wallet. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["WalletsCredit400Problem"];
        };
      };
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      413: components["responses"]["payload_too_large"];
      415: components["responses"]["unsupported_media_type"];
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  wallets_debit: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path: {
        /** @example player-7 */
        owner_id: components["schemas"]["OwnerId"];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["WalletTransactionCreate"];
      };
    };
    responses: {
      /** @description Created. */
      201: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["WalletReceipt"];
        };
      };
      /** @description A currency is required; Insufficient funds; Invalid amount; Invalid request; Invalid wallet. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["WalletsDebit400Problem"];
        };
      };
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      409: components["responses"]["wallet_frozen"];
      413: components["responses"]["payload_too_large"];
      415: components["responses"]["unsupported_media_type"];
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  wallets_statement: {
    parameters: {
      query?: {
        /** @description whether the period has the entries that were posted in it, or those that happened in it. */
        by?: components["schemas"]["Basis"];
        /**
         * @description of the wallet; absent: that of the owner's only one.
         * @example COIN
         */
        currency?: components["schemas"]["CurrencyCode"];
        /** @example 2025-01-01 */
        date_from?: components["schemas"]["TimeText"];
        date_to?: components["schemas"]["TimeText"];
        /**
         * @description csv returns the rows only.
         * @example csv
         */
        format?: components["schemas"]["Format"];
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: never;
      path: {
        /** @example player-7 */
        owner_id: components["schemas"]["OwnerId"];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "Content-Disposition": components["headers"]["Content-Disposition"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["WalletStatement"];
          "text/csv": string;
        };
      };
      /** @description The answer would be too large; A currency is required; Invalid request; Invalid wallet. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["WalletsStatement400Problem"];
        };
      };
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  wallets_transactions: {
    parameters: {
      query?: {
        /**
         * @description of the wallet; absent: that of the owner's only one.
         * @example COIN
         */
        currency?: components["schemas"]["CurrencyCode"];
        /** @description the `next_cursor` of the page before, with the same filters; it is valid for a day. */
        cursor?: components["schemas"]["Cursor"];
        /** @example 20 */
        limit?: components["schemas"]["WholeNumber"];
        /**
         * @description how many items are before it; 0 if neither it nor `cursor` is given.
         * @example 0
         */
        offset?: components["schemas"]["WholeNumber"];
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: never;
      path: {
        /** @example player-7 */
        owner_id: components["schemas"]["OwnerId"];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["WalletEntryListing"];
        };
      };
      /** @description A currency is required; Invalid request; Invalid wallet. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["WalletsTransactions400Problem"];
        };
      };
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  webhooks_list: {
    parameters: {
      query?: {
        /** @description the `next_cursor` of the page before, with the same filters; it is valid for a day. */
        cursor?: components["schemas"]["Cursor"];
        limit?: components["schemas"]["WholeNumber"];
        /** @description how many items are before it; 0 if neither it nor `cursor` is given. */
        offset?: components["schemas"]["WholeNumber"];
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["WebhookListing"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  webhooks_create: {
    parameters: {
      query?: {
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["WebhookCreate"];
      };
    };
    responses: {
      /** @description Created. */
      201: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["WebhookCreated"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      409: components["responses"]["too_many_webhooks"];
      413: components["responses"]["payload_too_large"];
      415: components["responses"]["unsupported_media_type"];
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  webhooks_get: {
    parameters: {
      query?: {
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: never;
      path: {
        /** @example 019bc0de-7c50-7a61-9b72-8c9d0e1f2a34 */
        webhook_id: components["schemas"]["Id"];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Webhook"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      404: components["responses"]["webhook_not_found"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  webhooks_delete: {
    parameters: {
      query?: {
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path: {
        /** @example 019bc0de-7c50-7a61-9b72-8c9d0e1f2a34 */
        webhook_id: components["schemas"]["Id"];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Webhook"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      404: components["responses"]["webhook_not_found"];
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  webhooks_update: {
    parameters: {
      query?: {
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path: {
        /** @example 019bc0de-7c50-7a61-9b72-8c9d0e1f2a34 */
        webhook_id: components["schemas"]["Id"];
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        "application/json": components["schemas"]["WebhookUpdate"];
      };
    };
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["WebhookUpdated"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      404: components["responses"]["webhook_not_found"];
      413: components["responses"]["payload_too_large"];
      415: components["responses"]["unsupported_media_type"];
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  webhooks_deliveries: {
    parameters: {
      query?: {
        /** @description the `next_cursor` of the page before, with the same filters; it is valid for a day. */
        cursor?: components["schemas"]["Cursor"];
        limit?: components["schemas"]["WholeNumber"];
        /** @description how many items are before it; 0 if neither it nor `cursor` is given. */
        offset?: components["schemas"]["WholeNumber"];
        /** @description only those. */
        status?: "waiting" | "delivered" | "failed";
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: never;
      path: {
        /** @example 019bc0de-7c50-7a61-9b72-8c9d0e1f2a34 */
        webhook_id: components["schemas"]["Id"];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["DeliveryListing"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      404: components["responses"]["webhook_not_found"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  webhooks_resend: {
    parameters: {
      query?: {
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path: {
        /** @example 019bc0de-7c51-7b71-8a82-9d0e1f2a3b46 */
        delivery_id: components["schemas"]["Id"];
        /** @example 019bc0de-7c50-7a61-9b72-8c9d0e1f2a34 */
        webhook_id: components["schemas"]["Id"];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Delivery"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      404: components["responses"]["delivery_not_found"];
      409: components["responses"]["webhook_disabled"];
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  webhooks_test: {
    parameters: {
      query?: {
        /** @description the tenant to read or change, which only root may choose. Absent: the caller's own. */
        tenant_id?: components["schemas"]["TenantId"];
      };
      header?: {
        /**
         * @description Makes the call safe to repeat, for this tenant and caller. Without one, each call is a new one.
         * @example 9f1c6e7a-payout-0042
         */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path: {
        /** @example 019bc0de-7c50-7a61-9b72-8c9d0e1f2a34 */
        webhook_id: components["schemas"]["Id"];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Created. */
      201: {
        headers: {
          "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Delivery"];
        };
      };
      400: components["responses"]["invalid_request"];
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      404: components["responses"]["webhook_not_found"];
      409: components["responses"]["webhook_disabled"];
      422: components["responses"]["idempotency_conflict"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  healthz: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Health"];
        };
      };
      400: components["responses"]["invalid_request"];
      429: components["responses"]["throttled"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
}
