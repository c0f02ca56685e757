import signal
import time
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.urls import reverse

from evidence.demo.accounts import ACCOUNTS
from evidence.demo.codes import current_codes
from evidence.demo.onlooker import hold_what_is_shown
from evidence.demo.stack import Stack, StackFailed, running
from evidence.demo.today import happen
from portal.lib.clock import now

POLL = 0.5


class Stopped(Exception):  # noqa: N818 -- somebody pressed Ctrl-C: no error
    """The person wants the demo to end."""


class Command(BaseCommand):
    help = "Run the whole portal with demo data on this machine; Ctrl-C stops all of it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--recorder-port", type=int, default=18080)

    def handle(self, *_args: Any, **options: Any) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _stop)
        stack = Stack(Path(settings.VAR), options["port"], options["recorder_port"])
        try:
            self._run(stack)
        except Stopped:
            self.stdout.write("\nStopped. Your data are kept; `make demo-reset` starts over.")
        except StackFailed as failed:
            self.stderr.write(str(failed))
            raise SystemExit(1) from failed

    def _run(self, stack: Stack) -> None:
        self.stdout.write("Preparing the database ...")
        stack.manage("migrate", "--verbosity", "0")
        stack.manage("createcachetable", "--verbosity", "0")
        stack.manage("check", "--database", "default")
        stack.manage("load_demo", "--recorders", stack.recorders)
        self.stdout.write("Starting web server, worker, beat and simulated cameras ...")
        with running(stack):
            self._accounts(stack)
            self._follow_messages(stack, Path(settings.OUTBOX) / "sms")

    def _accounts(self, stack: Stack) -> None:
        codes = current_codes(now())
        self.stdout.write(f"\nThe portal is at {stack.address}/ -- demo accounts:\n")
        for account in ACCOUNTS:
            number = "0" + account.phone.removeprefix("+84")
            second = f"  authenticator {codes[account.phone]}" if account.secret else ""
            page = f"{stack.address}{reverse(account.desk)}"
            self.stdout.write(f"  {account.label:<22} {number}  {page}{second}")
        self.stdout.write(
            "\nSign in with the telephone number; the code of each message is printed below."
            "\nAuthenticator codes change every 30 s; a fresh one stands beside each message."
            "\nCtrl-C stops everything.\n"
        )

    def _follow_messages(self, stack: Stack, folder: Path) -> None:
        """Print every message the portal sends, as a telephone would show it."""
        seen = {path.name for path in folder.glob("*.txt")}
        waiting = not stack.past_is_drawn()
        if waiting:
            self.stdout.write("  the cameras are still drawing their last 15 minutes ...")
        while True:
            stack.check()
            if waiting and stack.past_is_drawn():
                waiting = False
                self.stdout.write("  the last 15 minutes are there: ask for any of them")
                happen(now())
            hold_what_is_shown(stack.phones, at=now())
            for path in sorted(folder.glob("*.txt")):
                if path.name not in seen:
                    seen.add(path.name)
                    self._message(path.read_text())
            time.sleep(POLL)

    def _message(self, text: str) -> None:
        number, _, words = text.partition("\n")
        code = current_codes(now()).get(number.strip())
        second = f"   [authenticator now: {code}]" if code else ""
        self.stdout.write(f"  message to {number}: {' '.join(words.split())}{second}")


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise Stopped
