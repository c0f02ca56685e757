"""What comes round by the clock, by name: settings read it, nobody else does."""

Schedule = dict[str, dict[str, object]]


def schedule(sweep_seconds: int) -> Schedule:
    """Each task with its seconds; those that find lost work come round every `sweep_seconds`."""
    return {
        "sweep-extraction": {"task": "extraction.sweep", "schedule": sweep_seconds},
        "sweep-census": {"task": "census.sweep", "schedule": sweep_seconds},
        "sweep-beacon": {"task": "beacon.sweep", "schedule": sweep_seconds},
        "sweep-findings": {"task": "findings.sweep", "schedule": sweep_seconds},
        "end-retention": {"task": "custody.retention", "schedule": 3600},
        "finish-withdrawals": {"task": "custody.withdrawals", "schedule": 60},
        "sweep-requests": {"task": "requests.sweep", "schedule": 60},
        "sweep-openings": {"task": "emergency.sweep", "schedule": 60},
        "sweep-duties": {"task": "duties.sweep", "schedule": 60},
        "send-notices": {"task": "notices.send", "schedule": sweep_seconds},
        "sweep-ledger": {"task": "ledger.verify", "schedule": 60},
        "ledger-checkpoint": {"task": "ledger.checkpoint", "schedule": 600},
        "consent-expire": {"task": "consent.expire", "schedule": 300},
        "publish-coverage": {"task": "coverage.publish", "schedule": 3600},
        "publish-months": {"task": "reports.publish", "schedule": 3600},
        "sweep-upkeep": {"task": "upkeep.sweep", "schedule": 3600},
        "sweep-oversight": {"task": "oversight.sweep", "schedule": 3600},
        "sweep-consultations": {"task": "consultation.sweep", "schedule": 3600},
        "sweep-complaints": {"task": "complaints.sweep", "schedule": sweep_seconds},
        "sweep-organisations": {"task": "organisations.sweep", "schedule": 60},
        "sweep-access": {"task": "access.sweep", "schedule": 600},
        "sweep-vault": {"task": "files.sweep", "schedule": 3600},
    }
