from tests.portal.ledger.conftest import feed_folder, sign

__all__ = ["feed_folder", "sign"]
