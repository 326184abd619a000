"""Environment of the functions. It is set before they are imported, because Powertools reads it on import."""

import os

os.environ |= {
    "POWERTOOLS_SERVICE_NAME": "purser",
    "POWERTOOLS_METRICS_NAMESPACE": "Purser",
    "AWS_REGION": "eu-central-1",
    "MAIL_FROM": "billing@purser.example",
    "TWO_PEOPLE": "off",  # a test about approvals changes it
    "MAX_PAYOUT_MULTIPLE": "10000",
    "ERASURE_KEY": "a key for tests and documents",
    "ERASURE_KEY_ARN": "",
    "APPROVAL_KEY": "another key for tests and documents",
    # No limit: tests send more requests than anybody else, and count round trips. Tests about rates change it.
    **dict.fromkeys(("REQUEST_RATE_OF_PRINCIPAL", "REQUEST_RATE_OF_TENANT"), "0"),
    "CONSOLE_URL": "https://console.example/",
    "SIGN_IN": "personas",
    "SIGN_IN_ISSUER": "https://development.purser.invalid",
    "SIGN_IN_CLIENT_ID": "purser",
    "SIGN_IN_ORIGINS": "",
    "VENDOR": "Purser Platform GmbH | Beispielstraße 12, 10115 Berlin",
}
