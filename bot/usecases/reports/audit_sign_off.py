"""The audit log is signed off once a day, and proved when somebody asks."""

from datetime import timedelta
from typing import Final

import structlog

from bot.store import audit_proof, audit_sign_offs, jobs
from bot.store.audit_proof import AuditProof, BrokenLink
from bot.store.audit_sign_offs import SignOff
from bot.usecases.ground.transaction import Program

__all__ = ["AuditProof", "BrokenLink", "SignOff", "prove", "sign_off"]

log = structlog.get_logger(__name__)

EVERY: Final = timedelta(days=1)


def sign_off(program: Program) -> int:
    """Sign off every chain that grew, if a day has passed; return how many sign-offs that made.

    Each goes into the log of the process too, so that it is known outside of the database.
    """
    name = f"audit sign-off:{program.workspace_id}"
    with program.look() as work:
        last_at = jobs.last_run_at(work.connection, name)
        if last_at is not None and work.now - last_at < EVERY:
            return 0
    count = 0
    while True:
        with program.quiet_work() as work:
            if not count and not jobs.claim(work.connection, name, work.now):
                return 0
            made = audit_sign_offs.sign_off(*work.scope, work.now, program.secret_key)
        if made is None:
            return count
        log.info("the audit log is signed off", number=made.number, hash=made.hash)
        count += 1


def prove(program: Program, known: str | None = None) -> AuditProof:
    """Walk all chains; a sign-off that somebody has kept elsewhere must be among those here."""
    with program.look() as work:
        proof = audit_proof.prove(*work.scope, program.secret_key)
        if known is None or audit_sign_offs.is_known(*work.scope, known):
            return proof
    unknown = BrokenLink(audit_proof.SIGN_OFFS, 0, audit_proof.UNKNOWN)
    return AuditProof(
        proof.chains, proof.entries, proof.erased, (unknown, *proof.broken), proof.newest
    )
