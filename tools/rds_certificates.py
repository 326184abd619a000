"""layers/ledger/ledger/rds.pem: the roots that sign the certificates of databases on RDS.

Amazon publishes them as https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem; this keeps what is still in
use: `python -m tools.rds_certificates <that file>`.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

CERTIFICATES = Path(__file__).resolve().parent.parent / "layers" / "ledger" / "ledger" / "rds.pem"


def roots(bundle: bytes, now: datetime) -> list[x509.Certificate]:
    """The root certificates in it that are still good, by name. Raises ValueError where one did not sign itself."""
    found = {
        certificate.subject.rfc4514_string(): certificate
        for certificate in x509.load_pem_x509_certificates(bundle)
        if certificate.subject == certificate.issuer and certificate.not_valid_after_utc > now
    }
    for certificate in found.values():
        certificate.verify_directly_issued_by(certificate)
    return [found[name] for name in sorted(found)]


if __name__ == "__main__":
    kept = roots(Path(sys.argv[1]).read_bytes(), datetime.now(UTC))
    CERTIFICATES.write_bytes(b"".join(certificate.public_bytes(Encoding.PEM) for certificate in kept))
