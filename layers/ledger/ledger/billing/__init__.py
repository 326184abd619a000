"""What a tenant pays for: top-ups, invoices, payments, the prepaid wallet, payment methods, contacts, e-mail."""
