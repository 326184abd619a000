// Written by `npm run api`; never edited by hand.
export interface paths {
  "/api/v1/agent/bets": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The bets of an agent's customers, newest first
     * @description Roles: agent.
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
     * @description Roles: agent.
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
     * @description What is new after the last id, at most 500 frames `cash_out` whose data is an item of the activity; without an id, or with one ahead of the sequence, the present id.
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
     * What an agent's customers cashed out in a period
     * @description What an agent's customers cashed out in the period that ends now.
     *
     *     Roles: agent.
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
     * An agent's own customers, by username
     * @description The agent's own customers, by username.
     *
     *     Roles: agent.
     */
    get: operations["agent_clients_list"];
    put?: never;
    /**
     * An agent takes a customer in
     * @description Take a customer in.
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
     * @description One of the agent's own customers.
     *
     *     Roles: agent.
     */
    get: operations["agent_clients_get"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /**
     * An agent changes a customer's terms
     * @description Change a customer's terms, under the wallet's lock; every change is kept.
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
     * @description Roles: agent.
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
     * An agent brings customers in from another system, with their balances
     * @description Take customers in, their opening balances as postings against the agent's float: all or nothing.
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
  "/api/v1/agent/settlement/preview": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * What an agent and their customers would settle now
     * @description What would be settled now.
     *
     *     Roles: agent.
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
     * @description Past settlements, newest first.
     *
     *     Roles: agent.
     */
    get: operations["settlements_list"];
    put?: never;
    /**
     * An agent settles with a customer
     * @description Record the figures under the wallet's lock and, by `zero`, post the balance away against the agent's float.
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
     * An agent's own movements at the desk, newest first
     * @description The agent's own movements, newest first.
     *
     *     Roles: agent.
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
  "/api/v1/bets": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * A customer's own bets, newest first
     * @description A customer's own bets, newest first. Who is no customer has none: only placing one takes a customer.
     *
     *     Roles: customer.
     */
    get: operations["bets_list"];
    put?: never;
    /**
     * A customer places a bet
     * @description A customer's bet from their own wallet.
     *
     *     Roles: customer.
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
     * @description A bet, for its customer, their agent, or a service.
     *
     *     Roles: agent, customer, service.
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
     * A trading system pays a bet back early
     * @description Pay a pending bet back early: its transition, the credit and the event are one transaction.
     *
     *     Roles: service.
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
     * A trading system says how a bet ended
     * @description End a bet: won pays, lost keeps the stake, void gives it back.
     *
     *     Roles: service.
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
     * Where e-mail for a tenant goes
     * @description A tenant's contact.
     *
     *     Roles: billing.manage, billing.view, root.
     */
    get: operations["billing_contact_get"];
    /**
     * Says where e-mail for a tenant goes
     * @description Send a tenant's e-mail there from now on.
     *
     *     Roles: billing.manage, root.
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
     *     Roles: billing.manage, billing.view, root.
     */
    get: operations["invoices_list"];
    put?: never;
    /**
     * The operator drafts an invoice of usage or subscription
     * @description An invoice of usage or subscription, not yet issued.
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
     *     Roles: billing.manage, billing.view, root.
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
     * @description A draft becomes due, in 14 days.
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
     * The operator says that an invoice has been paid
     * @description An issued invoice was paid outside of Purser. A top-up's credits the wallet and completes its request, in the same transaction. Where it is paid already, nothing moves.
     *
     *     Roles: billing.manage, root.
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
     * An invoice to print
     * @description An invoice's number, and it as a page to print.
     *
     *     Roles: billing.manage, billing.view, root.
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
     * @description A draft or issued invoice is of no worth any more; the request that it is of is cancelled.
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
     * Every payment method that somebody configured, the disabled ones too
     * @description Every method that somebody configured, the disabled ones too: a tenant's and the platform's; with a reach of none, every tenant's.
     *
     *     Roles: billing.manage, root.
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
     * Says how a payment method is offered from now on
     * @description Offer a method as the request says, in its country or everywhere, from now on: to one tenant, or with a reach of none to every tenant that has not its own.
     *
     *     Roles: billing.manage, root.
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
     * How a tenant may pay
     * @description How a tenant may pay: of methods with one id, what the tenant has configured goes before what the platform has, and what is for the country before what is for all.
     *
     *     Roles: billing.manage, billing.view, root.
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
     *     Roles: billing.manage, billing.view, root.
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
     * @description Roles: billing.manage, billing.view, root.
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
     * The operator approves a payment, which pays its invoice
     * @description The money has arrived: the payment succeeded, its invoice is paid, and a top-up is credited, in one transaction.
     *
     *     Roles: billing.manage, root.
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
     * The one who submitted a payment takes it back
     * @description Take a payment back that waits for approval.
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
     * The operator gives a payment back
     * @description A payment goes back; of a top-up the wallet's credit is reversed. The invoice stays paid, the request completed.
     *
     *     Roles: billing.manage, root.
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
     * The operator says that a payment has not come
     * @description The money did not come: the payment failed, and the invoice can be paid again.
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
     * Somebody says that they have paid an invoice
     * @description Say that an issued invoice has been paid; somebody else approves it.
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
     * The operator freezes a prepaid wallet, or frees it
     * @description Freeze a tenant's wallet, or free it again.
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
     * The operator puts a prepaid wallet right
     * @description Put an amount right, in either direction.
     *
     *     Roles: root.
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
     * A trusted system charges messages to a tenant
     * @description A message charge. The same reference charges once, whatever the key.
     *
     *     Roles: service.
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
     * A trusted system takes something else from a tenant
     * @description Take an amount for another reason than a message. The same reference debits once, whatever the key.
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
     * The prepaid wallet of a tenant
     * @description A tenant's prepaid wallet, made on first use.
     *
     *     Roles: billing.manage, billing.view, root.
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
     * Requests to top up, newest first
     * @description A tenant's requests, newest first, or for root those of every tenant; and how many of each status there are.
     *
     *     Roles: billing.manage, billing.view, root.
     */
    get: operations["topups_list"];
    put?: never;
    /**
     * A tenant asks for a top-up
     * @description A request that waits for the operator.
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
     * One request to top up
     * @description One request.
     *
     *     Roles: billing.manage, billing.view, root.
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
     * The operator approves a top-up
     * @description Issue the invoice of a pending request, in the transaction that says so.
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
     * The one who asked for a top-up takes it back
     * @description Take a pending request back.
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
     * The operator rejects a top-up
     * @description End a pending request without an invoice.
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
     * A tenant's own requests to top up, newest first
     * @description A tenant's requests, newest first.
     *
     *     Roles: billing.manage, billing.view, root.
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
     * The movements of a prepaid wallet, newest first
     * @description All of the wallet's movements, newest first; its balance is their sum.
     *
     *     Roles: billing.manage, billing.view, root.
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
     * An agent puts money into one of their customers' wallets
     * @description Move `amount` from the agent's float to the customer's wallet.
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
     * An agent takes money out of one of their customers' wallets
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
     * Somebody has judged a finding
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
     * Every reconciliation, newest first
     * @description Every run, newest first.
     *
     *     Roles: root.
     */
    get: operations["reconciliation_runs_list"];
    put?: never;
    /**
     * The platform's operator has the ledger checked against itself
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
     * One reconciliation, with what it found
     * @description A run with its findings.
     *
     *     Roles: root.
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
  "/api/v1/tournaments/{tournament_id}/coin-policy": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * What a tournament gives
     * @description What the tournament gives; the defaults where nobody has said otherwise.
     *
     *     Roles: service.
     */
    get: operations["coin_policy_get"];
    /**
     * A trusted system says what a tournament gives
     * @description From now on the tournament gives this. What was awarded stays as it is.
     *
     *     Roles: service.
     */
    put: operations["coin_policy_put"];
    post?: never;
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
     * @description A transaction with its entries, for a service or root, and for an agent where it moved their own customer's wallet.
     *
     *     Roles: agent, root, service.
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
     * Takes a movement back by posting its opposite
     * @description Post the opposite of every entry, as a transaction that names the one it takes back.
     *
     *     Roles: root, service.
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
     * An amount goes from one owner to another
     * @description A transfer as somebody may ask for it: a service from any owner, a customer from their own wallet.
     *
     *     Roles: customer, service.
     */
    post: operations["transfers_create"];
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
     * Every balance of an owner
     * @description Whose wallets somebody may look at: a customer their own, an agent their customers', a service or root any.
     *
     *     Every wallet that the owner has.
     *
     *     Roles: agent, customer, root, service.
     */
    get: operations["wallets_get"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /**
     * A trusted system says whether a wallet may go below zero
     * @description Whether the owner's wallet has a floor. Makes the wallet where there is none yet.
     *
     *     Roles: service.
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
     * One balance of an owner, now or as it was
     * @description Whose wallets somebody may look at: a customer their own, an agent their customers', a service or root any.
     *
     *     The balance now, or as it was: of every movement whose created_at is not after `at`.
     *
     *     Roles: agent, customer, root, service.
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
     * A trusted system puts an amount into an owner's wallet
     * @description Put an amount into the owner's wallet, which comes into being with its first credit.
     *
     *     Roles: service.
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
     * A trusted system takes an amount out of an owner's wallet
     * @description Take an amount out of the owner's wallet.
     *
     *     Roles: service.
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
     * A wallet's movements over a time, between two balances
     * @description Whose wallets somebody may look at: a customer their own, an agent their customers', a service or root any.
     *
     *     The movements of a time, oldest first, between what the wallet held before and after.
     *
     *     Roles: agent, customer, root, service.
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
     * A wallet's movements, newest first
     * @description Whose wallets somebody may look at: a customer their own, an agent their customers', a service or root any.
     *
     *     The wallet's movements, newest first by ledger order.
     *
     *     Roles: agent, customer, root, service.
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
    /** @description The acknowledgement of a finding. */
    AcknowledgeRequest: {
      /** @description the reason why it needs no further attention. */
      note: components["schemas"]["Text"];
    };
    Activity: {
      has_more: boolean;
      items: components["schemas"]["CashOut"][];
      limit: number;
      offset: number;
      total_count: number;
      /** @description null where the set holds several currencies. */
      totals: components["schemas"]["ActivityTotals"];
      totals_by_currency: components["schemas"]["ActivityTotals"][];
    };
    /** @description Sums over the whole filtered set, in one currency. */
    ActivityTotals: {
      currency: string | null;
      total_cash_out_amount: components["schemas"]["MoneyText"] | null;
      total_count: number;
      total_profit_loss: components["schemas"]["MoneyText"] | null;
    };
    AdjustRequest: {
      /** @description signed; a negative one lowers the balance. */
      amount: components["schemas"]["SignedAmount"];
      reason: components["schemas"]["Reason"];
    };
    AlreadyReversedProblem: components["schemas"]["Problem"] & {
      /** @constant */
      code: "already_reversed";
      /** @constant */
      status: 409;
      /** @constant */
      type: "/problems/already_reversed";
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      code: "already_reversed";
    };
    /** @example 25.00 */
    Amount: string | number;
    AnswerTooLargeProblem: components["schemas"]["Problem"] & {
      /** @constant */
      code: "answer_too_large";
      /** @constant */
      status: 400;
      /** @constant */
      type: "/problems/answer_too_large";
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      code: "answer_too_large";
    };
    ApprovePaymentRequest: {
      /**
       * @description kept beside who approved.
       * @default null
       */
      note?: components["schemas"]["Note"] | null;
    };
    ApproveTopupRequest: {
      /**
       * @description kept beside who approved and when.
       * @default null
       */
      note?: components["schemas"]["Note"] | null;
    };
    /** @description What a tenant asks for, in USD. */
    AskRequest: {
      amount: components["schemas"]["UsdAmount"];
      /** @default null */
      note?: components["schemas"]["Note"] | null;
    };
    /** @description A transaction as it stands in the ledger. */
    AuditedTransaction: {
      corrected_by: string | null;
      /** @description which one it takes back; corrected_by: which one took it back. */
      corrects: string | null;
      created_at: components["schemas"]["Timestamp"];
      description: string | null;
      entries: components["schemas"]["Entry"][];
      idempotency_key: string | null;
      kind: string;
      posted_by: string;
      request_id: string;
      /** Format: uuid */
      transaction_id: string;
    };
    /** @description How to pay from a country. */
    Available: {
      count: number;
      country: string | null;
      /** @description the country's. */
      currency: string;
      default_method: string | null;
      /** @description what is enabled, the default first. */
      methods: components["schemas"]["Method"][];
    };
    Balance: {
      allow_overdraft: boolean;
      /** @description when it was so. */
      at: components["schemas"]["Timestamp"];
      balance: components["schemas"]["MoneyText"];
      currency: string;
      owner_id: string;
      /** @description none where the owner has no wallet of this currency, and so nothing in it. */
      wallet_id: string | null;
    };
    BalanceChangedProblem: components["schemas"]["Problem"] & {
      balance: string;
      /** @constant */
      code: "balance_changed";
      currency: string;
      /** @constant */
      status: 409;
      /** @constant */
      type: "/problems/balance_changed";
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      code: "balance_changed";
    };
    BalanceOutOfRangeProblem: components["schemas"]["Problem"] & {
      /** @constant */
      code: "balance_out_of_range";
      /** @constant */
      status: 400;
      /** @constant */
      type: "/problems/balance_out_of_range";
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      code: "balance_out_of_range";
    };
    /** @description Every wallet of an owner, by currency. */
    Balances: {
      owner_id: string;
      wallets: components["schemas"]["Balance"][];
    };
    BankTransfer: {
      /** @description what a payer has to know of the account, by names. */
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
    /** @description A stake that waits for its end. */
    Bet: {
      /** Format: uuid */
      bet_id: string;
      cash_out_amount: components["schemas"]["MoneyText"] | null;
      cash_out_trigger_reason: string | null;
      currency: string;
      description: string;
      is_auto_cash_out: boolean;
      odds: components["schemas"]["OddsText"] | null;
      payout: components["schemas"]["MoneyText"] | null;
      placed_at: components["schemas"]["Timestamp"];
      /** @description the customer's view; none while it is pending. */
      profit_loss: components["schemas"]["MoneyText"] | null;
      settled_at: components["schemas"]["Timestamp"] | null;
      stake: components["schemas"]["MoneyText"];
      /** @enum {string} */
      status: "pending" | "won" | "lost" | "void" | "cashed_out";
      /** Format: uuid */
      user_id: string;
      username: string;
    };
    BetAlreadySettledProblem: components["schemas"]["Problem"] & {
      bet_status: string;
      /** @constant */
      code: "bet_already_settled";
      /** @constant */
      status: 409;
      /** @constant */
      type: "/problems/bet_already_settled";
    };
    /** @description A page of a list. `total_count` counts every item that matches the filters. */
    BetListing: {
      has_more: boolean;
      items: components["schemas"]["Bet"][];
      limit: number;
      offset: number;
      total_count: number;
    };
    BetNotFoundProblem: components["schemas"]["Problem"] & {
      /** @constant */
      code: "bet_not_found";
      /** @constant */
      status: 404;
      /** @constant */
      type: "/problems/bet_not_found";
    };
    CashOut: {
      /** Format: uuid */
      bet_id: string;
      cash_out_amount: components["schemas"]["MoneyText"];
      cash_out_trigger_reason: string | null;
      currency: string;
      is_auto_cash_out: boolean;
      /** @description cash_out_amount - stake, the customer's view: positive, the customer gained. */
      profit_loss: components["schemas"]["MoneyText"];
      settled_at: components["schemas"]["Timestamp"];
      stake: components["schemas"]["MoneyText"];
      /** Format: uuid */
      user_id: string;
      username: string;
    };
    /** @description What the trading system pays for a bet now. Zero is a loss taken early. */
    CashOutRequest: {
      cash_out_amount: components["schemas"]["NotNegative"];
      /** @default false */
      is_auto?: boolean;
      /** @default null */
      trigger_reason?: components["schemas"]["Text"] | null;
    };
    CashOuts: {
      auto_count: number;
      count: number;
      /** @description total_amount less the stakes that were cashed out. */
      net_from_stake: components["schemas"]["MoneyText"];
      total_amount: components["schemas"]["MoneyText"];
    };
    /** @description One change of one field. */
    Change: {
      changed_at: components["schemas"]["Timestamp"];
      changed_by: string;
      /** @enum {string} */
      field: "account_type" | "credit_limit" | "status";
      new_value: string;
      old_value: string;
    };
    /** @description A page of a list. `total_count` counts every item that matches the filters. */
    ChangeListing: {
      has_more: boolean;
      items: components["schemas"]["Change"][];
      limit: number;
      offset: number;
      total_count: number;
    };
    /** @description New terms; what is absent stays. To `postup` the limit becomes zero, to `credit` it needs one. */
    ChangeRequest: {
      /** @default null */
      account_type?: ("postup" | "credit") | null;
      /** @default null */
      credit_limit?: components["schemas"]["NotNegative"] | null;
      /** @default null */
      status?: ("active" | "frozen") | null;
    };
    /** @description What a trusted system takes. */
    ChargeRequest: {
      amount: components["schemas"]["UsdAmount"];
      /** @default null */
      description?: components["schemas"]["Description"] | null;
      /** @description its own name for it, charged once; description: for people. */
      reference: components["schemas"]["Reference"];
    };
    CloseRequest: {
      customer_id: components["schemas"]["Id"];
      /**
       * @description what the agent saw; where it is another by now, nothing happens.
       * @default null
       */
      expected_balance?: components["schemas"]["SignedAmount"] | null;
      /**
       * @description zero posts the balance away against the agent's float, carry leaves it.
       * @enum {string}
       */
      method: "zero" | "carry";
      /** @default null */
      note?: components["schemas"]["Text"] | null;
    };
    Coins: number;
    /** @description A method as somebody configured it, for a tenant or for the platform, for a country or for all. */
    Configured: components["schemas"]["ConfiguredBankTransfer"] | components["schemas"]["ConfiguredLocalWallet"];
    /** @description A bank transfer as somebody configured it. */
    ConfiguredBankTransfer: {
      /** @description what a payer has to know of the account, by names. */
      bank_details: {
        [key: string]: string;
      };
      /** @description null for everywhere. */
      country: string | null;
      display_name: string;
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
      updated_at: components["schemas"]["Timestamp"];
    };
    /** @description A page of a list. `total_count` counts every item that matches the filters. */
    ConfiguredListing: {
      has_more: boolean;
      items: components["schemas"]["Configured"][];
      limit: number;
      offset: number;
      total_count: number;
    };
    /** @description A local wallet as somebody configured it. */
    ConfiguredLocalWallet: {
      /** @description null for everywhere. */
      country: string | null;
      display_name: string;
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
      updated_at: components["schemas"]["Timestamp"];
      /** @description what a payer has to know of the wallet, by names. */
      wallet_details: {
        [key: string]: string;
      };
    };
    Contact: {
      /** @description null until there is one; mail about a top-up then goes to the one who asked for it. */
      email: string | null;
      name: string | null;
      tenant_id: string;
      updated_at: components["schemas"]["Timestamp"] | null;
    };
    /** @description Where e-mail goes from now on. */
    ContactRequest: {
      email: components["schemas"]["Email"];
      /**
       * @description whom it greets.
       * @default null
       */
      name?: components["schemas"]["Name"] | null;
    };
    CountryCode: string;
    /** @description How many requests there are of each status, whatever the list is filtered by. */
    Counts: {
      cancelled: number;
      completed: number;
      invoiced: number;
      pending: number;
      rejected: number;
    };
    /** @description A new customer. */
    CreateRequest: {
      /** @enum {string} */
      account_type: "postup" | "credit";
      /**
       * @description in the currency; a Credit account needs one, PostUp has none.
       * @default null
       */
      credit_limit?: components["schemas"]["NotNegative"] | null;
      /** @default USD */
      currency?: components["schemas"]["CurrencyCode"];
      username: components["schemas"]["Username"];
    };
    /** @description What an agent puts in at the desk. */
    CreditRequest: {
      /** @description in the wallet's currency, greater than zero. */
      amount: components["schemas"]["Amount"];
      customer_id: components["schemas"]["Id"];
      description: components["schemas"]["Description"];
      /** @default null */
      external_reference?: components["schemas"]["Reference"] | null;
      /**
       * @default credit
       * @enum {string}
       */
      transaction_type?: "credit" | "deposit" | "credit_adjustment";
    };
    /** @example USD */
    CurrencyCode: string;
    /** @description A person with a wallet at an agent's desk. */
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
      last_settlement: components["schemas"]["Timestamp"] | null;
      /** @description the stakes of open bets. */
      pending_bets: components["schemas"]["MoneyText"];
      /** @enum {string} */
      status: "active" | "frozen";
      username: string;
    };
    CustomerNotFoundProblem: components["schemas"]["Problem"] & {
      /** @constant */
      code: "customer_not_found";
      /** @constant */
      status: 404;
      /** @constant */
      type: "/problems/customer_not_found";
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      code: "customer_not_found";
    };
    Customers: {
      has_more: boolean;
      items: components["schemas"]["Customer"][];
      limit: number;
      offset: number;
      total_count: number;
      /** @description null where the set holds several currencies. */
      totals: components["schemas"]["CustomerTotals"];
      totals_by_currency: components["schemas"]["CustomerTotals"][];
    };
    /** @description Sums over the whole filtered set, in one currency. */
    CustomerTotals: {
      currency: string | null;
      total_available: components["schemas"]["MoneyText"] | null;
      total_balance: components["schemas"]["MoneyText"] | null;
    };
    /** @description A UTC day of the chart. */
    Day: {
      cash_out_count: number;
      /** Format: date */
      day: string;
      net_profit_loss: components["schemas"]["MoneyText"] | null;
      total_cash_out_amount: components["schemas"]["MoneyText"] | null;
    };
    /** @description What an agent takes out at the desk. */
    DebitRequest: {
      /**
       * @description lets a PostUp wallet go below zero, for corrections. Credit wallets ignore it.
       * @default false
       */
      allow_overdraft?: boolean;
      /** @description in the wallet's currency, greater than zero. */
      amount: components["schemas"]["Amount"];
      customer_id: components["schemas"]["Id"];
      description: components["schemas"]["Description"];
      /** @default null */
      external_reference?: components["schemas"]["Reference"] | null;
      /**
       * @default debit
       * @enum {string}
       */
      transaction_type?: "debit" | "withdrawal" | "debit_adjustment";
    };
    Description: components["schemas"]["Text"];
    DeskHistory: {
      has_more: boolean;
      items: components["schemas"]["DeskMovement"][];
      limit: number;
      offset: number;
      total_count: number;
      /** @description null where the set holds several currencies. */
      totals: components["schemas"]["DeskTotals"];
      totals_by_currency: components["schemas"]["DeskTotals"][];
    };
    DeskMovement: {
      /** @description signed, the customer's view. */
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
      transaction_type: string;
      username: string;
    };
    /** @description Sums over the whole filtered set, in one currency; both are positive. */
    DeskTotals: {
      currency: string | null;
      total_credits: components["schemas"]["MoneyText"] | null;
      total_debits: components["schemas"]["MoneyText"] | null;
    };
    DetailName: string;
    Details: {
      [key: string]: components["schemas"]["Words"];
    };
    /** @description An invoice of a period, its first and its last day. Its amount is the sum of the lines. */
    DraftRequest: {
      lines: components["schemas"]["LineRequest"][];
      period_end: components["schemas"]["UtcDay"];
      period_start: components["schemas"]["UtcDay"];
      /** @enum {string} */
      purpose: "usage" | "subscription";
    };
    Email: components["schemas"]["Text"];
    /** @description A bet at its end. */
    EndedBet: {
      /** @description the customer's, after what it paid. */
      balance_after: components["schemas"]["MoneyText"];
      /** Format: uuid */
      bet_id: string;
      cash_out_amount: components["schemas"]["MoneyText"] | null;
      cash_out_trigger_reason: string | null;
      currency: string;
      description: string;
      is_auto_cash_out: boolean;
      odds: components["schemas"]["OddsText"] | null;
      payout: components["schemas"]["MoneyText"] | null;
      placed_at: components["schemas"]["Timestamp"];
      /** @description the customer's view; none while it is pending. */
      profit_loss: components["schemas"]["MoneyText"] | null;
      settled_at: components["schemas"]["Timestamp"] | null;
      stake: components["schemas"]["MoneyText"];
      /** @enum {string} */
      status: "pending" | "won" | "lost" | "void" | "cashed_out";
      /** Format: uuid */
      user_id: string;
      username: string;
    };
    /** @description What one wallet gained or lost. */
    Entry: {
      amount: components["schemas"]["MoneyText"];
      /** @description none of a wallet that keeps none, nor, to an agent, of one that is not their customer's. */
      balance_after: components["schemas"]["MoneyText"] | null;
      currency: string;
      /** Format: uuid */
      id: string;
      /** @description a person's. */
      owner_id: string | null;
      /** Format: uuid */
      wallet_id: string;
    };
    ExternalId: string;
    /** @description closing = opening - stakes + payouts + stakes_returned + cash_outs.total_amount + cashier_credits - cashier_debits + transfers_in - transfers_out + other, to the minor unit, and it is the ledger's. */
    Figures: {
      cash_outs: components["schemas"]["CashOuts"];
      cashier_credits: components["schemas"]["MoneyText"];
      cashier_debits: components["schemas"]["MoneyText"];
      closing_balance: components["schemas"]["MoneyText"];
      currency: string;
      /** Format: uuid */
      customer_id: string;
      opening_balance: components["schemas"]["MoneyText"];
      other: components["schemas"]["MoneyText"];
      payouts: components["schemas"]["MoneyText"];
      stakes: components["schemas"]["MoneyText"];
      stakes_returned: components["schemas"]["MoneyText"];
      transfers_in: components["schemas"]["MoneyText"];
      transfers_out: components["schemas"]["MoneyText"];
      username: string;
    };
    /** @description One thing that a run found wrong. expected, actual: amounts of the currency, or version numbers if there is none. */
    Finding: {
      acknowledged_at: components["schemas"]["Timestamp"] | null;
      acknowledged_by: string | null;
      actual: string | null;
      /** @description whether a cached balance was corrected; a person has to judge everything else. */
      corrected: boolean;
      currency: string | null;
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
        | "invoiced";
      note: string | null;
      subject_id: string | null;
      tenant_id: string;
      transaction_id: string | null;
      version: number | null;
      wallet_id: string | null;
    };
    FindingNotFoundProblem: components["schemas"]["Problem"] & {
      /** @constant */
      code: "finding_not_found";
      /** @constant */
      status: 404;
      /** @constant */
      type: "/problems/finding_not_found";
    };
    ForbiddenProblem: components["schemas"]["Problem"] & {
      /** @constant */
      code: "forbidden";
      /** @constant */
      status: 403;
      /** @constant */
      type: "/problems/forbidden";
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      code: "forbidden";
    };
    /** @enum {string} */
    Format: "json" | "csv";
    HasItsOwnReversalProblem: components["schemas"]["Problem"] & {
      /** @constant */
      code: "has_its_own_reversal";
      /** @constant */
      status: 409;
      /** @constant */
      type: "/problems/has_its_own_reversal";
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      code: "has_its_own_reversal";
    };
    /** @description It answers at all only when it is well. */
    Health: {
      /**
       * @default ok
       * @constant
       */
      status: "ok";
    };
    /** Format: uuid */
    Id: string;
    IdempotencyConflictProblem: components["schemas"]["Problem"] & {
      /** @constant */
      code: "idempotency_conflict";
      /** @constant */
      status: 422;
      /** @constant */
      type: "/problems/idempotency_conflict";
    };
    /** @description Every row, in the order given. */
    Imported: {
      customers: components["schemas"]["ImportedCustomer"][];
      imported_count: number;
    };
    ImportedCustomer: {
      account_balance: components["schemas"]["MoneyText"];
      currency: string;
      /** Format: uuid */
      customer_id: string;
      external_reference: string | null;
      /** @description of the opening balance, none where there was none. */
      transaction_id: string | null;
      username: string;
    };
    /** @description JSON, or CSV (text/csv) with the rows' fields as columns. */
    ImportRequest: {
      rows: components["schemas"]["ImportRow"][];
    };
    /** @description A customer. */
    ImportRow: {
      /** @enum {string} */
      account_type: "postup" | "credit";
      /**
       * @description in the currency; a Credit account needs one, PostUp has none.
       * @default null
       */
      credit_limit?: components["schemas"]["NotNegative"] | null;
      /** @default USD */
      currency?: components["schemas"]["CurrencyCode"];
      /**
       * @description their old name.
       * @default null
       */
      external_reference?: components["schemas"]["Reference"] | null;
      /**
       * @description may be negative, within the credit limit.
       * @default null
       */
      opening_balance?: components["schemas"]["SignedAmount"] | null;
      username: components["schemas"]["Username"];
    };
    /** Format: date-time */
    Instant: string;
    InsufficientCreditProblem: components["schemas"]["Problem"] & {
      available: string;
      balance: string;
      /** @constant */
      code: "insufficient_credit";
      currency: string;
      /** @constant */
      status: 400;
      /** @constant */
      type: "/problems/insufficient_credit";
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      code: "insufficient_credit";
    };
    InsufficientFundsProblem: components["schemas"]["Problem"] & {
      available: string;
      balance: string;
      /** @constant */
      code: "insufficient_funds";
      currency: string;
      /** @constant */
      status: 400;
      /** @constant */
      type: "/problems/insufficient_funds";
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      code: "insufficient_funds";
    };
    InternalErrorProblem: components["schemas"]["Problem"] & {
      /** @constant */
      code: "internal_error";
      /** @constant */
      status: 500;
      /** @constant */
      type: "/problems/internal_error";
    };
    InvalidAmountProblem: components["schemas"]["Problem"] & {
      /** @constant */
      code: "invalid_amount";
      errors: components["schemas"]["Violation"][];
      /** @constant */
      status: 400;
      /** @constant */
      type: "/problems/invalid_amount";
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      code: "invalid_amount";
    };
    InvalidRequestProblem: components["schemas"]["Problem"] & {
      /** @constant */
      code: "invalid_request";
      errors: components["schemas"]["Violation"][];
      /** @constant */
      status: 400;
      /** @constant */
      type: "/problems/invalid_request";
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      code: "invalid_request";
    };
    InvalidWalletProblem: components["schemas"]["Problem"] & {
      /** @constant */
      code: "invalid_wallet";
      errors: components["schemas"]["Violation"][];
      /** @constant */
      status: 400;
      /** @constant */
      type: "/problems/invalid_wallet";
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      code: "invalid_wallet";
    };
    Invoice: {
      amount: components["schemas"]["MoneyText"];
      currency: string;
      due_at: components["schemas"]["Timestamp"] | null;
      /** Format: uuid */
      invoice_id: string;
      /** @description issued, and past due_at. */
      is_overdue: boolean;
      issued_at: components["schemas"]["Timestamp"] | null;
      lines: components["schemas"]["Line"][];
      /** @description of the e-mail that tells of its issue; null for a draft. */
      mail_status: ("pending" | "sent" | "no_address" | "failed") | null;
      number: string;
      paid_at: components["schemas"]["Timestamp"] | null;
      payments: components["schemas"]["Payment"][];
      period_end: string | null;
      period_start: string | null;
      /** @enum {string} */
      purpose: "topup" | "usage" | "subscription";
      request_id: string | null;
      /** @enum {string} */
      status: "draft" | "issued" | "paid" | "void";
      tenant_id: string;
    };
    InvoiceAlreadyPaidProblem: components["schemas"]["Problem"] & {
      /** @constant */
      code: "invoice_already_paid";
      /** @constant */
      status: 400;
      /** @constant */
      type: "/problems/invoice_already_paid";
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      code: "invoice_already_paid";
    };
    /** @description The invoice that a request led to. */
    InvoiceOfRequest: {
      due_at: components["schemas"]["Timestamp"];
      /** Format: uuid */
      invoice_id: string;
      number: string;
      /** @enum {string} */
      status: "draft" | "issued" | "paid" | "void";
    };
    /** @description A numbered page of a list. `total_count` and `total_pages` count everything that matches the filters. */
    InvoicePages: {
      items: components["schemas"]["Invoice"][];
      page_number: number;
      page_size: number;
      total_count: number;
      total_pages: number;
    };
    /** @description What an invoice asks money for. */
    Line: {
      amount: components["schemas"]["MoneyText"];
      description: string;
    };
    /** @description What money is asked for, in USD. */
    LineRequest: {
      amount: components["schemas"]["UsdAmount"];
      description: components["schemas"]["Description"];
    };
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
      /** @description what a payer has to know of the wallet, by names. */
      wallet_details: {
        [key: string]: string;
      };
    };
    /** @description An answer of the API itself, before or instead of an operation's. */
    Message: {
      message: string;
    };
    Meta: {
      [key: string]: unknown;
    };
    Method: components["schemas"]["BankTransfer"] | components["schemas"]["LocalWallet"];
    MethodId: string;
    /** @description How a method is offered from now on. */
    MethodRequest: {
      /** @default null */
      bank_details?: components["schemas"]["Details"] | null;
      /**
       * @description where; absent: everywhere.
       * @default null
       */
      country?: components["schemas"]["CountryCode"] | null;
      display_name: components["schemas"]["Words"];
      instructions: components["schemas"]["Words"];
      /** @description instead of the one before. bank_details, wallet_details: what a payer has to know, as names and texts; the one that goes with the type. */
      is_default: boolean;
      is_enabled: boolean;
      /** @enum {string} */
      type: "bank_transfer" | "local_wallet";
      /** @default null */
      wallet_details?: components["schemas"]["Details"] | null;
    };
    /** @example 25.00 */
    MoneyText: string;
    /** @description What came of a credit or debit. */
    Moved: {
      balance_after: components["schemas"]["MoneyText"];
      idempotency_key: string | null;
      /** Format: uuid */
      transaction_id: string;
      /** Format: uuid */
      wallet_id: string;
    };
    /** @description What is put into a wallet, or taken out of it. */
    MoveRequest: {
      /** @description in the currency, greater than zero. */
      amount: components["schemas"]["Amount"];
      /** @default COIN */
      currency?: components["schemas"]["CurrencyCode"];
      /** @default null */
      meta?: components["schemas"]["Meta"] | null;
      /** @enum {string} */
      reason:
        | "participation"
        | "top4"
        | "runner_up"
        | "winner"
        | "entry_fee_debit"
        | "refund"
        | "manual_adjust"
        | "correction"
        | "p2p_transfer";
    };
    Name: components["schemas"]["Text"];
    Note: components["schemas"]["Text"];
    NotFoundProblem: components["schemas"]["Problem"] & {
      /** @constant */
      code: "not_found";
      /** @constant */
      status: 404;
      /** @constant */
      type: "/problems/not_found";
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      code: "not_found";
    };
    /** @example 25.00 */
    NotNegative: string | number;
    NotYourCustomerProblem: components["schemas"]["Problem"] & {
      /** @constant */
      code: "not_your_customer";
      /** @constant */
      status: 403;
      /** @constant */
      type: "/problems/not_your_customer";
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      code: "not_your_customer";
    };
    /** @example 1.85 */
    Odds: string;
    /** @example 1.85 */
    OddsText: string;
    /** @description Whether the wallet may go below zero. */
    OverdraftRequest: {
      allow_overdraft: boolean;
      currency: components["schemas"]["CurrencyCode"];
    };
    OwnerId: string;
    PayloadTooLargeProblem: components["schemas"]["Problem"] & {
      /** @constant */
      code: "payload_too_large";
      /** @constant */
      status: 413;
      /** @constant */
      type: "/problems/payload_too_large";
    };
    /** @description What was paid on an invoice, or is said to be. */
    Payment: {
      amount: components["schemas"]["MoneyText"];
      created_at: components["schemas"]["Timestamp"];
      created_by: string;
      currency: string;
      failure_reason: string | null;
      /** Format: uuid */
      invoice_id: string;
      invoice_number: string;
      notes: string | null;
      /** Format: uuid */
      payment_id: string;
      /** @enum {string} */
      payment_method: "offline" | "bank_transfer" | "local_wallet";
      /** @description when it succeeded, failed, or was taken back. */
      processed_at: components["schemas"]["Timestamp"] | null;
      /** @enum {string} */
      status: "pending" | "processing" | "pending_approval" | "succeeded" | "failed" | "cancelled" | "refunded";
      transaction_reference: string | null;
      updated_at: components["schemas"]["Timestamp"];
    };
    PaymentAlreadyPendingProblem: components["schemas"]["Problem"] & {
      /** @constant */
      code: "payment_already_pending";
      /** @constant */
      status: 409;
      /** @constant */
      type: "/problems/payment_already_pending";
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      code: "payment_already_pending";
    };
    PaymentMethodNotAvailableProblem: components["schemas"]["Problem"] & {
      /** @constant */
      code: "payment_method_not_available";
      /** @constant */
      status: 400;
      /** @constant */
      type: "/problems/payment_method_not_available";
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      code: "payment_method_not_available";
    };
    /** @description A numbered page of a list. `total_count` and `total_pages` count everything that matches the filters. */
    PaymentPages: {
      items: components["schemas"]["Payment"][];
      page_number: number;
      page_size: number;
      total_count: number;
      total_pages: number;
    };
    PaymentReference: components["schemas"]["Reference"];
    PeriodAlreadyInvoicedProblem: components["schemas"]["Problem"] & {
      /** @constant */
      code: "period_already_invoiced";
      /** @constant */
      status: 409;
      /** @constant */
      type: "/problems/period_already_invoiced";
    };
    /** @description A bet. */
    PlaceRequest: {
      description: components["schemas"]["Description"];
      /** @default null */
      odds?: components["schemas"]["Odds"] | null;
      /** @description in the customer's currency. */
      stake: components["schemas"]["Amount"];
    };
    /** @description What a tournament gives, in coins. */
    Policy: {
      participation: number;
      runner_up: number;
      top4: number;
      tournament_id: string;
      winner: number;
    };
    /** @description What a tournament gives, in coins. */
    PolicyRequest: {
      /** @default 5 */
      participation?: components["schemas"]["Coins"];
      /** @default 50 */
      runner_up?: components["schemas"]["Coins"];
      /** @default 25 */
      top4?: components["schemas"]["Coins"];
      /**
       * @description may be left out; otherwise that of the path.
       * @default null
       */
      tournament_id?: components["schemas"]["ExternalId"] | null;
      /** @default 100 */
      winner?: components["schemas"]["Coins"];
    };
    /** @description What was moved just now. */
    PrepaidMoved: {
      /** @description signed. */
      amount: components["schemas"]["MoneyText"];
      /** @description the wallet's, as it is. */
      balance: components["schemas"]["MoneyText"];
      balance_after: components["schemas"]["MoneyText"];
      created_at: components["schemas"]["Timestamp"];
      description: string | null;
      /** Format: uuid */
      id: string;
      /** @enum {string} */
      kind: "topup" | "message_charge" | "debit" | "adjustment" | "refund";
      /** @description of a top-up its request, of a refund its payment, of a charge or debit the caller's reference. */
      reference_id: string | null;
      /** Format: uuid */
      transaction_id: string;
    };
    /** @description What the reference had moved before; nothing moved now. */
    PrepaidMovedBefore: {
      /** @description signed. */
      amount: components["schemas"]["MoneyText"];
      /** @description the wallet's, as it is. */
      balance: components["schemas"]["MoneyText"];
      balance_after: components["schemas"]["MoneyText"];
      created_at: components["schemas"]["Timestamp"];
      description: string | null;
      /** Format: uuid */
      id: string;
      /** @enum {string} */
      kind: "topup" | "message_charge" | "debit" | "adjustment" | "refund";
      /** @description of a top-up its request, of a refund its payment, of a charge or debit the caller's reference. */
      reference_id: string | null;
      /** Format: uuid */
      transaction_id: string;
    };
    /** @description A row of the wallet's history. */
    PrepaidMovement: {
      /** @description signed. */
      amount: components["schemas"]["MoneyText"];
      balance_after: components["schemas"]["MoneyText"];
      created_at: components["schemas"]["Timestamp"];
      description: string | null;
      /** Format: uuid */
      id: string;
      /** @enum {string} */
      kind: "topup" | "message_charge" | "debit" | "adjustment" | "refund";
      /** @description of a top-up its request, of a refund its payment, of a charge or debit the caller's reference. */
      reference_id: string | null;
      /** Format: uuid */
      transaction_id: string;
    };
    /** @description A page of a list. `total_count` counts every item that matches the filters. */
    PrepaidMovementListing: {
      has_more: boolean;
      items: components["schemas"]["PrepaidMovement"][];
      limit: number;
      offset: number;
      total_count: number;
    };
    PrepaidWallet: {
      balance: components["schemas"]["MoneyText"];
      currency: string;
      /** @description it holds 10.00 or less. */
      low_balance: boolean;
      /** @description the 10 newest. */
      recent_transactions: components["schemas"]["PrepaidMovement"][];
      /** @enum {string} */
      status: "active" | "frozen";
      tenant_id: string;
      /** Format: uuid */
      wallet_id: string;
    };
    Preview: {
      currency: string | null;
      customers: components["schemas"]["Figures"][];
      /** @description above. */
      customers_owed: number;
      /** @description how many are below zero; */
      customers_owing: number;
      /** @description the sum of the closing balances, the customers' view: positive, the agent owes. currency and net_position are null where there are several currencies. */
      net_position: components["schemas"]["MoneyText"] | null;
      /** @description as asked for; none: since each customer's last settlement. */
      since: components["schemas"]["Timestamp"] | null;
      until: components["schemas"]["Timestamp"];
    };
    /** @description RFC 9457. */
    Problem: {
      /** @description Stable; for programs. */
      code: string;
      /** @description A sentence for a person. */
      detail: string;
      /** @description The request's id, as X-Request-Id. */
      instance: string;
      status: number;
      title: string;
      /** @description /problems/ and the code. */
      type: string;
    };
    Reason: components["schemas"]["Text"];
    ReasonRequest: {
      /** @description of a payment that failed, or goes back. */
      reason: components["schemas"]["Reason"];
    };
    /** @description What happened at the desk. */
    Receipt: {
      amount: components["schemas"]["MoneyText"];
      /** @description what can still be debited without an override. */
      available: components["schemas"]["MoneyText"];
      balance_after: components["schemas"]["MoneyText"];
      balance_before: components["schemas"]["MoneyText"];
      currency: string;
      /** Format: uuid */
      customer_id: string;
      external_reference: string | null;
      idempotency_key: string | null;
      /**
       * @default true
       * @constant
       */
      success: true;
      timestamp: components["schemas"]["Timestamp"];
      /** Format: uuid */
      transaction_id: string;
      transaction_type: string;
    };
    Reference: components["schemas"]["Text"];
    ReferenceAlreadyUsedProblem: components["schemas"]["Problem"] & {
      /** @constant */
      code: "reference_already_used";
      /** @constant */
      status: 409;
      /** @constant */
      type: "/problems/reference_already_used";
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      code: "reference_already_used";
    };
    RejectRequest: {
      /**
       * @description for the one who asked.
       * @default null
       */
      reason?: components["schemas"]["Reason"] | null;
    };
    /** @description Why a transaction is taken back. */
    ReverseRequest: {
      reason: components["schemas"]["Description"];
    };
    /** @description A run and the first of its findings. */
    Run: {
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
    /** @description A page of a list. `total_count` counts every item that matches the filters. */
    RunListing: {
      has_more: boolean;
      items: components["schemas"]["Run"][];
      limit: number;
      offset: number;
      total_count: number;
    };
    RunNotFoundProblem: components["schemas"]["Problem"] & {
      /** @constant */
      code: "run_not_found";
      /** @constant */
      status: 404;
      /** @constant */
      type: "/problems/run_not_found";
    };
    /** @description A reconciliation of every tenant. */
    RunRequest: {
      /**
       * @description correct nothing.
       * @default false
       */
      dry_run?: boolean;
      /**
       * @description check everything, not only what changed.
       * @default false
       */
      full?: boolean;
    };
    SelfApprovalProblem: components["schemas"]["Problem"] & {
      /** @constant */
      code: "self_approval";
      /** @constant */
      status: 403;
      /** @constant */
      type: "/problems/self_approval";
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      code: "self_approval";
    };
    /** @description A transfer as its sender sees it. The last two ids are those of the two rows of history. */
    Sent: {
      /** Format: uuid */
      credit_transaction_id: string;
      /** Format: uuid */
      debit_transaction_id: string;
      from_balance_after: components["schemas"]["MoneyText"];
      /** Format: uuid */
      from_wallet_id: string;
      idempotency_key: string | null;
      /** Format: uuid */
      transaction_id: string;
    };
    SequenceNumber: number;
    /** @description One that was closed, with the figures as they were. */
    Settlement: {
      balance_after: components["schemas"]["MoneyText"];
      cash_outs: components["schemas"]["CashOuts"];
      cashier_credits: components["schemas"]["MoneyText"];
      cashier_debits: components["schemas"]["MoneyText"];
      closing_balance: components["schemas"]["MoneyText"];
      currency: string;
      /** Format: uuid */
      customer_id: string;
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
      /** @description of what was posted away, if anything was. */
      transaction_id: string | null;
      transfers_in: components["schemas"]["MoneyText"];
      transfers_out: components["schemas"]["MoneyText"];
      until: components["schemas"]["Timestamp"];
      username: string;
    };
    /** @description A page of a list. `total_count` counts every item that matches the filters. */
    SettlementListing: {
      has_more: boolean;
      items: components["schemas"]["Settlement"][];
      limit: number;
      offset: number;
      total_count: number;
    };
    /** @description How a bet ended. */
    SettleRequest: {
      /** @enum {string} */
      outcome: "won" | "lost" | "void";
      /**
       * @description what a won bet pays, and no other.
       * @default null
       */
      payout?: components["schemas"]["Amount"] | null;
    };
    /** @example 25.00 */
    SignedAmount: string | number;
    StateForbidsProblem: components["schemas"]["Problem"] & {
      /** @constant */
      code: "state_forbids";
      current_status: string;
      /** @constant */
      status: 409;
      /** @constant */
      type: "/problems/state_forbids";
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      code: "state_forbids";
    };
    /** @description closing_balance - opening_balance is the sum of the movements. */
    Statement: {
      closing_balance: components["schemas"]["MoneyText"];
      currency: string;
      date_from: string | null;
      date_to: string | null;
      movements: components["schemas"]["WalletMovement"][];
      opening_balance: components["schemas"]["MoneyText"];
      owner_id: string;
    };
    /** @description A frozen wallet refuses what would lower it. */
    StatusRequest: {
      /** @enum {string} */
      status: "active" | "frozen";
    };
    /** @description What was paid, and by which reference bank or wallet know it: transaction_reference, or `reference`. Amount and currency are the invoice's. */
    SubmitRequest: {
      invoice_id: components["schemas"]["Id"];
      /** @default null */
      notes?: components["schemas"]["Note"] | null;
      /** @enum {string} */
      payment_method: "bank_transfer" | "local_wallet";
      transaction_reference: components["schemas"]["PaymentReference"];
    };
    /** @description Amounts and currency are null where there are several currencies. */
    Summary: {
      /** @description 0 to 100, one decimal. */
      auto_cash_out_percentage: number;
      /** @description the mean over bets of cash_out_amount / stake, four decimals, bets with stake 0 left out. */
      avg_return_ratio: number;
      by_day: components["schemas"]["Day"][];
      currency: string | null;
      net_profit_loss: components["schemas"]["MoneyText"] | null;
      /** @enum {string} */
      period: "24h" | "7d" | "30d";
      top_customers: components["schemas"]["TopCustomer"][];
      total_cash_out_amount: components["schemas"]["MoneyText"] | null;
      total_cash_outs: number;
      totals_by_currency: components["schemas"]["SummaryTotals"][];
      unique_customers: number;
    };
    /** @description Sums of one currency. */
    SummaryTotals: {
      currency: string;
      net_profit_loss: components["schemas"]["MoneyText"];
      total_cash_out_amount: components["schemas"]["MoneyText"];
      total_cash_outs: number;
    };
    TenantId: string;
    Text: string;
    /** Format: date-time */
    Timestamp: string;
    TimeText: string;
    /** @description One of those who cashed out most often. */
    TopCustomer: {
      cash_out_count: number;
      currency: string;
      net_profit_loss: components["schemas"]["MoneyText"];
      total_cash_out_amount: components["schemas"]["MoneyText"];
      /** Format: uuid */
      user_id: string;
      username: string;
    };
    /** @description A tenant's request for money in its prepaid wallet. */
    TopupRequest: {
      amount: components["schemas"]["MoneyText"];
      completed_at: components["schemas"]["Timestamp"] | null;
      currency: string;
      decided_at: components["schemas"]["Timestamp"] | null;
      /** @description who approved or rejected it, or cancelled it. */
      decided_by: string | null;
      decision_note: string | null;
      invoice: components["schemas"]["InvoiceOfRequest"] | null;
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
    /** @description A numbered page of a list. `total_count` and `total_pages` count everything that matches the filters. */
    TopupRequestPages: {
      items: components["schemas"]["TopupRequest"][];
      page_number: number;
      page_size: number;
      total_count: number;
      total_pages: number;
    };
    TopupRequests: {
      counts: components["schemas"]["Counts"];
      items: components["schemas"]["TopupRequest"][];
      page_number: number;
      page_size: number;
      /** @description what the pending ones ask for together. */
      pending_amount: components["schemas"]["MoneyText"];
      total_count: number;
      total_pages: number;
    };
    TransactionNotFoundProblem: components["schemas"]["Problem"] & {
      /** @constant */
      code: "transaction_not_found";
      /** @constant */
      status: 404;
      /** @constant */
      type: "/problems/transaction_not_found";
    };
    /** @description A transfer as a trusted system sees it: both sides. */
    Transferred: {
      /** Format: uuid */
      credit_transaction_id: string;
      /** Format: uuid */
      debit_transaction_id: string;
      from_balance_after: components["schemas"]["MoneyText"];
      /** Format: uuid */
      from_wallet_id: string;
      idempotency_key: string | null;
      to_balance_after: components["schemas"]["MoneyText"];
      /** Format: uuid */
      to_wallet_id: string;
      /** Format: uuid */
      transaction_id: string;
    };
    /** @description From one owner to another. */
    TransferRequest: {
      amount: components["schemas"]["Amount"];
      /** @default COIN */
      currency?: components["schemas"]["CurrencyCode"];
      /**
       * @description a customer's own, and may be left out.
       * @default null
       */
      from_owner_id?: components["schemas"]["OwnerId"] | null;
      /** @default null */
      meta?: components["schemas"]["Meta"] | null;
      /**
       * @default p2p_transfer
       * @enum {string}
       */
      reason?:
        | "participation"
        | "top4"
        | "runner_up"
        | "winner"
        | "entry_fee_debit"
        | "refund"
        | "manual_adjust"
        | "correction"
        | "p2p_transfer";
      to_owner_id: components["schemas"]["OwnerId"];
    };
    UnavailableProblem: components["schemas"]["Problem"] & {
      /** @constant */
      code: "unavailable";
      /** @constant */
      status: 503;
      /** @constant */
      type: "/problems/unavailable";
    };
    UnsupportedMediaTypeProblem: components["schemas"]["Problem"] & {
      /** @constant */
      code: "unsupported_media_type";
      /** @constant */
      status: 415;
      /** @constant */
      type: "/problems/unsupported_media_type";
    };
    UsdAmount: components["schemas"]["Amount"];
    Username: components["schemas"]["Text"];
    UsernameTakenProblem: components["schemas"]["Problem"] & {
      /** @constant */
      code: "username_taken";
      /** @constant */
      status: 409;
      /** @constant */
      type: "/problems/username_taken";
    };
    /** Format: date */
    UtcDay: string;
    /** @description One error in a request. */
    Violation: {
      detail: string;
      /** @description Where: an RFC 6901 pointer into the body, or a parameter's or header's name. */
      pointer: string;
    };
    /** @description Why it is of no worth any more. */
    VoidRequest: {
      reason: components["schemas"]["Reason"];
    };
    WalletFrozenProblem: components["schemas"]["Problem"] & {
      /** @constant */
      code: "wallet_frozen";
      /** @constant */
      status: 409;
      /** @constant */
      type: "/problems/wallet_frozen";
    } & {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      code: "wallet_frozen";
    };
    /** @description One row of a wallet's history. */
    WalletMovement: {
      /** @description signed, the owner's view. */
      amount: components["schemas"]["MoneyText"];
      balance_after: components["schemas"]["MoneyText"];
      created_at: components["schemas"]["Timestamp"];
      /** Format: uuid */
      id: string;
      idempotency_key: string | null;
      meta: {
        [key: string]: unknown;
      } | null;
      reason: string;
      /** Format: uuid */
      transaction_id: string;
    };
    /** @description A page of a list. `total_count` counts every item that matches the filters. */
    WalletMovementListing: {
      has_more: boolean;
      items: components["schemas"]["WalletMovement"][];
      limit: number;
      offset: number;
      total_count: number;
    };
    WholeNumber: number;
    Words: components["schemas"]["Text"];
  };
  responses: {
    /** @description The transaction is reversed already. */
    already_reversed: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["AlreadyReversedProblem"];
      };
    };
    /** @description The answer would be too large. */
    answer_too_large: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["AnswerTooLargeProblem"];
      };
    };
    /** @description The balance has changed. */
    balance_changed: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["BalanceChangedProblem"];
      };
    };
    /** @description The balance would be out of range. */
    balance_out_of_range: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["BalanceOutOfRangeProblem"];
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
    /** @description It is taken back in its own way. */
    has_its_own_reversal: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["HasItsOwnReversalProblem"];
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
    /** @description Insufficient credit. */
    insufficient_credit: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["InsufficientCreditProblem"];
      };
    };
    /** @description Insufficient funds. */
    insufficient_funds: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["InsufficientFundsProblem"];
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
        "application/json": components["schemas"]["Message"];
        "application/problem+json": components["schemas"]["InternalErrorProblem"];
      };
    };
    /** @description Invalid amount. */
    invalid_amount: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["InvalidAmountProblem"];
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
    /** @description Invalid wallet. */
    invalid_wallet: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["InvalidWalletProblem"];
      };
    };
    /** @description The invoice is paid already. */
    invoice_already_paid: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["InvoiceAlreadyPaidProblem"];
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
    /** @description The customer is another agent's. */
    not_your_customer: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["NotYourCustomerProblem"];
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
        "application/json": components["schemas"]["Message"];
        "application/problem+json": components["schemas"]["PayloadTooLargeProblem"];
      };
    };
    /** @description A payment of it waits for approval. */
    payment_already_pending: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["PaymentAlreadyPendingProblem"];
      };
    };
    /** @description The payment method is not available. */
    payment_method_not_available: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["PaymentMethodNotAvailableProblem"];
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
    /** @description The reference is used already. */
    reference_already_used: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["ReferenceAlreadyUsedProblem"];
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
    /** @description Somebody else has to approve it. */
    self_approval: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["SelfApprovalProblem"];
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
    too_many_requests: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "message": "Too Many Requests"
         *     }
         */
        "application/json": components["schemas"]["Message"];
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
        "application/json": components["schemas"]["Message"];
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
        "application/json": components["schemas"]["Message"];
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
    /** @description In seconds. */
    "Retry-After": number;
    /** @description The call's id in the logs. */
    "X-Request-Id": string;
  };
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  agent_bets: {
    parameters: {
      query?: {
        /**
         * @description whose.
         * @example 019bc0de-7a12-7b55-a1c4-3d6e9f0b8a27
         */
        customer_id?: components["schemas"]["Id"];
        /** @example 20 */
        limit?: components["schemas"]["WholeNumber"];
        offset?: components["schemas"]["WholeNumber"];
        /** @description of the bets. */
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
          "application/problem+json":
            components["schemas"]["ForbiddenProblem"] | components["schemas"]["NotYourCustomerProblem"];
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
        customer_id?: components["schemas"]["Id"];
        /** @example 2026-01-01 */
        date_from?: components["schemas"]["TimeText"];
        date_to?: components["schemas"]["TimeText"];
        /** @example 20 */
        limit?: components["schemas"]["WholeNumber"];
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
          "application/json": components["schemas"]["Activity"];
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
          "application/problem+json":
            components["schemas"]["ForbiddenProblem"] | components["schemas"]["NotYourCustomerProblem"];
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
         * @description seconds that a request may wait for news.
         * @example 10
         */
        wait?: components["schemas"]["WholeNumber"];
      };
      header?: {
        /**
         * @description the last frame that was seen; what comes after it is answered.
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
        /** @example 7d */
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
          "application/json": components["schemas"]["Summary"];
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
        /** @example 20 */
        limit?: components["schemas"]["WholeNumber"];
        offset?: components["schemas"]["WholeNumber"];
        /**
         * @description part of the username, without regard to case.
         * @example ali
         */
        search?: components["schemas"]["Username"];
        /** @example active */
        status?: "active" | "frozen";
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
          "application/json": components["schemas"]["Customers"];
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
        "application/json": components["schemas"]["CreateRequest"];
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
      /** @description Invalid amount; Invalid request. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json":
            components["schemas"]["InvalidAmountProblem"] | components["schemas"]["InvalidRequestProblem"];
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
          "application/problem+json":
            components["schemas"]["ForbiddenProblem"] | components["schemas"]["NotYourCustomerProblem"];
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
        "application/json": components["schemas"]["ChangeRequest"];
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
      /** @description Invalid amount; Invalid request. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json":
            components["schemas"]["InvalidAmountProblem"] | components["schemas"]["InvalidRequestProblem"];
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
          "application/problem+json":
            components["schemas"]["ForbiddenProblem"] | components["schemas"]["NotYourCustomerProblem"];
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
        /** @example 20 */
        limit?: components["schemas"]["WholeNumber"];
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
          "application/json": components["schemas"]["ChangeListing"];
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
          "application/problem+json":
            components["schemas"]["ForbiddenProblem"] | components["schemas"]["NotYourCustomerProblem"];
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
        "application/json": components["schemas"]["ImportRequest"];
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
          "application/json": components["schemas"]["Imported"];
        };
      };
      /** @description Invalid amount; Invalid request. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json":
            components["schemas"]["InvalidAmountProblem"] | components["schemas"]["InvalidRequestProblem"];
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
  settlement_preview: {
    parameters: {
      query?: {
        /** @example 019bc0de-7a12-7b55-a1c4-3d6e9f0b8a27 */
        customer_id?: components["schemas"]["Id"];
        /** @description instead of each customer's last settlement. */
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
          "application/json": components["schemas"]["Preview"];
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
          "application/problem+json":
            components["schemas"]["ForbiddenProblem"] | components["schemas"]["NotYourCustomerProblem"];
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
        /**
         * @description whose.
         * @example 019bc0de-7a13-7e09-b7f2-51a8c4d3e690
         */
        customer_id?: components["schemas"]["Id"];
        /** @example 20 */
        limit?: components["schemas"]["WholeNumber"];
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
          "application/problem+json":
            components["schemas"]["ForbiddenProblem"] | components["schemas"]["NotYourCustomerProblem"];
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
        "application/json": components["schemas"]["CloseRequest"];
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
      /** @description Invalid amount; Invalid request. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json":
            components["schemas"]["InvalidAmountProblem"] | components["schemas"]["InvalidRequestProblem"];
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
          "application/problem+json":
            components["schemas"]["ForbiddenProblem"] | components["schemas"]["NotYourCustomerProblem"];
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
          "application/problem+json":
            components["schemas"]["BalanceChangedProblem"] | components["schemas"]["WalletFrozenProblem"];
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
        /** @example 019bc0de-7a10-7c3e-9d52-4b8e6f1a2c30 */
        customer_id?: components["schemas"]["Id"];
        /** @example 2025-01-01 */
        date_from?: components["schemas"]["TimeText"];
        date_to?: components["schemas"]["TimeText"];
        /**
         * @description csv answers the whole filtered set.
         * @example csv
         */
        format?: components["schemas"]["Format"];
        /** @example 20 */
        limit?: components["schemas"]["WholeNumber"];
        offset?: components["schemas"]["WholeNumber"];
        /**
         * @description what kind of movement.
         * @example credit
         */
        type?:
          "debit" | "withdrawal" | "debit_adjustment" | "credit" | "deposit" | "credit_adjustment" | "opening_balance";
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
          "application/json": components["schemas"]["DeskHistory"];
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
          "application/problem+json":
            components["schemas"]["AnswerTooLargeProblem"] | components["schemas"]["InvalidRequestProblem"];
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
          "application/problem+json":
            components["schemas"]["ForbiddenProblem"] | components["schemas"]["NotYourCustomerProblem"];
        };
      };
      404: components["responses"]["customer_not_found"];
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  bets_list: {
    parameters: {
      query?: {
        /** @example 20 */
        limit?: components["schemas"]["WholeNumber"];
        offset?: components["schemas"]["WholeNumber"];
        /**
         * @description of the bets.
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
        "application/json": components["schemas"]["PlaceRequest"];
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
          "application/problem+json":
            | components["schemas"]["InsufficientCreditProblem"]
            | components["schemas"]["InsufficientFundsProblem"]
            | components["schemas"]["InvalidAmountProblem"]
            | components["schemas"]["InvalidRequestProblem"];
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
          "application/problem+json":
            components["schemas"]["ForbiddenProblem"] | components["schemas"]["NotYourCustomerProblem"];
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
        "application/json": components["schemas"]["CashOutRequest"];
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
      /** @description The balance would be out of range; Invalid amount; Invalid request. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json":
            | components["schemas"]["BalanceOutOfRangeProblem"]
            | components["schemas"]["InvalidAmountProblem"]
            | components["schemas"]["InvalidRequestProblem"];
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
        "application/json": components["schemas"]["SettleRequest"];
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
      /** @description The balance would be out of range; Invalid amount; Invalid request. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json":
            | components["schemas"]["BalanceOutOfRangeProblem"]
            | components["schemas"]["InvalidAmountProblem"]
            | components["schemas"]["InvalidRequestProblem"];
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
        "application/json": components["schemas"]["ContactRequest"];
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
  invoices_list: {
    parameters: {
      query?: {
        /** @example 1 */
        page_number?: components["schemas"]["WholeNumber"];
        /** @example 20 */
        page_size?: components["schemas"]["WholeNumber"];
        /** @example topup */
        purpose?: "topup" | "usage" | "subscription";
        /**
         * @description of the invoices; overdue: issued, and past due_at.
         * @example issued
         */
        status?: ("draft" | "issued" | "paid" | "void") | "overdue" | null;
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
        "application/json": components["schemas"]["DraftRequest"];
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
          "application/problem+json":
            components["schemas"]["InvalidAmountProblem"] | components["schemas"]["InvalidRequestProblem"];
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
          "application/json": components["schemas"]["Invoice"];
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
          "application/json": components["schemas"]["Invoice"];
        };
      };
      /** @description The balance would be out of range; Invalid request. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json":
            components["schemas"]["BalanceOutOfRangeProblem"] | components["schemas"]["InvalidRequestProblem"];
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
          "application/problem+json":
            components["schemas"]["ForbiddenProblem"] | components["schemas"]["SelfApprovalProblem"];
        };
      };
      404: components["responses"]["not_found"];
      409: components["responses"]["state_forbids"];
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
          "application/pdf": unknown;
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
        "application/json": components["schemas"]["VoidRequest"];
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
        limit?: components["schemas"]["WholeNumber"];
        offset?: components["schemas"]["WholeNumber"];
        /** @description whose; only root names one, and without it sees every tenant's. */
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
          "application/json": components["schemas"]["ConfiguredListing"];
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
        method_id: components["schemas"]["MethodId"];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["MethodRequest"];
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
          "application/json": components["schemas"]["Configured"];
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
  payment_methods_available: {
    parameters: {
      query?: {
        /**
         * @description where the payer is; absent: methods that there are everywhere.
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
          "application/json": components["schemas"]["Available"];
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
        /**
         * @description csv answers the whole filtered set.
         * @example csv
         */
        format?: components["schemas"]["Format"];
        invoice_id?: components["schemas"]["Id"];
        /** @example 1 */
        page_number?: components["schemas"]["WholeNumber"];
        /** @example 20 */
        page_size?: components["schemas"]["WholeNumber"];
        /**
         * @description of the payments; completed means succeeded.
         * @example completed
         */
        status?: "pending" | "processing" | "pending_approval" | "succeeded" | "failed" | "cancelled" | "refunded";
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
          "application/problem+json":
            components["schemas"]["AnswerTooLargeProblem"] | components["schemas"]["InvalidRequestProblem"];
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
        "application/json": components["schemas"]["ApprovePaymentRequest"];
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
      /** @description The balance would be out of range; Invalid request. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json":
            components["schemas"]["BalanceOutOfRangeProblem"] | components["schemas"]["InvalidRequestProblem"];
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
          "application/problem+json":
            components["schemas"]["ForbiddenProblem"] | components["schemas"]["SelfApprovalProblem"];
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
        "application/json": components["schemas"]["ReasonRequest"];
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
      /** @description Insufficient funds; Invalid request. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json":
            components["schemas"]["InsufficientFundsProblem"] | components["schemas"]["InvalidRequestProblem"];
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
          "application/problem+json":
            components["schemas"]["StateForbidsProblem"] | components["schemas"]["WalletFrozenProblem"];
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
        "application/json": components["schemas"]["ReasonRequest"];
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
        "application/json": components["schemas"]["SubmitRequest"];
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
          "application/problem+json":
            | components["schemas"]["InvalidRequestProblem"]
            | components["schemas"]["InvoiceAlreadyPaidProblem"]
            | components["schemas"]["PaymentMethodNotAvailableProblem"];
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
          "application/problem+json":
            | components["schemas"]["PaymentAlreadyPendingProblem"]
            | components["schemas"]["ReferenceAlreadyUsedProblem"]
            | components["schemas"]["StateForbidsProblem"];
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
        "application/json": components["schemas"]["StatusRequest"];
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
        "application/json": components["schemas"]["AdjustRequest"];
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
          "application/json": components["schemas"]["PrepaidMoved"];
        };
      };
      /** @description The balance would be out of range; Insufficient funds; Invalid amount; Invalid request. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json":
            | components["schemas"]["BalanceOutOfRangeProblem"]
            | components["schemas"]["InsufficientFundsProblem"]
            | components["schemas"]["InvalidAmountProblem"]
            | components["schemas"]["InvalidRequestProblem"];
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
        "application/json": components["schemas"]["ChargeRequest"];
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
          "application/json": components["schemas"]["PrepaidMovedBefore"];
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
          "application/json": components["schemas"]["PrepaidMoved"];
        };
      };
      /** @description Insufficient funds; Invalid amount; Invalid request. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json":
            | components["schemas"]["InsufficientFundsProblem"]
            | components["schemas"]["InvalidAmountProblem"]
            | components["schemas"]["InvalidRequestProblem"];
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
          "application/problem+json":
            components["schemas"]["ReferenceAlreadyUsedProblem"] | components["schemas"]["WalletFrozenProblem"];
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
        "application/json": components["schemas"]["ChargeRequest"];
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
          "application/json": components["schemas"]["PrepaidMovedBefore"];
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
          "application/json": components["schemas"]["PrepaidMoved"];
        };
      };
      /** @description Insufficient funds; Invalid amount; Invalid request. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json":
            | components["schemas"]["InsufficientFundsProblem"]
            | components["schemas"]["InvalidAmountProblem"]
            | components["schemas"]["InvalidRequestProblem"];
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
          "application/problem+json":
            components["schemas"]["ReferenceAlreadyUsedProblem"] | components["schemas"]["WalletFrozenProblem"];
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
        /** @example 1 */
        page_number?: components["schemas"]["WholeNumber"];
        /** @example 20 */
        page_size?: components["schemas"]["WholeNumber"];
        /**
         * @description of the requests.
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
        "application/json": components["schemas"]["AskRequest"];
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
          "application/problem+json":
            components["schemas"]["InvalidAmountProblem"] | components["schemas"]["InvalidRequestProblem"];
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
        "application/json": components["schemas"]["ApproveTopupRequest"];
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
      /** @description Forbidden; Somebody else has to approve it. */
      403: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json":
            components["schemas"]["ForbiddenProblem"] | components["schemas"]["SelfApprovalProblem"];
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
        "application/json": components["schemas"]["RejectRequest"];
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
        /** @example 1 */
        page_number?: components["schemas"]["WholeNumber"];
        /** @example 20 */
        page_size?: components["schemas"]["WholeNumber"];
        /**
         * @description of the requests.
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
        /** @example 2026-01-01 */
        date_from?: components["schemas"]["TimeText"];
        date_to?: components["schemas"]["TimeText"];
        /**
         * @description of the movements.
         * @example topup
         */
        kind?: "topup" | "message_charge" | "debit" | "adjustment" | "refund";
        /** @example 20 */
        limit?: components["schemas"]["WholeNumber"];
        /** @example 0 */
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
          "application/json": components["schemas"]["PrepaidMovementListing"];
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
        "application/json": components["schemas"]["CreditRequest"];
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
          "application/json": components["schemas"]["Receipt"];
        };
      };
      /** @description The balance would be out of range; Invalid amount; Invalid request. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json":
            | components["schemas"]["BalanceOutOfRangeProblem"]
            | components["schemas"]["InvalidAmountProblem"]
            | components["schemas"]["InvalidRequestProblem"];
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
          "application/problem+json":
            components["schemas"]["ForbiddenProblem"] | components["schemas"]["NotYourCustomerProblem"];
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
        "application/json": components["schemas"]["DebitRequest"];
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
          "application/json": components["schemas"]["Receipt"];
        };
      };
      /** @description Insufficient credit; Insufficient funds; Invalid amount; Invalid request. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json":
            | components["schemas"]["InsufficientCreditProblem"]
            | components["schemas"]["InsufficientFundsProblem"]
            | components["schemas"]["InvalidAmountProblem"]
            | components["schemas"]["InvalidRequestProblem"];
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
          "application/problem+json":
            components["schemas"]["ForbiddenProblem"] | components["schemas"]["NotYourCustomerProblem"];
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
        "application/json": components["schemas"]["AcknowledgeRequest"];
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
        /** @example 20 */
        limit?: components["schemas"]["WholeNumber"];
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
          "application/json": components["schemas"]["RunListing"];
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
        "application/json": components["schemas"]["RunRequest"];
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
          "application/json": components["schemas"]["Run"];
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
      query?: never;
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
          "application/json": components["schemas"]["Run"];
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
          "application/json": components["schemas"]["Policy"];
        };
      };
      /** @description Invalid request; Invalid wallet. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json":
            components["schemas"]["InvalidRequestProblem"] | components["schemas"]["InvalidWalletProblem"];
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
        "application/json": components["schemas"]["PolicyRequest"];
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
          "application/json": components["schemas"]["Policy"];
        };
      };
      /** @description Invalid request; Invalid wallet. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json":
            components["schemas"]["InvalidRequestProblem"] | components["schemas"]["InvalidWalletProblem"];
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
  transactions_get: {
    parameters: {
      query?: never;
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
          "application/problem+json":
            components["schemas"]["ForbiddenProblem"] | components["schemas"]["NotYourCustomerProblem"];
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
      query?: never;
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
        "application/json": components["schemas"]["ReverseRequest"];
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
      /** @description The balance would be out of range; Insufficient credit; Insufficient funds; Invalid request. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json":
            | components["schemas"]["BalanceOutOfRangeProblem"]
            | components["schemas"]["InsufficientCreditProblem"]
            | components["schemas"]["InsufficientFundsProblem"]
            | components["schemas"]["InvalidRequestProblem"];
        };
      };
      401: components["responses"]["unauthorized"];
      403: components["responses"]["forbidden"];
      404: components["responses"]["transaction_not_found"];
      /** @description The transaction is reversed already; It is taken back in its own way; The wallet is frozen. */
      409: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json":
            | components["schemas"]["AlreadyReversedProblem"]
            | components["schemas"]["HasItsOwnReversalProblem"]
            | components["schemas"]["WalletFrozenProblem"];
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
        "application/json": components["schemas"]["TransferRequest"];
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
          "application/json": components["schemas"]["Transferred"] | components["schemas"]["Sent"];
        };
      };
      /** @description The balance would be out of range; Insufficient funds; Invalid amount; Invalid request; Invalid wallet. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json":
            | components["schemas"]["BalanceOutOfRangeProblem"]
            | components["schemas"]["InsufficientFundsProblem"]
            | components["schemas"]["InvalidAmountProblem"]
            | components["schemas"]["InvalidRequestProblem"]
            | components["schemas"]["InvalidWalletProblem"];
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
  wallets_get: {
    parameters: {
      query?: never;
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
          "application/json": components["schemas"]["Balances"];
        };
      };
      /** @description Invalid request; Invalid wallet. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json":
            components["schemas"]["InvalidRequestProblem"] | components["schemas"]["InvalidWalletProblem"];
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
          "application/problem+json":
            components["schemas"]["ForbiddenProblem"] | components["schemas"]["NotYourCustomerProblem"];
        };
      };
      /** @description There is no such customer; Not found. */
      404: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json":
            components["schemas"]["CustomerNotFoundProblem"] | components["schemas"]["NotFoundProblem"];
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
        "application/json": components["schemas"]["OverdraftRequest"];
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
          "application/json": components["schemas"]["Balance"];
        };
      };
      /** @description Invalid request; Invalid wallet. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json":
            components["schemas"]["InvalidRequestProblem"] | components["schemas"]["InvalidWalletProblem"];
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
        /** @description the balance as it was; absent: as it is. */
        at?: components["schemas"]["Instant"];
        /** @example COIN */
        currency?: components["schemas"]["CurrencyCode"];
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
          "application/json": components["schemas"]["Balance"];
        };
      };
      /** @description Invalid request; Invalid wallet. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json":
            components["schemas"]["InvalidRequestProblem"] | components["schemas"]["InvalidWalletProblem"];
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
          "application/problem+json":
            components["schemas"]["ForbiddenProblem"] | components["schemas"]["NotYourCustomerProblem"];
        };
      };
      /** @description There is no such customer; Not found. */
      404: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json":
            components["schemas"]["CustomerNotFoundProblem"] | components["schemas"]["NotFoundProblem"];
        };
      };
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
        "application/json": components["schemas"]["MoveRequest"];
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
          "application/json": components["schemas"]["Moved"];
        };
      };
      /** @description The balance would be out of range; Invalid amount; Invalid request; Invalid wallet. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json":
            | components["schemas"]["BalanceOutOfRangeProblem"]
            | components["schemas"]["InvalidAmountProblem"]
            | components["schemas"]["InvalidRequestProblem"]
            | components["schemas"]["InvalidWalletProblem"];
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
        "application/json": components["schemas"]["MoveRequest"];
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
          "application/json": components["schemas"]["Moved"];
        };
      };
      /** @description Insufficient funds; Invalid amount; Invalid request; Invalid wallet. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json":
            | components["schemas"]["InsufficientFundsProblem"]
            | components["schemas"]["InvalidAmountProblem"]
            | components["schemas"]["InvalidRequestProblem"]
            | components["schemas"]["InvalidWalletProblem"];
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
        /** @example COIN */
        currency?: components["schemas"]["CurrencyCode"];
        /** @example 2025-01-01 */
        date_from?: components["schemas"]["TimeText"];
        date_to?: components["schemas"]["TimeText"];
        /** @example csv */
        format?: components["schemas"]["Format"];
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
          "application/json": components["schemas"]["Statement"];
          "text/csv": string;
        };
      };
      /** @description The answer would be too large; Invalid request; Invalid wallet. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json":
            | components["schemas"]["AnswerTooLargeProblem"]
            | components["schemas"]["InvalidRequestProblem"]
            | components["schemas"]["InvalidWalletProblem"];
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
          "application/problem+json":
            components["schemas"]["ForbiddenProblem"] | components["schemas"]["NotYourCustomerProblem"];
        };
      };
      /** @description There is no such customer; Not found. */
      404: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json":
            components["schemas"]["CustomerNotFoundProblem"] | components["schemas"]["NotFoundProblem"];
        };
      };
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
  wallets_transactions: {
    parameters: {
      query?: {
        /** @example COIN */
        currency?: components["schemas"]["CurrencyCode"];
        /** @example 20 */
        limit?: components["schemas"]["WholeNumber"];
        /** @example 0 */
        offset?: components["schemas"]["WholeNumber"];
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
          "application/json": components["schemas"]["WalletMovementListing"];
        };
      };
      /** @description Invalid request; Invalid wallet. */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json":
            components["schemas"]["InvalidRequestProblem"] | components["schemas"]["InvalidWalletProblem"];
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
          "application/problem+json":
            components["schemas"]["ForbiddenProblem"] | components["schemas"]["NotYourCustomerProblem"];
        };
      };
      /** @description There is no such customer; Not found. */
      404: {
        headers: {
          "X-Request-Id": components["headers"]["X-Request-Id"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json":
            components["schemas"]["CustomerNotFoundProblem"] | components["schemas"]["NotFoundProblem"];
        };
      };
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
      429: components["responses"]["too_many_requests"];
      500: components["responses"]["internal_error"];
      503: components["responses"]["unavailable"];
    };
  };
}
