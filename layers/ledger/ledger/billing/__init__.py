"""Billing of tenants: top-ups, invoices, payments, the prepaid wallet, payment methods, contacts and e-mail."""
